// The times and spans that people write: `yesterday 18:00`, `last month`, `2026-11`, `2026-W48`,
// `monday`, `nov 5`, `3d`, `2026-11..2027-01`. A span is half-open and in the zone's own days, so
// that a day on which the clocks change has 23 or 25 hours, and spans that follow each other leave
// no gap.
import { Temporal } from 'temporal-polyfill'
import { instantOf, wallOf } from '../core/plan/local-time.ts'
import { localTime, parseTime } from './local-time.ts'

/** Half-open; ms since the epoch. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What is said when nothing of this was written. */
export const SPAN_FORMS =
  'Write today, yesterday, monday, "nov 5", "3 days ago", "last week", "last month", 2026-11-05, 2026-11, 2026-W48, 2026-Q4, 2026, 3d, or two of these with .. between them.'
export const TIME_FORMS =
  'Write 2h, 3d, today, yesterday, 02:14, 2:14am or 2026-03-08 02:14; "yesterday 6 pm", monday, "nov 5", "3 days ago", "last week", 2026-11 and 2026-W48 begin it, too.'

/**
 * The span that is meant, or null. `2h` and `3d` end now; a clock's time is a span of a minute;
 * `A..B` goes from the beginning of A to the end of B.
 */
export function parseSpan(written: string, zone: string, now: number, which: 'first' | 'last' = 'first'): Span | null {
  const text = plain(written)
  const both = text.split('..')
  if (both.length > 1) return between(both, zone, now)
  return ago(text, now) ?? days(text, zone, now) ?? moment(text, zone, now, which)
}

/**
 * Reads a time: what `parseTime` reads, a day's word with a clock's time behind it, or the
 * beginning of a span. Null when it is none.
 */
export function parseMoment(written: string, zone: string, now: number, which: 'first' | 'last' = 'first'): number | null {
  const known = parseTime(written, zone, now, which)
  if (known !== null) return known
  const text = plain(written)
  const clockTime = parseTime(text, zone, now, which)
  if (clockTime !== null) return clockTime
  const [, word = '', clock = ''] = /^(.+) (\d\d?:\d\d(?::\d\d)?)$/.exec(text) ?? []
  if (clock === '') return ago(text, now)?.from ?? days(text, zone, now)?.from ?? null
  const range = dates(word, todayIn(zone, now))
  if (range === null || Temporal.PlainDate.compare(range.from.add({ days: 1 }), range.to) !== 0) return null
  return parseTime(`${range.from} ${clock}`, zone, now, which)
}

/** In small letters, and in figures: `Yesterday 6 pm` is `yesterday 18:00`, `a week ago` is `1 week ago`. */
function plain(written: string): string {
  const words = written.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  const text = words.replaceAll(/\bnoon\b/g, '12:00').replaceAll(/\ban? (?=(minute|hour|day|week|month|year) ago\b)/g, '1 ')
  return text.replaceAll(/(?<![\d:])(1[0-2]|0?[1-9])(:[0-5]\d)? ?([ap])\.?m\b\.?/g, (_, hour, minutes = ':00', half) => {
    const hours = (Number(hour) % 12) + (half === 'p' ? 12 : 0)
    return `${String(hours).padStart(2, '0')}${minutes}`
  })
}

function between(parts: readonly string[], zone: string, now: number): Span | null {
  const [begins = '', ends = ''] = parts.map(part => part.trim())
  const first = parseSpan(begins, zone, now)
  const last = first === null ? null : (sameDay(begins, ends, zone, first.from) ?? parseSpan(ends, zone, now, 'last'))
  if (parts.length !== 2 || first === null || last === null) return null
  // `3d..1d` ends a day ago.
  return { from: first.from, to: ago(ends, now)?.from ?? last.to }
}

/** `yesterday 18:00..20:00` ends on the day on which it begins, or in the night after it. */
function sameDay(begins: string, ends: string, zone: string, from: number): Span | null {
  const at = /^\d\d?:\d\d(:\d\d)?$/
  if (!at.test(ends) || at.test(begins) || !/\d\d?:\d\d(:\d\d)?$/.test(begins)) return null
  const day = Temporal.PlainDate.from(localTime(from, zone).date)
  const spans = [day, day.add({ days: 1 })].map(date => parseSpan(`${date} ${ends}`, zone, from, 'last'))
  return spans.find(span => span !== null && span.from >= from) ?? null
}

function ago(text: string, now: number): Span | null {
  const short = text
    .replace(/^(?:the )?(?:last|past) (\d+) ?/, '$1')
    .replace(/^(\d+) (minute|hour)s? ago$/, '$1 $2')
    .replace(/^(\d+) ?(minute|hour|day|week)s?$/, (_, n, unit) => n + unit[0])
  const from = /^\d+[a-z]+$/.test(short) ? parseTime(short, 'UTC', now) : null
  return from === null ? null : { from, to: now }
}

function moment(text: string, zone: string, now: number, which: 'first' | 'last'): Span | null {
  const from = parseMoment(text, zone, now, which)
  return from === null ? null : { from, to: text === 'now' ? from : from + MINUTE }
}

const MINUTE = 60_000

function days(text: string, zone: string, now: number): Span | null {
  const found = dates(text, todayIn(zone, now))
  if (found === null) return null
  const at = (date: Temporal.PlainDate) => instantOf(zone, wallOf(`${date}T00:00`), 'first')
  return { from: at(found.from), to: at(found.to) }
}

interface Dates {
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
]

