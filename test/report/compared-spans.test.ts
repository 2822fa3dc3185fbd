// What a span is compared with: months with months, all else day by day on the wall clock.
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { comparedSpans, type Span } from '../../src/report/span.ts'

const zone = 'America/Chicago'

function at(written: string): number {
  return Temporal.PlainDateTime.from(written).toZonedDateTime(zone).epochMilliseconds
}

function spanOf(from: string, to: string): Span {
  return { from: at(from), to: at(to), zone }
}

function said({ from, to }: Span): string {
  const wall = (ms: number) =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
  return `${wall(from)}..${wall(to)}`.replaceAll('T00:00', '')
}

const over = Number.POSITIVE_INFINITY
test.each([
  ['a month', '2024-09-01', '2024-10-01', '2024-08-01..2024-09-01', '2023-09-01..2023-10-01'],
  ['a month in which the clocks change', '2026-03-01', '2026-04-01', '2026-02-01..2026-03-01', '2025-03-01..2025-04-01'],
  ['a quarter', '2026-01-01', '2026-04-01', '2025-10-01..2026-01-01', '2025-01-01..2025-04-01'],
  ['a year', '2025-01-01', '2026-01-01', '2024-01-01..2025-01-01', '2024-01-01..2025-01-01'],
  ['18 months', '2025-01-01', '2026-07-01', '2023-07-01..2025-01-01', '2023-01-01..2024-07-01'],
  ['a week with 25 hours more', '2024-10-28', '2024-11-04', '2024-10-21..2024-10-28', '2023-10-30..2023-11-06'],
  ['the week after the change', '2024-11-04', '2024-11-11', '2024-10-28..2024-11-04', '2023-11-06..2023-11-13'],
  ['a day of 23 hours', '2026-03-08', '2026-03-09', '2026-03-07..2026-03-08', '2025-03-09..2025-03-10'],
  [
    'a part of a day',
    '2026-11-10T09:00',
    '2026-11-10T12:00',
    '2026-11-09T09:00..2026-11-09T12:00',
    '2025-11-11T09:00..2025-11-11T12:00',
  ],
  ['10 days and a half', '2026-11-01', '2026-11-11T12:00', '2026-10-21..2026-10-31T12:00', '2025-11-02..2025-11-12T12:00'],
  ['just 364 days', '2025-01-02', '2026-01-01', '2024-01-04..2025-01-02', '2024-01-04..2025-01-02'],
  ['more than 364 days', '2025-01-02', '2026-01-03', '2024-01-02..2025-01-02', '2023-12-28..2024-12-28'],
])('%s: %s to %s', (_, from, to, before, yearBefore) => {
  const { before: found, yearBefore: foundYear } = comparedSpans(spanOf(from, to), over)
  expect([said(found), said(foundYear)]).toEqual([before, yearBefore])
})

test.each([
  [
    'a month so far',
    '2026-11-01',
    '2026-12-01',
    '2026-11-12T09:30',
    '2026-10-01..2026-10-12T09:30',
    '2025-11-01..2025-11-12T09:30',
  ],
  [
    'more days than the month before has',
    '2026-03-01',
    '2026-04-01',
    '2026-03-30T12:00',
    '2026-02-01..2026-03-01',
    '2025-03-01..2025-03-30T12:00',
  ],
  [
    'a week so far',
    '2026-11-09',
    '2026-11-16',
    '2026-11-11T12:00',
    '2026-11-02..2026-11-04T12:00',
    '2025-11-10..2025-11-12T12:00',
  ],
])('%s: with as much of those as has passed', (_, from, to, now, before, yearBefore) => {
  const { before: found, yearBefore: foundYear } = comparedSpans(spanOf(from, to), at(now))
  expect([said(found), said(foundYear)]).toEqual([before, yearBefore])
})

test('spans at any hour of a year overlap none that they are compared with, and each is told in its zone', () => {
  const first = at('2026-01-01')
  for (let hour = 0; hour < 365 * 24; hour += 5) {
    for (const half of [1, 48, 49, 336, 2 * 8736, 2 * 8800]) {
      const from = first + hour * 3_600_000
      const span = { from, to: from + half * 1_800_000, zone }
      const { before, yearBefore } = comparedSpans(span, over)
      for (const one of [before, yearBefore]) {
        expect(one.to).toBeLessThanOrEqual(span.from)
        expect(one.from).toBeLessThan(one.to)
        expect(one.zone).toBe(zone)
      }
    }
  }
})

test('a short span in the hour that comes twice is compared with one as long', () => {
  const instant = (written: string) => Temporal.Instant.from(written).epochMilliseconds
  const span = { from: instant('2024-11-03T01:45-05:00'), to: instant('2024-11-03T01:15-06:00'), zone }
  const { before, yearBefore } = comparedSpans(span, over)
  expect([before, yearBefore].map(({ from, to }) => (to - from) / 60_000)).toEqual([30, 30])
})
