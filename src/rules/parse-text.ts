// What one text in a rule file means: a duration, a time of day, a date, a zone. Pure; called by shapes.
// A text that means nothing comes back with what was expected and, where it can be guessed, what to write.
import type { Window } from '../core/plan/plan.ts'
import type { Seconds } from '../core/world/ids.ts'
import { didYouMean } from './nearest.ts'

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | ({
      readonly ok: false
      readonly message: string
      readonly expected?: string | undefined
      readonly hint?: string | undefined
    } & Wrong)

interface Wrong {
  /** The part of the text that is wrong, where it is not the whole. */
  readonly wrong?: string
  /** Stands in its place until it is mended, so that the rest is looked at all the same. */
  readonly standIn?: string
  /** It may be a number as people write it in the country of the box. */
  readonly national?: string
}

const DAY = 86_400
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: DAY }

export function parseDuration(text: string, least: Seconds, most: Seconds): Parsed<Seconds> {
  const example = least >= DAY ? 90 * DAY : Math.min(Math.max(least, 30), most)
  const expected = `a duration from ${durationText(least)} to ${durationText(most)}, such as ${durationText(example)}`
  const whole = /^(\d{1,6}[smhd])+$/.test(text.replaceAll(' ', ''))
  if (!whole) {
    const units = least >= DAY ? `${text}d for days` : `${text}s for seconds, ${text}m for minutes`
    const guess = /^\d+$/.test(text) ? units : inWords(text)
    return { ok: false, message: `\`${text}\` is not a duration`, expected, hint: guess && `write ${guess}` }
  }
  let seconds = 0
  for (const [, count, unit] of text.matchAll(/(\d+)\s*([smhd])/g)) seconds += Number(count) * (UNIT_SECONDS[unit ?? ''] ?? 0)
  if (seconds < least) return { ok: false, message: `${text} is too short`, expected }
  if (seconds > most) return { ok: false, message: `${text} is too long`, expected }
  return { ok: true, value: seconds }
}

/** `90 days`, `1 week`: what it would be in the units of rules. */
function inWords(text: string): string | undefined {
  const [, count = '', word = ''] = /^(\d{1,5})\s*(sec|min|hour|hr|day|week)[a-z]*\.?$/i.exec(text) ?? []
  if (word === '') return undefined
  return word.toLowerCase() === 'week' ? `${Number(count) * 7}d` : `${count}${word.charAt(0).toLowerCase()}`
}

export function durationText(seconds: Seconds): string {
  if (seconds === 0) return '0s'
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
  ] as const) {
    if (seconds >= size && seconds % size === 0) return `${seconds / size}${unit}`
  }
  return `${seconds}s`
}

export function parseCount(text: string, least: number, most: number): Parsed<number> {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return { ok: true, value }
  return {
    ok: false,
    message: `\`${text}\` is not a number from ${least} to ${most}`,
    expected: `a number from ${least} to ${most}`,
  }
}

export function parseYesNo(text: string): Parsed<boolean> {
  if (['yes', 'true', 'on'].includes(text.toLowerCase())) return { ok: true, value: true }
  if (['no', 'false', 'off'].includes(text.toLowerCase())) return { ok: true, value: false }
  return { ok: false, message: `\`${text}\` is neither yes nor no`, expected: 'yes or no' }
}

/** One window, `09:00-18:00`; `18:00-08:00` ends on the next day. */
export function parseWindow(text: string): Parsed<Window> {
  const expected = 'a window such as 09:00-18:00, several with commas between, or closed'
  const parts = /^(\S+?)\s*[-–]\s*(\S+)$/.exec(text.trim())
  if (!parts) return { ok: false, message: `\`${text}\` is not a window of time`, expected }
  const from = minuteOfDay(parts[1] ?? '')
  const to = minuteOfDay(parts[2] ?? '')
  if (from === null || to === null || from === 1440) {
    const wrong = from === null || from === 1440 ? parts[1] : parts[2]
    return {
      ok: false,
      message: `\`${wrong}\` is not a time of day`,
      expected: 'a time from 00:00 to 23:59 (24:00 only as an end)',
      hint: afternoon(wrong ?? ''),
      ...(wrong === undefined ? {} : { wrong }),
    }
  }
  if (from === to)
    return {
      ok: false,
      message: `\`${text}\` begins and ends at the same time`,
      expected,
      hint: 'write 00:00-24:00 for the whole day',
    }
  return { ok: true, value: { from, to } }
}

function minuteOfDay(text: string): number | null {
  const parts = /^(\d{1,2}):(\d\d)$/.exec(text)
  if (!parts) return null
  const minute = Number(parts[1]) * 60 + Number(parts[2])
  return Number(parts[2]) < 60 && minute <= 1440 ? minute : null
}

/** A time of day, such as 07:30, in minutes. */
export function parseTimeOfDay(text: string): Parsed<number> {
  const minute = minuteOfDay(text)
  if (minute !== null && minute < 1440) return { ok: true, value: minute }
  const expected = 'a time from 00:00 to 23:59, such as 07:30'
  return { ok: false, message: `\`${text}\` is not a time of day`, expected, hint: afternoon(text) }
}

function afternoon(text: string): string | undefined {
  const parts = /^(\d{1,2})(?::(\d\d))?\s*([ap])\.?m\.?$/i.exec(text)
  if (!parts) return /^([01]?\d|2[0-3])$/.test(text) ? `write ${text.padStart(2, '0')}:00` : undefined
  const hour = (Number(parts[1]) % 12) + (parts[3]?.toLowerCase() === 'p' ? 12 : 0)
  return `write ${String(hour).padStart(2, '0')}:${parts[2] ?? '00'}`
}

