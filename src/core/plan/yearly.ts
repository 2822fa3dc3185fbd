// Days of every year: "the 4th Thursday of November", "the last Monday of May", "25 December", and the day after or before.
// Called by hours.ts. Pure arithmetic on wall days.
import { DAY_MS, type WallMs, wallDate } from './local-time.ts'
import type { YearlyRule } from './plan.ts'
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

function figuresOf(day: WallMs): { readonly month: number; readonly date: number } {
  const text = wallDate(day)
  return { month: Number(text.slice(-5, -3)), date: Number(text.slice(-2)) }
}
