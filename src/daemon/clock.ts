// The daemon's clock: monotonic, on an anchor of wall-clock time, never behind the journal. Steps of the wall clock while the
// daemon runs do not move deadlines; the anchor is taken anew at the next start.
import type { EpochMs } from '../core/world/ids.ts'
import type { Clock } from './ports.ts'

/** Node's timers can't be longer than this, ms. */
const LONGEST_TIMER = 2 ** 31 - 1

/** `notBefore`: the time of the last turn in the journal, or null. */
export function openClock(notBefore: EpochMs | null): Clock {
  const anchor = Math.max(Date.now(), notBefore ?? 0)
  const start = performance.now()
  const now = (): EpochMs => Math.floor(anchor + performance.now() - start) as EpochMs
  return {
    now,
    at(at, callback) {
      const timer = setTimeout(callback, Math.min(LONGEST_TIMER, Math.max(0, at - now())))
      // The connections keep the process alive, not what waits in it.
      timer.unref()
      return () => clearTimeout(timer)
    },
    soon: callback => void setImmediate(callback),
  }
}

/** Calls back so many ms from now; returns how to cancel. */
export function inMs(clock: Clock, ms: number, callback: () => void): () => void {
  return clock.at((clock.now() + ms) as EpochMs, callback)
}

/** Calls back every so many ms; returns how to stop. */
export function every(clock: Clock, ms: number, callback: () => void): () => void {
  let cancel = inMs(clock, ms, again)
  function again(): void {
    cancel = inMs(clock, ms, again)
    callback()
  }
  return () => cancel()
}
