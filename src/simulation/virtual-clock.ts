// Time that passes only when it is told to: timers fire in order, each at its own moment, and everything that one of them causes
// is over before the next. Behind the port `Clock` in place of the daemon's own clock; the simulated PBX and people use it too.
import { setImmediate } from 'node:timers/promises'
import type { EpochMs } from '../core/world/ids.ts'
import type { Clock } from '../daemon/ports.ts'

export interface VirtualClock extends Clock {
  /** Calls back so many seconds from now; returns how to cancel. */
  after(seconds: number, callback: () => void): () => void
  /** Lets time pass up to this moment. */
  runUntil(until: EpochMs): Promise<void>
  /** A clock for somebody who may die: from then on it calls nobody back. */
  lease(): { readonly clock: Clock; end(): void }
}

interface Timer {
  readonly at: number
  readonly nth: number
  readonly callback: () => void
}

/** So many timers in one moment do not come to an end. */
const MOST_IN_A_MOMENT = 20_000

export function openVirtualClock(start: EpochMs): VirtualClock {
  const timers: Timer[] = []
  let now: number = start
  let counted = 0

  function at(when: number, callback: () => void): () => void {
    const timer: Timer = { at: Math.max(now, Math.ceil(when)), nth: counted++, callback }
    let place = timers.length
    while (place > 0 && isLater(timers[place - 1], timer)) place--
    timers.splice(place, 0, timer)
    return () => {
      const index = timers.indexOf(timer)
      if (index !== -1) timers.splice(index, 1)
    }
  }

  async function runUntil(until: number): Promise<void> {
    let inThisMoment = 0
    for (;;) {
      // What was promised is kept before time moves on.
      await setImmediate()
      const next = timers[0]
      if (next === undefined || next.at > until) break
      inThisMoment = next.at === now ? inThisMoment + 1 : 0
      if (inThisMoment > MOST_IN_A_MOMENT) throw new Error('the simulated moment has no end')
      timers.shift()
      now = next.at
      next.callback()
    }
    now = Math.max(now, until)
  }

  const clock: Clock = {
    now: () => now as EpochMs,
    at,
    soon: callback => void at(now, callback),
  }
  return {
    ...clock,
    after: (seconds, callback) => at(now + seconds * 1000, callback),
    runUntil,
    lease() {
      let alive = true
      const unlessDead = (callback: () => void) => () => {
        if (alive) callback()
      }
      return {
        clock: {
          now: clock.now,
          at: (when, callback) => at(when, unlessDead(callback)),
          soon: callback => void at(now, unlessDead(callback)),
        },
        end() {
          alive = false
        },
      }
    },
  }
}

function isLater(one: Timer | undefined, other: Timer): boolean {
  return one !== undefined && (one.at > other.at || (one.at === other.at && one.nth > other.nth))
}