function dates(text: string, today: Temporal.PlainDate): Dates | null {
  if (text === 'today') return long(today, { days: 1 })
  if (text === 'yesterday') return long(today.subtract({ days: 1 }), { days: 1 })
  if (text === 'tomorrow') return long(today.add({ days: 1 }), { days: 1 })
  const found = dayAgo(text, today) ?? relative(text, today) ?? weekday(text, today) ?? dayOfMonth(text, today)
  return found ?? month(text, today) ?? figures(text)
}

/** `3 days ago` is that day. */
function dayAgo(text: string, today: Temporal.PlainDate): Dates | null {
  const [, n, unit] = /^(\d{1,4}) (day|week|month|year)s? ago$/.exec(text) ?? []
  return n === undefined ? null : long(today.subtract({ [`${unit}s`]: Number(n) }), { days: 1 })
}

/** Weeks begin on Monday (ISO 8601). */
function relative(text: string, today: Temporal.PlainDate): Dates | null {
  const [, which = '', unit = ''] = /^(this|last|previous) (week|month|quarter|year)$/.exec(text) ?? []
  if (unit === '') return null
  const back = which === 'this' ? 0 : 1
  const quarter = today.with({ month: Math.floor((today.month - 1) / 3) * 3 + 1, day: 1 })
  switch (unit) {
    case 'week':
      return long(today.subtract({ days: today.dayOfWeek - 1 + 7 * back }), { days: 7 })
    case 'month':
      return long(today.with({ day: 1 }).subtract({ months: back }), { months: 1 })
    case 'quarter':
      return long(quarter.subtract({ months: 3 * back }), { months: 3 })
    default:
      return long(today.with({ month: 1, day: 1 }).subtract({ years: back }), { years: 1 })
  }
}

/** The last one that has begun; `last monday` is never today. */
function weekday(text: string, today: Temporal.PlainDate): Dates | null {
  const name = text.replace(/^last /, '')
  const nth = named(WEEKDAYS, name)
  if (nth === 0) return null
  const back = (today.dayOfWeek - nth + 7) % 7
  return long(today.subtract({ days: back === 0 && name !== text ? 7 : back }), { days: 1 })
}

/** `Nov 5`, `5 November`: the last one that has begun, or of a year: `November 5, 2025`. */
function dayOfMonth(text: string, today: Temporal.PlainDate): Dates | null {
  const {
    name = '',
    day,
    year,
  } = /^(?<name>[a-z]+)\.? (?<day>\d\d?)(?:st|nd|rd|th)?(?:,? (?<year>\d{4}))?$/.exec(text)?.groups ??
  /^(?<day>\d\d?)(?:st|nd|rd|th)?\.? (?<name>[a-z]+)\.?(?: (?<year>\d{4}))?$/.exec(text)?.groups ??
  {}
  const nth = named(MONTHS, name)
  if (nth === 0) return null
  if (year !== undefined) return long(date(Number(year), nth, Number(day)), { days: 1 })
  const years = [today.year, today.year - 1].map(each => date(each, nth, Number(day)))
  return long(years.find(each => each !== null && Temporal.PlainDate.compare(each, today) <= 0) ?? null, { days: 1 })
}

/** The last one that has begun, or of a year. */
function month(text: string, today: Temporal.PlainDate): Dates | null {
  const [, last, name = '', year] = /^(last )?([a-z]+)(?: (\d{4}))?$/.exec(text) ?? []
  const nth = named(MONTHS, name)
  if (nth === 0 || (last !== undefined && year !== undefined)) return null
  if (year !== undefined) return long(date(Number(year), nth, 1), { months: 1 })
  const here = date(today.year, nth, 1)
  const begun = nth < today.month || (nth === today.month && last === undefined)
  return here === null ? null : long(begun ? here : here.subtract({ years: 1 }), { months: 1 })
}

/** From 1 on; 0 for none. Three letters are enough. */
function named(names: readonly string[], name: string): number {
  return name.length < 3 ? 0 : 1 + names.findIndex(one => one.startsWith(name))
}

function figures(text: string): Dates | null {
  const [, year = '', sign, n = '', day] = /^(\d{4})(?:-(w|q)?(\d{1,2})(?:-(\d\d))?)?$/.exec(text) ?? []
  if (year === '') return null
  const [y, count] = [Number(year), Number(n)]
  if (n === '') return long(date(y, 1, 1), { years: 1 })
  if (sign === 'w') return day === undefined ? week(y, count) : null
  if (sign === 'q') return n.length === 1 && day === undefined ? long(date(y, count * 3 - 2, 1), { months: 3 }) : null
  if (n.length !== 2) return null
  return day === undefined ? long(date(y, count, 1), { months: 1 }) : long(date(y, count, Number(day)), { days: 1 })
}

/** The first week of a year is that of January 4. */
function week(year: number, nth: number): Dates | null {
  const fourth = date(year, 1, 4)
  const monday = fourth?.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: nth - 1 })
  return monday?.weekOfYear === nth && monday.yearOfWeek === year ? long(monday, { days: 7 }) : null
}

function date(year: number, month: number, day: number): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    return null
  }
}

function long(from: Temporal.PlainDate | null, length: Temporal.DurationLike): Dates | null {
  return from === null ? null : { from, to: from.add(length) }
}

function todayIn(zone: string, now: number): Temporal.PlainDate {
  const instant = Temporal.Instant.fromEpochMilliseconds(now)
  try {
    return instant.toZonedDateTimeISO(zone).toPlainDate()
  } catch {
    return instant.toZonedDateTimeISO('UTC').toPlainDate()
  }
}
