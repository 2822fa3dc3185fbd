// Strangers that send too much: their address is refused for an hour, so that Asterisk reads no more of it than where it comes from. Pure but for its
// memory, which is bounded. Never an alarm: the box is in the public network. Kept beside guard.ts, which does the same for wrong passwords.
import { isIP } from 'node:net'
import { openRecent } from './recent.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** More requests than these from one address, within a minute. */
export const MOST_REQUESTS = 100
export const FLOOD_REFUSED_MS = HOUR_MS
/** Asterisk reads its files anew for each change of the list: at most so often for strangers. */
export const CHANGE_MS = MINUTE_MS
const MOST_ADDRESSES = 1000
export const MOST_FLOODS = 200

export interface FloodGuard {
  /** So many requests of strangers from there were refused, just now. */
  take(address: string, times: number, at: number): void
  /** Addresses that are refused now, sorted. */
  refused(now: number): readonly string[]
}

type Seen = readonly { readonly at: number; readonly times: number }[]

/** `spares`: never refused. */
export function openFloodGuard(spares: (address: string) => boolean): FloodGuard {
  const sources = openRecent<Seen>(MOST_ADDRESSES)
  /** Apart, so that a flood from many addresses lets nobody in again. */
  const until = new Map<string, number>()
  let given: readonly string[] = []
  let changedAt = Number.NEGATIVE_INFINITY

  function wanted(now: number): string[] {
    for (const [address, end] of until) if (end <= now) until.delete(address)
    // Rules may have changed: what has become a trunk is let in.
    return [...until.keys()].filter(address => !spares(address)).sort()
  }

  return {
    take(address, times, at) {
      // What is under way when it is refused is not held against it.
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