export function parseDate(text: string): Parsed<string> {
  const expected = 'a date such as 2026-11-26'
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (!parts) return { ok: false, message: `\`${text}\` is not a date`, expected }
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return { ok: false, message: `there is no ${text} in the calendar`, expected }
  return { ok: true, value: text }
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** A local date and time, ISO without an offset and without seconds. */
export function parseLocalTime(text: string): Parsed<string> {
  const read = localTimeOf(text)
  return read.ok ? read : { ...read, standIn: '1970-01-01 00:00' }
}

/** The same, of the first minute that does not belong to something any more: a mere date means that this day still does. */
export function parseLocalEnd(text: string): Parsed<string> {
  const read = localTimeOf(text)
  if (read.ok) return read
  const [, date = ''] = /^(\d{4}-\d\d-\d\d)(?:[T ]24:00)?$/.exec(text) ?? []
  const next = parseDate(date).ok ? new Date(Date.parse(date) + DAY * 1000).toISOString().slice(0, 10) : null
  const hint = next === null ? read.hint : `write ${next} 00:00 if all of ${date} belongs to it: \`to\` itself does not`
  return { ...read, ...(hint === undefined ? {} : { hint }), standIn: '9999-12-31 23:59' }
}

function localTimeOf(text: string): Parsed<string> {
  const expected = 'a local date and time such as 2026-01-05 08:00'
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d{1,2}:\d\d)$/.exec(text)
  if (!parts) return { ok: false, message: `\`${text}\` is not a date and time`, expected, hint: otherDate(text) }
  const date = parseDate(parts[1] ?? '')
  if (!date.ok) return { ...date, expected }
  const minute = minuteOfDay(parts[2] ?? '')
  if (minute === null || minute === 1440) return { ok: false, message: `\`${parts[2]}\` is not a time of day`, expected }
  return { ok: true, value: `${date.value}T${(parts[2] ?? '').padStart(5, '0')}` }
}

/** A date in the American order, without a time, or with seconds and an offset. */
function otherDate(text: string): string | undefined {
  const [, month = '', day = '', year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/.exec(text) ?? []
  if (year !== undefined) return `write the date as ${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}, and then the time`
  const [, date, time = '00:00'] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d):\d\d.*)?$/.exec(text) ?? []
  return date === undefined ? undefined : `write ${date} ${time}`
}

export interface Every {
  readonly count: number
  readonly unit: 'hours' | 'days' | 'weeks' | 'months'
}

export function parseEvery(text: string): Parsed<Every> {
  const parts = /^(?:(\d{1,3}) )?(hour|day|week|month)s?$/.exec(text.trim().toLowerCase())
  const count = Number(parts?.[1] ?? 1)
  if (!parts || count < 1) {
    return {
      ok: false,
      message: `\`${text}\` is not how often a rotation hands over`,
      expected: 'hours, days, weeks or months, such as week, 12 hours or 2 weeks',
      hint: oftenEvery(text.trim().toLowerCase()),
      standIn: 'week',
    }
  }
  return { ok: true, value: { count, unit: `${parts[2] as 'hour'}s` } }
}

const OFTEN = new Map<string, string>([
  ...([
    ['hourly', 'hour'],
    ['daily', 'day'],
    ['weekly', 'week'],
    ['monthly', 'month'],
  ] as const),
  ...([
    ['biweekly', '2 weeks'],
    ['fortnightly', '2 weeks'],
  ] as const),
])
const UNIT_WORDS: Readonly<Record<string, string>> = { h: 'hours', d: 'days', w: 'weeks' }

function oftenEvery(text: string): string | undefined {
  const [, count, unit = ''] = /^(\d{1,3})([hdw])$/.exec(text) ?? []
  const guess = count === undefined ? OFTEN.get(text) : `${count} ${UNIT_WORDS[unit]}`
  return guess && `write ${guess}`
}

/** What North America calls its zones; an abbreviation has no rules for summer time. */
const ZONE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^e[sd]?t$|^eastern/i, 'America/New_York'],
  [/^c[sd]?t$|^central/i, 'America/Chicago'],
  [/^m[sd]?t$|^mountain/i, 'America/Denver'],
  [/^p[sd]?t$|^pacific( (standard|daylight))?( time)?$/i, 'America/Los_Angeles'],
]

let zones: readonly string[] | undefined
const known = new Map<string, boolean>()

export function parseZone(text: string): Parsed<string> {
  zones ??= Intl.supportedValuesOf('timeZone')
  if (isZone(text)) return { ok: true, value: text }
  return {
    ok: false,
    message: `there is no time zone \`${text}\``,
    expected: 'an IANA zone such as America/Chicago',
    hint: zones.includes(text) ? undefined : zoneHint(text, zones),
  }
}

function zoneHint(text: string, all: readonly string[]): string | undefined {
  const zone = ZONE_WORDS.find(([words]) => words.test(text))?.[1]
  return zone === undefined ? didYouMean(text, all) : `did you mean \`${zone}\`?`
}

function isZone(text: string): boolean {
  const before = known.get(text)
  if (before !== undefined) return before
  // Offsets and abbreviations have no rules for summer time, and Intl accepts any spelling of case.
  let right = text === 'UTC' || /^[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]*)+$/.test(text)
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
  } catch {
    right = false
  }
  known.set(text, right)
  return right
}
