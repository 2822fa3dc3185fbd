// Is the office open, and why? Called when a call arrives, and by whoever explains. Nothing is remembered: the answer is a
// function of the property's rules and the time. A date with hours of its own (a holiday) replaces that day of the week.
import type { EpochMs } from '../world/ids.ts'
import { startOfDay, type WallMs, wallDate, wallTime } from './local-time.ts'
import type { Hours, Property, Window } from './plan.ts'
import { DAY_NAMES, openWindow, weekday, windowsText, windowText } from './windows.ts'

export function isOpen(property: Property, now: EpochMs): { readonly open: boolean; readonly why: string } {
  const { hours, zone } = property
  const open = openWindow(zone, now, day => hoursOn(hours, day).windows)
  if (open) return { open: true, why: `open: ${hoursOn(hours, open.day).name} ${windowText(open.window)}` }
  const { name, windows, holiday } = hoursOn(hours, startOfDay(wallTime(zone, now)))
  if (windows.length > 0) return { open: false, why: `closed: ${name} has office hours ${windowsText(windows)}` }
  return { open: false, why: holiday ? `closed: ${name}` : `closed: ${name} has no office hours` }
}

interface DayHours {
  readonly name: string
  readonly windows: readonly Window[]
  readonly holiday: boolean
}

function hoursOn({ week, dates }: Hours, day: WallMs): DayHours {
  const date = wallDate(day)
  const special = Object.hasOwn(dates, date) ? dates[date] : undefined
  if (special) return { name: `${special.name} (${date})`, windows: special.windows, holiday: true }
  const name = weekday(day)
  return { name: DAY_NAMES[name], windows: week[name], holiday: false }
}
