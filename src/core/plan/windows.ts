// Which window of the week is open at a time? Called by hours.ts for offices and by on-call.ts for rotations.
// A window belongs to the day on which it begins, even when it ends on the next one.
import type { EpochMs } from '../world/ids.ts'
import { DAY_MS, instantOf, startOfDay, type WallMs, wallTime } from './local-time.ts'
import type { Weekday, Window } from './plan.ts'

export const MINUTE_MS = 60_000
/** 1970-01-01, wall day 0, was a Thursday. */
const FROM_THURSDAY: readonly Weekday[] = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed']

export const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

export function weekday(day: WallMs): Weekday {
  return FROM_THURSDAY[(((day / DAY_MS) % 7) + 7) % 7] ?? 'thu'
}

export interface OpenWindow {
  /** The start, on the wall, of the day to which the window belongs. */
  readonly day: WallMs
  readonly window: Window
}

/** The window that is open now, or null. `windowsOn` gives the windows that begin on a day (its start on the wall). */
export function openWindow(zone: string, now: EpochMs, windowsOn: (day: WallMs) => readonly Window[]): OpenWindow | null {
  const today = startOfDay(wallTime(zone, now))
  // Yesterday's may still be open. The wall may also show yesterday again, when the clock falls back over midnight.
  for (const day of [today, today - DAY_MS, today + DAY_MS]) {
    for (const window of windowsOn(day)) {
      const { from, to } = window
      const start = instantOf(zone, day + from * MINUTE_MS, 'first')
      if (now < start) continue
      const end = instantOf(zone, day + (to <= from ? DAY_MS : 0) + to * MINUTE_MS, 'last')
      if (now < end) return { day, window }
    }
  }
  return null
}

/** `09:00-18:00` */
export function windowText({ from, to }: Window): string {
  return `${clock(from)}-${clock(to)}`
}

export function windowsText(windows: readonly Window[]): string {
  return windows.map(windowText).join(' and ')
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
