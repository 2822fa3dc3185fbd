// Whose turn is it in one rotation? Handoffs count on the wall clock of the schedule's zone. Called by on-call.ts, and by
// duty-spans.ts for the times of the handoffs. Nothing is remembered: the answer is a function of the rotation and the time.
import type { EpochMs } from '../world/ids.ts'
import { DAY_MS, instantOf, type WallMs, wallAfterMonths, wallOf, wallTime } from './local-time.ts'
import type { Rotation } from './plan.ts'
import { openWindow, weekday } from './windows.ts'

export interface Shift {
  readonly person: string
  /** Handoffs, as the wall clock shows them. */
  readonly from: WallMs
  readonly to: WallMs
}

/** Whose turn it is; null before the first handoff and outside the rotation's windows. */
export function shiftAt(rotation: Rotation, zone: string, now: EpochMs): Shift | null {
  const { people, windows } = rotation
  let turn = roughTurn(rotation, wallTime(zone, now))
  // The rough turn reads the wall; the clock's changes move handoffs by a little, so look at its neighbours.
  while (startOf(rotation, zone, turn) > now) turn--
  while (startOf(rotation, zone, turn + 1) <= now) turn++
  const person = people[turn % people.length]
  if (turn < 0 || person === undefined) return null
  if (windows !== null && !openWindow(zone, now, day => windows[weekday(day)])) return null
  return { person, from: handoff(rotation, turn), to: handoff(rotation, turn + 1) }
}

/** When a turn begins; turn 0 is the first. */
export function startOf(rotation: Rotation, zone: string, turn: number): EpochMs {
  return instantOf(zone, handoff(rotation, turn), 'first')
}

const UNIT_MS = { hours: 3_600_000, days: DAY_MS, weeks: 7 * DAY_MS } as const
/** The mean month: good enough for a first guess. */
const MONTH_MS = 30.436_875 * DAY_MS

export function handoff({ every, from }: Rotation, turn: number): WallMs {
  if (every.unit === 'months') return wallAfterMonths(from, turn * every.count)
  return wallOf(from) + turn * every.count * UNIT_MS[every.unit]
}

export function roughTurn({ every, from }: Rotation, wall: WallMs): number {
  const length = every.count * (every.unit === 'months' ? MONTH_MS : UNIT_MS[every.unit])
  return Math.floor((wall - wallOf(from)) / length)
}
