// The daemon's clock: it never goes back, never stands behind the journal, and follows the machine's clock. A jump forward of over 2 s
// (the machine was suspended, a time server set it) is taken at once and told, so that the deadlines of calls can move along. A step
// back is caught up slowly: the clock runs a tenth slower until the machine's clock is there.
import type { EpochMs } from '../core/world/ids.ts'
import type { Clock, Wrong } from './ports.ts'

/** Node's timers can't be longer than this, ms. */
const LONGEST_TIMER = 2 ** 31 - 1
/** How often the two clocks are compared, ms. */
const COMPARE_MS = 1000
/** More than this ahead is a jump, ms. */
export const JUMP_MS = 2000
/** Less than this is let be, ms. */
const SAME_MS = 100
const SLOWER = 0.9
const FASTER = 1.1

export interface DaemonClock extends Clock {
  /** How far the machine's clock is behind this one, ms; less than 0 when it is ahead. */
  behind(): number
  stop(): void
}

/** What it is read from; replaced in tests. */
export interface Sources {
  readonly wall: () => number
  /** Goes on evenly, but may rest while the machine is suspended. */
  readonly steady: () => number
}

const MACHINE: Sources = { wall: () => Date.now(), steady: () => performance.now() }

interface Timer {
  readonly at: EpochMs
  readonly callback: () => void
  handle: NodeJS.Timeout
}

/** `notBefore`: the time of the last turn in the journal, or null. */
export function openClock(notBefore: EpochMs | null, { wall, steady }: Sources = MACHINE): DaemonClock {
  let anchor = Math.max(wall(), notBefore ?? 0)
  let from = steady()
  let rate = 1
  const timers = new Set<Timer>()
  const listeners: ((ms: number) => void)[] = []

  const exactly = (): number => anchor + (steady() - from) * rate
  const now = (): EpochMs => Math.floor(exactly()) as EpochMs

  function compare(): void {
    const mine = exactly()
    const ahead = wall() - mine
    from = steady()
    if (ahead > JUMP_MS) {
      anchor = mine + ahead
      rate = 1
      for (const listener of listeners) listener(Math.round(ahead))
      for (const timer of timers) arm(timer)
      return
    }
    anchor = mine
    rate = Math.abs(ahead) <= SAME_MS ? 1 : ahead > 0 ? FASTER : SLOWER
  }

  function arm(timer: Timer): void {
    clearTimeout(timer.handle)
    timer.handle = setTimeout(fire, Math.min(LONGEST_TIMER, Math.max(0, timer.at - now())), timer)
    // The connections keep the process alive, not what waits in it.
    timer.handle.unref()
  }

  function fire(timer: Timer): void {
    if (now() < timer.at) {
      arm(timer)
      return
    }
    timers.delete(timer)
    timer.callback()
  }

  const comparing = setInterval(compare, COMPARE_MS)
  comparing.unref()
  compare()
  return {
    now,
    look: compare,
    onJump: listener => void listeners.push(listener),
    behind: () => Math.round(exactly() - wall()),
    at(at, callback) {
      const timer: Timer = { at, callback, handle: setTimeout(() => {}, 0) }
      timers.add(timer)
      arm(timer)
      return () => {
        timers.delete(timer)
        clearTimeout(timer.handle)
      }
    },
    inMs(ms, callback) {
      const handle = setTimeout(callback, Math.min(LONGEST_TIMER, Math.max(0, ms)))
      handle.unref()
      return () => clearTimeout(handle)
    },
    soon: callback => void setImmediate(callback),
    stop: () => clearInterval(comparing),
  }
}

/** Calls back after so many ms, however the machine's clock is set meanwhile; returns how to cancel. */
export function inMs(clock: Pick<Clock, 'inMs'>, ms: number, callback: () => void): () => void {
  return clock.inMs(ms, callback)
}

/** Calls back every so many ms; returns how to stop. */
export function every(clock: Pick<Clock, 'inMs'>, ms: number, callback: () => void): () => void {
  let cancel = inMs(clock, ms, again)
  function again(): void {
    cancel = inMs(clock, ms, again)
    callback()
  }
  return () => cancel()
}

/** Hours and schedules follow this clock, so whoever looks after the machine must know that it is ahead. */
export function clockAlarms(clock: DaemonClock): readonly Wrong[] {
  const ms = clock.behind()
  const what = `Nightbell's time is ${Math.round(ms / 1000)} s ahead of the machine's clock, and so are hours and schedules`
  return ms > JUMP_MS ? [{ kind: 'clock-ahead', what }] : []
}
