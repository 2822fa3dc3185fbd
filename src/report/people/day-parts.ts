// What part of the week a minute belongs to, and to which night: by what the clock of a zone shows.
// Each minute is exactly one of the four parts. A day on which clocks change has 23 or 25 hours.
import { DAY_MS, sameOffsetUntil, startOfDay, type WallMs, wallDate, wallTime } from '../../core/plan/local-time.ts'
import { weekday } from '../../core/plan/windows.ts'
import type { EpochMs } from '../../core/world/ids.ts'

/** The first that fits: a holiday on a Sunday is a holiday, a night of Saturday is the weekend. */
export const DAY_PARTS = ['holiday', 'weekend', 'night', 'weekday'] as const
export type DayPart = (typeof DAY_PARTS)[number]

const HOUR_MS = 3_600_000
const NIGHT_ENDS = 8 * HOUR_MS
const NIGHT_BEGINS = 22 * HOUR_MS

export interface Parted {
  readonly from: number
  readonly to: number
  readonly part: DayPart
  /** Date of the evening on which this night began; null by day. */
  readonly night: string | null
}

/** The whole of [from, to), cut where the part, the night or the zone's offset changes. */
export function* dayParts(zone: string, from: number, to: number, isHoliday: (day: WallMs) => boolean): Generator<Parted> {
  for (let at = from; at < to; ) {
    const wall = wallTime(zone, at as EpochMs)
    const day = startOfDay(wall)
    const next = [NIGHT_ENDS, NIGHT_BEGINS, DAY_MS].find(time => day + time > wall) ?? DAY_MS
    const end = Math.min(at + (day + next - wall), sameOffsetUntil(zone, at as EpochMs), to)
    yield { from: at, to: end, part: partOf(wall, isHoliday(day)), night: nightAt(wall) }
    at = end
  }
}

/** Date of the evening on which the night of this time began, 22:00 to 08:00; null by day. */
export function nightOf(zone: string, at: number): string | null {
  return nightAt(wallTime(zone, at as EpochMs))
}

function partOf(wall: WallMs, holiday: boolean): DayPart {
  if (holiday) return 'holiday'
  const day = weekday(startOfDay(wall))
  if (day === 'sat' || day === 'sun') return 'weekend'
  return nightAt(wall) === null ? 'weekday' : 'night'
}

function nightAt(wall: WallMs): string | null {
  const time = wall - startOfDay(wall)
  if (time >= NIGHT_BEGINS) return wallDate(wall)
  return time < NIGHT_ENDS ? wallDate(wall - DAY_MS) : null
}
