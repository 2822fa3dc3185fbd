// Days of every year: "the 4th Thursday of November", "the last Monday of May", "25 December", the day after or before, and the working
// day on which a holiday of the weekend is observed.
// Called by hours.ts. Pure arithmetic on wall days.
import { DAY_MS, type WallMs, wallDate } from './local-time.ts'
import type { Observed, YearlyRule } from './plan.ts'
import { weekday } from './windows.ts'

/** `day` is the start of a day on the wall. */
export function isYearlyDay(rule: YearlyRule, day: WallMs): boolean {
  const meant = day - rule.plusDays * DAY_MS
  const { month, date } = figuresOf(meant)
  if (month !== rule.month) return false
  if ('day' in rule) return date === rule.day
  if (weekday(meant) !== rule.weekday) return false
  if (rule.nth === 'last') return figuresOf(meant + 7 * DAY_MS).month !== month
  return Math.ceil(date / 7) === rule.nth
}

/** Is this the working day on which a holiday that falls on the weekend is observed? */
export function isObservedDay(rule: YearlyRule, observed: Observed, day: WallMs): boolean {
  const name = weekday(day)
  if (name === 'fri') return observed === 'nearest' && isYearlyDay(rule, day + DAY_MS)
  if (name !== 'mon') return false
  return isYearlyDay(rule, day - DAY_MS) || (observed === 'monday' && isYearlyDay(rule, day - 2 * DAY_MS))
}

function figuresOf(day: WallMs): { readonly month: number; readonly date: number } {
  const text = wallDate(day)
  return { month: Number(text.slice(-5, -3)), date: Number(text.slice(-2)) }
}
