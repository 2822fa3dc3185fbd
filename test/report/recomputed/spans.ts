// With which spans the trends compare, once more: on clocks that are written as if they were UTC.
import { Temporal } from 'temporal-polyfill'
import type { Asked } from './raw.ts'

const DAY = 86_400_000

/** The span before and that of a year before; of one that is not over, as much as has passed. */
export function formerSpans({ span, now }: Asked): readonly Asked['span'][] {
  const { zone } = span
  const [from, to] = [clockAt(span.from, zone), clockAt(span.to, zone)]
  const passed = clockAt(Math.min(span.to, now), zone)
  const isMonths = [from, to].every(clock => new Date(clock).toISOString().endsWith('-01T00:00:00.000Z'))
  const days = Math.ceil((to - from) / DAY)
  const months = Math.round((to - from) / (30.44 * DAY))
  const year = isMonths ? 12 * Math.ceil(months / 12) : Math.max(364, 7 * Math.ceil(days / 7))
  return [isMonths ? months : days, year].map(by => {
    const back = isMonths ? (clock: number) => monthsBack(clock, by) : (clock: number) => clock - by * DAY
    return { from: instantOf(back(from), zone), to: instantOf(back(passed), zone), zone }
  })
}

/** What the clock shows, as ms of a clock that never changes. */
function clockAt(ms: number, zone: string): number {
  return ms + Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000
}

/** With the offset that the zone has then. */
function instantOf(clock: number, zone: string): number {
  const guess = clock - (clockAt(clock, zone) - clock)
  return clock - (clockAt(guess, zone) - guess)
}

/** The first of the next month where that month has no such day. */
function monthsBack(clock: number, months: number): number {
  const date = new Date(clock)
  const then = new Date(clock)
  then.setUTCMonth(date.getUTCMonth() - months)
  return then.getUTCDate() === date.getUTCDate() ? then.getTime() : Date.UTC(then.getUTCFullYear(), then.getUTCMonth(), 1)
}
