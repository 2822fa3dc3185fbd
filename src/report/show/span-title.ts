// A span as a title says it: in whole days, months and years where it is made of them. The exact
// instants are spanInWords of text.ts.
import type { Temporal } from 'temporal-polyfill'
import type { Report } from '../report.ts'
import { isMidnight, localTime, type Span } from '../span.ts'

/** Service: Oak Creek, November 2026 (America/Chicago) */
export function reportTitle({ title, scope, span }: Report): string {
  return `${title}: ${scope}, ${zonedTitle(span)}`
}

/** November 2026 (America/Chicago) */
export function zonedTitle(span: Span): string {
  return `${spanTitle(span)} (${span.zone})`
}

/** A name for its file: service-2026-11-01. */
export function reportFileName({ kind, span }: Report): string {
  return `${kind}-${localTime(span.from, span.zone).toPlainDate()}`
}

/** November 2026; Monday 2 November 2026; 2 to 8 November 2026; 1 Nov 2026 14:05 to … */
export function spanTitle({ from, to, zone }: Span): string {
  const first = localTime(from, zone)
  const end = localTime(to, zone)
  if (!isMidnight(first) || !isMidnight(end)) return `${minuteOf(first)} to ${minuteOf(end)}`
  const [day, after] = [first.toPlainDate(), end.toPlainDate()]
  const last = after.subtract({ days: 1 })
  if (day.equals(last)) return `${WEEKDAYS[day.dayOfWeek]} ${dateOf(day)}`
  if (day.day === 1 && after.equals(day.add({ years: 1 })) && day.month === 1) return String(day.year)
  if (day.day === 1 && after.equals(day.add({ months: 1 }))) return monthOf(day)
  if (day.year !== last.year) return `${dateOf(day)} to ${dateOf(last)}`
  if (day.month !== last.month) return `${day.day} ${MONTHS[day.month]} to ${dateOf(last)}`
  return `${day.day} to ${dateOf(last)}`
}

const WEEKDAYS = ' Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const MONTHS = ' January February March April May June July August September October November December'.split(' ')

function minuteOf(time: Temporal.ZonedDateTime): string {
  return `${dateOf(time.toPlainDate())} ${time.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

function dateOf(date: Temporal.PlainDate): string {
  return `${date.day} ${monthOf(date)}`
}

function monthOf({ year, month }: Temporal.PlainDate): string {
  return `${MONTHS[month]} ${year}`
}
