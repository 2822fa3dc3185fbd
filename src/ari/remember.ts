// The little that translation has to remember of a channel while it lives: fax tone, number, what was already told.
// Kept by connect.ts; a channel that ended is forgotten, but for its id, so that an end is told once. One whose end nobody heard is forgotten
// when many have come after it.

import type { Input } from '../core/world/inputs.ts'
import { isOurLeg } from '../core/world/our-legs.ts'
import { isSamePress, type Press } from '../core/world/presses.ts'
import type { AriEvent } from './shapes.ts'

/** More channels than a box ever carries at once. */
const MOST_KEPT = 5000

export interface Memory {
  fax(channel: string): boolean
  /** The cause with which it was asked to hang up, or undefined. */
  hangUp(channel: string): number | undefined
  number(channel: string): string | null | undefined
  /** Whether the key that was noted last was the one before heard once more. */
  again(channel: string): boolean
  /** Notes what an event says beyond its translation; call before translating. */
  note(event: AriEvent): void
  /** Whether this input is news; false when it only repeats what was told before. */
  isNews(input: Input): boolean
  /** The number of a caller that is already inside; null where it may be withheld. */
  learn(channel: string, number: string | null): void
}

export function openMemory(): Memory {
  const fax = new Set<string>()
  const numbers = new Map<string, string | null>()
  const rang = new Set<string>()
  const withOffice = new Set<string>()
  const ended = new Set<string>()
  const hangUps = new Map<string, number>()
  const presses = new Map<string, Press & { readonly again: boolean }>()

  function learned(channel: string, number: string | null): void {
    numbers.set(channel, number)
    oldestOut(numbers)
  }

  function forget(channel: string): void {
    fax.delete(channel)
    numbers.delete(channel)
    rang.delete(channel)
    withOffice.delete(channel)
    hangUps.delete(channel)
    presses.delete(channel)
    put(ended, channel)
  }

  /** By Asterisk's clock: how late the event comes says nothing of the finger. */
  function pressed({ channel, digit, timestamp = '' }: Extract<AriEvent, { type: 'ChannelDtmfReceived' }>): void {
    const told = Date.parse(timestamp)
    const press = { digit, at: Number.isNaN(told) ? Date.now() : told }
    presses.set(channel.id, { ...press, again: isSamePress(presses.get(channel.id), press) })
    oldestOut(presses)
  }

  return {
    fax: channel => fax.has(channel),
    hangUp: channel => hangUps.get(channel),
    number: channel => numbers.get(channel),
    again: channel => presses.get(channel)?.again ?? false,
    note(event) {
      if (event.type === 'ChannelDtmfReceived') pressed(event)
      if (event.type === 'StasisStart' && event.args[0] === 'fax') put(fax, event.channel.id)
      if (event.type === 'ChannelHangupRequest') {
        hangUps.set(event.channel.id, event.cause)
        oldestOut(hangUps)
      }
    },
    isNews(input) {
      switch (input.type) {
        case 'arrived':
          learned(input.channel, input.callerNumber)
          return true
        case 'returned':
          withOffice.delete(input.channel)
          return true
        case 'numberChanged':
          learned(input.channel, input.number)
          return true
        case 'legAnswered':
          put(rang, input.channel)
          return true
        case 'legRinging':
          return once(rang, input.channel) && !ended.has(input.channel)
        case 'officeAnswered':
          return once(withOffice, input.channel)
        case 'ended': {
          if (ended.has(input.channel)) return false
          forget(input.channel)
          return true
        }
        default:
          return true
      }
    },
    learn(channel, number) {
      if (!isOurLeg(channel) && !numbers.has(channel)) learned(channel, number)
    },
  }
}

function once(seen: Set<string>, channel: string): boolean {
  if (seen.has(channel)) return false
  put(seen, channel)
  return true
}

function put(kept: Set<string>, channel: string): void {
  kept.add(channel)
  oldestOut(kept)
}

function oldestOut(kept: Set<string> | Map<string, unknown>): void {
  if (kept.size <= MOST_KEPT) return
  const [oldest] = kept.keys()
  if (oldest !== undefined) kept.delete(oldest)
}
