// The little that translation has to remember of a channel while it lives: fax tone, number, what was already told.
// Kept by connect.ts; a channel that ended is forgotten, but for its id, so that an end is told once.

import type { Input } from '../core/world/inputs.ts'
import { isOurLeg } from '../core/world/our-legs.ts'
import type { AriEvent } from './shapes.ts'

const ENDED_KEPT = 5000

export interface Memory {
  fax(channel: string): boolean
  number(channel: string): string | null | undefined
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

  function forget(channel: string): void {
    fax.delete(channel)
    numbers.delete(channel)
    rang.delete(channel)
    withOffice.delete(channel)
    ended.add(channel)
    if (ended.size > ENDED_KEPT) {
      for (const oldest of ended) {
        ended.delete(oldest)
        break
      }
    }
  }

  return {
    fax: channel => fax.has(channel),
    number: channel => numbers.get(channel),
    note(event) {
      if (event.type === 'ChannelVarset' && event.variable === 'NIGHTBELL_FAX' && event.value === '1' && event.channel) {
        fax.add(event.channel.id)
      }
    },
    isNews(input) {
      switch (input.type) {
        case 'arrived':
          numbers.set(input.channel, input.callerNumber)
          return true
        case 'returned':
          withOffice.delete(input.channel)
          return true
        case 'numberChanged':
          numbers.set(input.channel, input.number)
          return true
        case 'legAnswered':
          rang.add(input.channel)
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
      if (!isOurLeg(channel) && !numbers.has(channel)) numbers.set(channel, number)
    },
  }
}

function once(seen: Set<string>, channel: string): boolean {
  if (seen.has(channel)) return false
  seen.add(channel)
  return true
}
