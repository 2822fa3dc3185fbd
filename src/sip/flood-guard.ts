// Strangers that send too much: their address is blocked for an hour, so that Asterisk reads
// nothing of their messages but the sender address. Pure except for its bounded memory. Never
// raises an alarm: the box is on a public network. guard.ts does the same for wrong passwords.
import { isIP } from 'node:net'
import { openRecent } from './recent.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** An address that sends more requests than this within a minute is blocked. */
export const MOST_REQUESTS = 100
export const FLOOD_REFUSED_MS = HOUR_MS
/** Asterisk reloads its files for each change of the list: for strangers at most this often. */
export const CHANGE_MS = MINUTE_MS
const MOST_ADDRESSES = 1000
export const MOST_FLOODS = 200

export interface FloodGuard {
  /** This many strangers' requests from this address were just rejected. */
  take(address: string, times: number, at: number): void
  /** Addresses blocked now, sorted. */
  refused(now: number): readonly string[]
}

type Seen = readonly { readonly at: number; readonly times: number }[]

/** `spares`: never blocked. */
export function openFloodGuard(spares: (address: string) => boolean): FloodGuard {
  const sources = openRecent<Seen>(MOST_ADDRESSES)
  /** A separate map, so that a flood from many addresses unblocks nobody. */
  const until = new Map<string, number>()
  let given: readonly string[] = []
  let changedAt = Number.NEGATIVE_INFINITY

  function wanted(now: number): string[] {
    for (const [address, end] of until) if (end <= now) until.delete(address)
    // Rules may have changed: an address that became a trunk's is unblocked.
    return [...until.keys()].filter(address => !spares(address)).sort()
  }

  return {
    take(address, times, at) {
      // Requests still in flight when the block begins do not count.
      if (isIP(address) === 0 || (until.get(address) ?? 0) > at) return
      const before = sources.get(address) ?? []
      const seen = [...before.filter(one => one.at > at - MINUTE_MS), { at, times }]
      sources.put(address, seen)
      if (seen.reduce((sum, one) => sum + one.times, 0) <= MOST_REQUESTS) return
      if (spares(address) || wanted(at).length >= MOST_FLOODS) return
      sources.delete(address)
      until.set(address, at + FLOOD_REFUSED_MS)
    },
    refused(now) {
      const all = wanted(now)
      if (all.join() !== given.join() && now - changedAt >= CHANGE_MS) {
        given = all
        changedAt = now
      }
      return given
    },
  }
}
