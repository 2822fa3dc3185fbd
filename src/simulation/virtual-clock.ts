// Time that passes only when it is told to: timers fire in order, each at its own moment, and everything that one of them causes
// is over before the next. Behind the port `Clock` in place of the daemon's own clock; the simulated PBX and people use it too.
import type { EpochMs } from '../core/world/ids.ts'
import type { Clock } from '../daemon/ports.ts'
import { openHeap } from './heap.ts'
import { stepByStep } from './step-by-step.ts'

export interface VirtualClock extends Clock {
  /** Calls back so many seconds from now; returns how to cancel. */
  after(seconds: number, callback: () => void): () => void
  /** The machine's clock goes forward by so many ms at once. What waits for so many seconds still waits as long. */
  jump(ms: number): void
  /** Lets time pass up to this moment. */
  runUntil(until: EpochMs): Promise<void>
  /** A clock for somebody who may die: from then on it calls nobody back. */
  lease(): { readonly clock: Clock; end(): void }
}

interface Timer {
  /** A jump moves it. */
  at: number
  /** It waits for so long, not until a moment. */
  readonly lasts: boolean
  readonly nth: number
  readonly callback: () => void
  /** It is not waited for any more. */
  cancelled: boolean
}

/** So many timers in one moment do not come to an end. */
const MOST_IN_A_MOMENT = 20_000

export function openVirtualClock(start: EpochMs): VirtualClock {
  const timers = openHeap<Timer>((one, other) => one.at - other.at || one.nth - other.nth)
  let now: number = start
  let counted = 0

  const listeners: ((ms: number) => void)[] = []

  function add(when: number, callback: () => void, lasts: boolean): () => void {
    const nth = counted++
    const timer: Timer = { at: Math.max(now, Math.ceil(when)), lasts, nth, callback, cancelled: false }
    timers.add(timer)
    return () => {
      timer.cancelled = true
    }
  }

  /** The first that is still waited for. */
  function first(): Timer | undefined {
    while (timers.first()?.cancelled) timers.take()
    return timers.first()
  }

  const at = (when: number, callback: () => void): (() => void) => add(when, callback, false)
  const inMs = (ms: number, callback: () => void): (() => void) => add(now + ms, callback, true)

  function jump(ms: number): void {
    now += ms
    for (const timer of timers.all()) timer.at = timer.lasts ? timer.at + ms : Math.max(now, timer.at)
    timers.sort()
    for (const listener of listeners) listener(ms)
  }

  async function runUntil(until: number): Promise<void> {
    let inThisMoment = 0
    await stepByStep(() => {
      const next = first()
      if (next === undefined || next.at > until) return 'done'
      inThisMoment = next.at === now ? inThisMoment + 1 : 0
      if (inThisMoment > MOST_IN_A_MOMENT) throw new Error('the simulated moment has no end')
      timers.take()
      now = next.at
      next.callback()
      return 'goes on'
    })
    now = Math.max(now, until)
  }

  const clock: Clock = {
    now: () => now as EpochMs,
    at,
    inMs,
    onJump: listener => void listeners.push(listener),
    look: () => {},
    soon: callback => void at(now, callback),
  }
  return {
    ...clock,
    after: (seconds, callback) => inMs(seconds * 1000, callback),
    jump,
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
          inMs: (ms, callback) => inMs(ms, unlessDead(callback)),
          onJump: listener => void listeners.push(ms => alive && listener(ms)),
          look: clock.look,
          soon: callback => void at(now, unlessDead(callback)),
        },
        end() {
          alive = false
        },
      }
    },
  }
}
