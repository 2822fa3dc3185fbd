// Removes recordings that the rules keep no longer: every night on the box's clock, and shortly after a start for the nights that were
// missed. Each is an input first, which the core answers with a fact or refuses; only when the fact is in the journal does the file go.
// Opened by run.ts. It must not decide: what is old is the journal's and the rules' to say, what is still needed the core's.
import { DAY_MS, instantOf, startOfDay, wallTime } from '../core/plan/local-time.ts'
import type { Plan } from '../core/plan/plan.ts'
import { type Keeps, keepsOf } from '../core/plan/retention.ts'
import type { CallId, EpochMs, IncidentId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Turn } from '../core/world/world.ts'
import { inMs } from './clock.ts'
import type { Clock, Log } from './ports.ts'

type Due = Omit<Extract<Input, { type: 'overAge' }>, 'type' | 'stream'> & { readonly stream: CallId | IncidentId }

export interface RetentionNeeds {
  readonly plan: () => Plan
  readonly overAge: (
    keeps: Keeps,
    now: EpochMs,
    most: number,
  ) => Promise<{ readonly due: readonly Due[]; readonly again: readonly string[] }>
  /** Whether what is decided now is written down at once. */
  readonly isWritten: () => boolean
  readonly push: (input: Input) => void
  /** Nothing of the recording stays, wherever it is kept; what is gone already is no mistake. */
  readonly remove: (recording: string) => Promise<void>
  readonly clock: Clock
  readonly log: Log
}

export interface Retention {
  /** Of every turn that is in the journal. */
  heard(turn: Turn): void
  stop(): void
}

/** 03:30: the office is closed, and clocks that change have changed. */
const MINUTE_OF_NIGHT = 3 * 60 + 30
const AFTER_START_MS = 15_000
/** So many are looked up at a time, and so few decided in a row: callers go first. */
const MOST = 500
const IN_A_ROW = 10
const PAUSE_MS = 100

export function openRetention({ plan, overAge, isWritten, push, remove, clock, log }: RetentionNeeds): Retention {
  let cancel = inMs(clock, AFTER_START_MS, look)
  let stopped = false

  function look(): void {
    cancel = clock.at(nextNight(plan().box.zone, clock.now()), look)
    if (!isWritten()) return
    overAge(keepsOf(plan()), clock.now(), MOST).then(goThrough, (error: unknown) =>
      log.error({ error: String(error) }, 'the recordings that are over age can not be looked up; again tomorrow'),
    )
  }

  function goThrough({ due, again }: Awaited<ReturnType<RetentionNeeds['overAge']>>): void {
    for (const recording of again) takeAway(recording)
    log.info({ due: due.length }, 'recordings over age')
    next(due)
    // There are more of them, most likely.
    if (due.length === MOST) inMs(clock, PAUSE_MS * MOST, () => stopped || lookAgain())
  }

  function next(due: readonly Due[]): void {
    if (stopped) return
    for (const each of due.slice(0, IN_A_ROW)) push({ type: 'overAge', ...each })
    const rest = due.slice(IN_A_ROW)
    if (rest.length > 0) inMs(clock, PAUSE_MS, () => next(rest))
  }

  function lookAgain(): void {
    cancel()
    look()
  }

  function takeAway(recording: string): void {
    remove(recording).catch((error: unknown) =>
      log.error({ recording, error: String(error) }, 'a recording can not be removed; again tomorrow'),
    )
  }

  return {
    heard({ input, facts }) {
      if (input.type !== 'overAge') return
      for (const fact of facts) if (fact.kind === 'recording-removed') takeAway(fact.recording)
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}

/** When the next look is due. */
export function nextNight(zone: string, now: EpochMs): EpochMs {
  const today = startOfDay(wallTime(zone, now))
  const on = (day: number) => instantOf(zone, day + MINUTE_OF_NIGHT * 60_000, 'first')
  return on(today) > now ? on(today) : on(today + DAY_MS)
}
