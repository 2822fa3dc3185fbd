// Is the office open, and why? Called when a call arrives, and by whoever explains. Nothing is remembered: the answer is a
// function of the property's rules and the time. A day of its own (a holiday) replaces that day of the week, and a closure
// closes whatever the day says.
import type { EpochMs } from '../world/ids.ts'
import { isDuring, spanText } from './local-span.ts'
import { startOfDay, type WallMs, wallDate, wallTime } from './local-time.ts'
import type { Hours, Property, Weekday, Window } from './plan.ts'
import { DAY_NAMES, openWindow, weekday, windowsText, windowText } from './windows.ts'
import { isObservedDay, isYearlyDay } from './yearly.ts'

export interface OfficeNow {
  readonly open: boolean
  readonly why: string
  /** The rule that decided: a closure or a holiday by its place in the plan, or the week. */
  readonly by: HoursRule
}
export type HoursRule =
  | { readonly rule: 'week'; readonly day: Weekday }
  | { readonly rule: 'date'; readonly date: string }
  | { readonly rule: 'yearly'; readonly at: number }
  | { readonly rule: 'closure'; readonly at: number }

export function isOpen(property: Property, now: EpochMs): { readonly open: boolean; readonly why: string } {
  const { open, why } = officeNow(property, now)
  return { open, why }
}

export function officeNow({ hours, zone }: Property, now: EpochMs): OfficeNow {
  const at = hours.closures.findIndex(closure => isDuring(zone, closure, now))
  const closure = hours.closures[at]
  if (closure) return { open: false, why: `closed: ${closure.name} ${spanText(closure)}`, by: { rule: 'closure', at } }
  const open = openWindow(zone, now, day => hoursOn(hours, day).windows)
  if (open) {
    const { name, by } = hoursOn(hours, open.day)
    return { open: true, why: `open: ${name} ${windowText(open.window)}`, by }
  }
  const { name, windows, by } = hoursOn(hours, startOfDay(wallTime(zone, now)))
  if (windows.length > 0) return { open: false, why: `closed: ${name} has office hours ${windowsText(windows)}`, by }
  return { open: false, why: by.rule === 'week' ? `closed: ${name} has no office hours` : `closed: ${name}`, by }
}

/** Whether the day, its start on the wall, stands under `holidays`: closed or with hours of its own. */
export function isHoliday(hours: Hours, day: WallMs): boolean {
  return hoursOn(hours, day).by.rule !== 'week'
}

interface DayHours {
  readonly name: string
  readonly windows: readonly Window[]
  readonly by: HoursRule
}

function hoursOn({ week, dates, yearly }: Hours, day: WallMs): DayHours {
  const date = wallDate(day)
  const special = Object.hasOwn(dates, date) ? dates[date] : undefined
  if (special) return { name: `${special.name} (${date})`, windows: special.windows, by: { rule: 'date', date } }
  const at = yearly.findIndex(({ on, observed }) => isYearlyDay(on, day) || (observed && isObservedDay(on, observed, day)))
  const holiday = yearly[at]
  if (holiday) {
    const observed = isYearlyDay(holiday.on, day) ? '' : ', observed'
    return { name: `${holiday.name}${observed} (${date})`, windows: holiday.windows, by: { rule: 'yearly', at } }
  }
  const name = weekday(day)
  return { name: DAY_NAMES[name], windows: week[name], by: { rule: 'week', day: name } }
}
