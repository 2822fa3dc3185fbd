// When a holiday is: `2026-11-26`, `12-25`, `December 25`, `4th Thursday of November`, `last Monday of May`, and `day after …` or
// `day before …` any of the yearly ones. Called by shapes. Two ways to write the same days have the same key.
import type { Observed, Weekday, YearlyRule } from '../core/plan/plan.ts'
import { didYouMean } from './nearest.ts'
import { WEEK } from './parse-hours.ts'
import { type Parsed, parseDate } from './parse-text.ts'

export interface HolidayWhen {
  /** The same for all ways in which these days can be written. */
  readonly key: string
  /** Null for the single date that is the key. */
  readonly yearly: YearlyRule | null
}

const EXPECTED = 'a date such as 2026-11-26, a day of every year such as 12-25, or a rule such as 4th Thursday of November'
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const NTH: Readonly<Record<string, 1 | 2 | 3 | 4 | 'last'>> = {
  '1st': 1,
  first: 1,
  '2nd': 2,
  second: 2,
  '3rd': 3,
  third: 3,
  '4th': 4,
  fourth: 4,
  last: 'last',
}

export function parseHoliday(text: string): Parsed<HolidayWhen> {
  if (/^\d{4}-/.test(text)) {
    const date = parseDate(text)
    return date.ok ? { ok: true, value: { key: date.value, yearly: null } } : { ...date, expected: EXPECTED }
  }
  const [, beside, rest = ''] =
    /^(?:(?:the )?day (after|before) )?(?:the )?(.+)$/.exec(text.trim().toLowerCase().replaceAll(/\s+/g, ' ')) ?? []
  const plusDays = beside === 'after' ? 1 : beside === 'before' ? -1 : 0
  const day = dayOfYear(rest) ?? weekdayOfMonth(rest)
  if (day === null) return { ok: false, message: `\`${text}\` is not a day of the calendar`, expected: EXPECTED }
  if (!day.ok) return day
  const yearly = { plusDays, ...day.value } as const
  return { ok: true, value: { key: JSON.stringify(yearly), yearly } }
}

/** `yes`: Saturday's on Friday, Sunday's on Monday. `monday`: both on Monday. Null when it is not moved. */
export function parseObserved(text: string): Parsed<Observed | null> {
  const given = text.toLowerCase()
  if (['yes', 'true', 'on'].includes(given)) return { ok: true, value: 'nearest' }
  if (given === 'monday' || given === 'mon') return { ok: true, value: 'monday' }
  if (['no', 'false', 'off'].includes(given)) return { ok: true, value: null }
  return { ok: false, message: `\`${text}\` does not say when it is observed`, expected: 'yes, monday or no' }
}

type Base = { month: number } & ({ day: number } | { nth: 1 | 2 | 3 | 4 | 'last'; weekday: Weekday })

/** `12-25`, `December 25`, `25 Dec`. */
function dayOfYear(text: string): Parsed<Base> | null {
  const figures = /^(\d\d)-(\d\d)$/.exec(text)
  const words = /^([a-z]+)\.? (\d{1,2})$/.exec(text) ?? /^(\d{1,2}) ([a-z]+)\.?$/.exec(text)
  if (!figures && !words) return null
  const [first = '', second = ''] = (figures ?? words ?? []).slice(1)
  const name = words ? (/^\d/.test(first) ? second : first) : ''
  const month = figures ? Number(first) : monthOf(name)
  if (month === 0) return unknownMonth(name)
  const day = Number(/^\d/.test(first) && words ? first : second)
  // 2024 has a 29th of February.
  const date = `2024-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  if (!parseDate(date).ok) return { ok: false, message: `there is no \`${text}\` in the calendar`, expected: EXPECTED }
  return { ok: true, value: { month, day } }
}

/** `4th Thursday of November` */
function weekdayOfMonth(text: string): Parsed<Base> | null {
  const [, which = '', day = '', name = ''] = /^(\S+) ([a-z]+)\.? (?:of|in) ([a-z]+)\.?$/.exec(text) ?? []
  if (name === '') return null
  const nth = Object.hasOwn(NTH, which) ? NTH[which] : undefined
  if (nth === undefined) {
    const hint = /^5|^fifth$/.test(which) ? 'write last' : didYouMean(which, Object.keys(NTH))
    return {
      ok: false,
      message: `\`${which}\` does not say which week of the month`,
      expected: '1st, 2nd, 3rd, 4th or last',
      hint,
    }
  }
  const at = day.length < 3 ? -1 : DAYS.findIndex(each => each === day || each.slice(0, 3) === day)
  const weekday = WEEK[at]
  if (weekday === undefined) {
    return {
      ok: false,
      message: `\`${day}\` is not a day of the week`,
      expected: 'Monday to Sunday',
      // Thanksgiving is written most often.
      hint: didYouMean(day, NTH[which] === 4 && monthOf(name) === 11 ? ['thursday', ...DAYS] : DAYS),
    }
  }
  const month = monthOf(name)
  return month === 0 ? unknownMonth(name) : { ok: true, value: { month, nth, weekday } }
}

/** 1 to 12; 0 when there is none of this name. */
function monthOf(name: string): number {
  return name.length < 3 ? 0 : MONTHS.findIndex(month => month === name || month.slice(0, 3) === name) + 1
}

function unknownMonth(name: string): Parsed<never> {
  return { ok: false, message: `there is no month \`${name}\``, expected: 'January to December', hint: didYouMean(name, MONTHS) }
}
