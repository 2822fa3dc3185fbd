// Counts strangers' rejected requests, in the last hour and since the start. They raise no alarm:
// the box is on a public network. The log mentions them at most once an hour, however many there
// are.
import type { Log } from '../daemon/ports.ts'

export interface StrangersTold {
  /** Since the daemon started. */
  readonly refused: number
  readonly lastHour: number
  /** The busiest addresses of the last hour, at most ten. */
  readonly addresses: readonly { readonly address: string; readonly refused: number }[]
}

const HOUR_MS = 3_600_000
const MOST = 2000
const SHOWN = 10

export function openStrangerCount(now: () => number, log: Log) {
  let hours: { readonly since: number; readonly by: Map<string, number> }[] = []
  let [refused, toldAt, untold] = [0, 0, 0]

  /** Counts are kept in slots of a sixth of an hour. */
  function recent(): Map<string, number> {
    const at = now()
    hours = hours.filter(({ since }) => at - since < HOUR_MS)
    const last = hours.at(-1)
    if (last !== undefined && at - last.since < HOUR_MS / 6) return last.by
    const by = new Map<string, number>()
    hours.push({ since: at, by })
    return by
  }

  function sums(): [string, number][] {
    recent()
    const all = new Map<string, number>()
    for (const { by } of hours) for (const [address, times] of by) all.set(address, (all.get(address) ?? 0) + times)
    return [...all].sort(([, one], [, other]) => other - one)
  }

  return {
    add(more: readonly (readonly [address: string, times: number])[], unkept: number): void {
      const by = recent()
      for (const [address, times] of more) {
        refused += times
        untold += times
        const name = by.has(address) || by.size < MOST ? address : 'others'
        by.set(name, (by.get(name) ?? 0) + times)
      }
      if (untold === 0 || (toldAt !== 0 && now() - toldAt < HOUR_MS)) return
      const [[most] = []] = sums()
      log.info({ refused: untold, most, unkept }, 'requests of strangers were refused; this is said once an hour')
      toldAt = now()
      untold = 0
    },
    told(): StrangersTold {
      const all = sums()
      return {
        refused,
        lastHour: all.reduce((sum, [, times]) => sum + times, 0),
        addresses: all.slice(0, SHOWN).map(([address, times]) => ({ address, refused: times })),
      }
    },
  }
}
