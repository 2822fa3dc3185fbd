// The time that a report is about, and the times with which it is compared.
import { Temporal } from 'temporal-polyfill'

/** Half-open, ms since the epoch, with the zone it was meant in. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly zone: string
}

export interface ComparedSpans {
  readonly before: Span
  readonly yearBefore: Span
}

/** In whole months, or in days. */
interface Shift {
  readonly months?: number
  readonly days?: number
}

/** 52 weeks, so that weekdays match. */
const YEAR_DAYS = 364

/**
 * Whole calendar months go with as many months before, and with the same months of a year before;
 * all else with as many days before, at the same times by the clock. Neither overlaps the span. Of a
 * span that is not over, as much of each as has passed.
 */
export function comparedSpans(span: Span, now: number): ComparedSpans {
  const months = wholeMonths(span)
  if (months !== null) {
    const years = Math.ceil(months / 12)
    return { before: moved(span, now, { months }), yearBefore: moved(span, now, { months: years * 12 }) }
  }
  const days = daysOf(span)
  const year = days <= YEAR_DAYS ? YEAR_DAYS : Math.ceil(days / 7) * 7
  return { before: moved(span, now, { days }), yearBefore: moved(span, now, { days: year }) }
}

/** How many calendar months it is; null where it is not made of them. */
export function wholeMonths({ from, to, zone }: Span): number | null {
  const [first, end] = [localTime(from, zone), localTime(to, zone)]
  const isWhole = [first, end].every(one => one.day === 1 && isMidnight(one))
  return isWhole ? (end.year - first.year) * 12 + end.month - first.month : null
}

/** By the clock, begun ones too. */
function daysOf({ from, to, zone }: Span): number {
  const until = wallTime(from, zone).until(wallTime(to, zone), { largestUnit: 'day', smallestUnit: 'day', roundingMode: 'ceil' })
  return Math.max(1, until.days)
}

function moved({ from, to, zone }: Span, now: number, by: Shift): Span {
  const begin = earlier(from, zone, by)
  const whole = Math.min(earlier(to, zone, by), from)
  const end = now >= to ? whole : Math.min(earlier(now, zone, by), whole)
  // In the night that has an hour twice, the clock of a short span may go back.
  return { from: begin, to: end > begin ? end : begin + Math.min(now, to) - from, zone }
}

/** The same time by the clock. A day that the month lacks is the end of that month. */
function earlier(at: number, zone: string, by: Shift): number {
  const wall = wallTime(at, zone)
  const then = wall.subtract(by)
  const isLacking = by.months !== undefined && then.day !== wall.day
  const moment = isLacking ? then.with({ day: 1 }).add({ months: 1 }).toPlainDate().toPlainDateTime() : then
  return moment.toZonedDateTime(zone).epochMilliseconds
}

/** The beginning of a day is its midnight, also where the clock skips that. */
function wallTime(ms: number, zone: string): Temporal.PlainDateTime {
  const time = localTime(ms, zone)
  return isMidnight(time) ? time.toPlainDate().toPlainDateTime() : time.toPlainDateTime()
}

export function localTime(ms: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
}

/** The first instant of its day, also on a day when the clocks change. */
export function isMidnight(time: Temporal.ZonedDateTime): boolean {
  return time.equals(time.startOfDay())
}
