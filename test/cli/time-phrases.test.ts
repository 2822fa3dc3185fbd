// What people write for a span of time, in the zone of a property, also on days of 23 and 25 hours.
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { parseMoment, parseSpan } from '../../src/cli/time-phrases.ts'

const ZONE = 'America/Chicago'
const at = (local: string) => Temporal.ZonedDateTime.from(`${local}[${ZONE}]`).epochMilliseconds
/** A Thursday. */
const NOW = at('2026-11-05T14:30')
const HOUR = 3_600_000

test.each([
  ['today', '2026-11-05T00:00', '2026-11-06T00:00'],
  ['Yesterday', '2026-11-04T00:00', '2026-11-05T00:00'],
  ['monday', '2026-11-02T00:00', '2026-11-03T00:00'],
  ['thursday', '2026-11-05T00:00', '2026-11-06T00:00'],
  ['last thursday', '2026-10-29T00:00', '2026-10-30T00:00'],
  ['fri', '2026-10-30T00:00', '2026-10-31T00:00'],
  ['this week', '2026-11-02T00:00', '2026-11-09T00:00'],
  ['last  week', '2026-10-26T00:00', '2026-11-02T00:00'],
  ['this month', '2026-11-01T00:00', '2026-12-01T00:00'],
  ['last month', '2026-10-01T00:00', '2026-11-01T00:00'],
  ['last quarter', '2026-07-01T00:00', '2026-10-01T00:00'],
  ['this year', '2026-01-01T00:00', '2027-01-01T00:00'],
  ['last year', '2025-01-01T00:00', '2026-01-01T00:00'],
  ['november', '2026-11-01T00:00', '2026-12-01T00:00'],
  ['last november', '2025-11-01T00:00', '2025-12-01T00:00'],
  ['december', '2025-12-01T00:00', '2026-01-01T00:00'],
  ['feb 2024', '2024-02-01T00:00', '2024-03-01T00:00'],
  ['2026', '2026-01-01T00:00', '2027-01-01T00:00'],
  ['2026-03', '2026-03-01T00:00', '2026-04-01T00:00'],
  ['2026-03-08', '2026-03-08T00:00', '2026-03-09T00:00'],
  ['2026-W48', '2026-11-23T00:00', '2026-11-30T00:00'],
  ['2026-w53', '2026-12-28T00:00', '2027-01-04T00:00'],
  ['2026-Q4', '2026-10-01T00:00', '2027-01-01T00:00'],
  ['2026-10..2026-11', '2026-10-01T00:00', '2026-12-01T00:00'],
  ['2026-11-02..yesterday', '2026-11-02T00:00', '2026-11-05T00:00'],
  ['2h', '2026-11-05T12:30', '2026-11-05T14:30'],
  ['last 90 minutes', '2026-11-05T13:00', '2026-11-05T14:30'],
  ['last 2 hours', '2026-11-05T12:30', '2026-11-05T14:30'],
  ['02:14', '2026-11-05T02:14', '2026-11-05T02:15'],
  ['2:14 PM', '2026-11-05T14:14', '2026-11-05T14:15'],
  ['12am', '2026-11-05T00:00', '2026-11-05T00:01'],
  ['12 p.m.', '2026-11-05T12:00', '2026-11-05T12:01'],
  ['tomorrow', '2026-11-06T00:00', '2026-11-07T00:00'],
  ['3 days ago', '2026-11-02T00:00', '2026-11-03T00:00'],
  ['1 week ago', '2026-10-29T00:00', '2026-10-30T00:00'],
  ['2 hours ago', '2026-11-05T12:30', '2026-11-05T14:30'],
  ['an hour ago', '2026-11-05T13:30', '2026-11-05T14:30'],
  ['A week ago', '2026-10-29T00:00', '2026-10-30T00:00'],
  ['a month ago..yesterday', '2026-10-05T00:00', '2026-11-05T00:00'],
  ['noon', '2026-11-05T12:00', '2026-11-05T12:01'],
  ['Nov 5', '2026-11-05T00:00', '2026-11-06T00:00'],
  ['Sept 5', '2026-09-05T00:00', '2026-09-06T00:00'],
  ['last thurs', '2026-10-29T00:00', '2026-10-30T00:00'],
  ['november 6th', '2025-11-06T00:00', '2025-11-07T00:00'],
  ['6 Nov 2026', '2026-11-06T00:00', '2026-11-07T00:00'],
  ['March 8, 2026', '2026-03-08T00:00', '2026-03-09T00:00'],
  ['nov 1 .. nov 3', '2026-11-01T00:00', '2026-11-04T00:00'],
  ['yesterday 18:00', '2026-11-04T18:00', '2026-11-04T18:01'],
  ['yesterday 18:00..20:00', '2026-11-04T18:00', '2026-11-04T20:01'],
  ['Tuesday 10 pm .. 6 am', '2026-11-03T22:00', '2026-11-04T06:01'],
  ['2026-10-31 22:00..02:30', '2026-10-31T22:00', '2026-11-01T02:31'],
  ['08:00..10:00', '2026-11-05T08:00', '2026-11-05T10:01'],
  ['3d..1d', '2026-11-02T14:30', '2026-11-04T14:30'],
  ['2 hours ago..1 hour ago', '2026-11-05T12:30', '2026-11-05T13:30'],
  ['2026-03-08 5:00..2026-03-08 06:00', '2026-03-08T05:00', '2026-03-08T06:01'],
])('%s', (written, from, to) => {
  expect(parseSpan(written, ZONE, NOW)).toEqual({ from: at(from), to: at(to) })
})

test.each([
  ['yesterday 18:00', '2026-11-04T18:00'],
  ['monday 9:05', '2026-11-02T09:05'],
  ['last friday 23:59:30', '2026-10-30T23:59:30'],
  ['last week', '2026-10-26T00:00'],
  ['yesterday 6pm', '2026-11-04T18:00'],
  ['Yesterday noon', '2026-11-04T12:00'],
  ['Nov 4 6:05 pm', '2026-11-04T18:05'],
  ['2026-11-04 6 pm', '2026-11-04T18:00'],
  ['3 days ago 07:00', '2026-11-02T07:00'],
  ['2026-11', '2026-11-01T00:00'],
  ['2026-11-01T00:00:00-05:00', '2026-11-01T00:00'],
])('%s is a time, too', (written, time) => {
  expect(parseMoment(written, ZONE, NOW)).toBe(at(time))
})

test.each([
  ...[
    '',
    ' ',
    'tomorow',
    'last',
    'last tuesnight',
    'week',
    'mo',
    '2026-13',
    '2026-00',
    '2026-02-30',
    '2026-W00',
    '2027-W53',
    '2026-Q5',
  ],
  ...[
    '2026-Q0',
    '2026-1',
    '02026',
    '20',
    'next week',
    'last week 18:00',
    'afternoon',
    'a week',
    '11/5/2026',
    'yesterday 25:00',
    '..',
    '2026..',
    'a..b',
    '2026..2027..2028',
    'may -3',
    '13:05 pm',
    '2:14:05 pm',
    '0 am',
  ],
])('%j is none', written => {
  expect([parseSpan(written, ZONE, NOW), parseMoment(written, ZONE, NOW)]).toEqual([null, null])
})

describe('on days when the clocks change', () => {
  test('a day has 23 or 25 hours, a week one less or more', () => {
    const hours = (written: string) => {
      const span = parseSpan(written, ZONE, NOW)
      return span === null ? null : (span.to - span.from) / HOUR
    }
    expect(hours('2026-03-08')).toBe(23)
    expect(hours('2026-11-01')).toBe(25)
    expect(hours('2026-W10')).toBe(7 * 24 - 1)
    expect(hours('last week')).toBe(7 * 24 + 1)
  })

  test('a time that comes twice is its first; one that never comes is the jump', () => {
    expect(parseMoment('2026-11-01 01:30', ZONE, NOW)).toBe(Date.UTC(2026, 10, 1, 6, 30))
    expect(parseMoment('2026-11-01 01:30', ZONE, NOW, 'last')).toBe(Date.UTC(2026, 10, 1, 7, 30))
    expect(parseMoment('sunday 01:30', ZONE, NOW)).toBe(Date.UTC(2026, 10, 1, 6, 30))
    expect(parseSpan('2026-11-01 01:30..2026-11-01 01:30', ZONE, NOW)).toEqual({
      from: Date.UTC(2026, 10, 1, 6, 30),
      to: Date.UTC(2026, 10, 1, 7, 31),
    })
    expect(parseMoment('2026-03-08 02:30', ZONE, NOW)).toBe(Date.UTC(2026, 2, 8, 8))
  })

  test('a day that begins at one o’clock, because midnight is skipped', () => {
    const span = parseSpan('2026-03-08', 'America/Havana', NOW)
    // And in autumn with the first of two midnights, as a beginning and as an end.
    const autumn = (which: 'first' | 'last') => parseMoment('2026-11-01', 'America/Havana', NOW, which)
    expect([autumn('first'), autumn('last')]).toEqual([Date.UTC(2026, 10, 1, 4), Date.UTC(2026, 10, 1, 4)])
    expect(span).toEqual({ from: Date.UTC(2026, 2, 8, 5), to: Date.UTC(2026, 2, 9, 4) })
  })
})

test('the days, weeks and months of a year follow each other without a gap, in any zone', () => {
  const zones = fc.constantFrom(
    'America/Chicago',
    'America/Havana',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'UTC',
  )
  fc.assert(
    fc.property(zones, fc.integer({ min: 1990, max: 2060 }), fc.integer({ min: 1, max: 11 }), (zone, year, month) => {
      const span = (written: string) => parseSpan(written, zone, NOW) ?? { from: Number.NaN, to: Number.NaN }
      const two = (n: number) => String(n).padStart(2, '0')
      expect(span(`${year}-${two(month)}`).to).toBe(span(`${year}-${two(month + 1)}`).from)
      expect(span(`${year}-W${two(month)}`).to).toBe(span(`${year}-W${two(month + 1)}`).from)
      expect(span(`${year}`).to).toBe(span(`${year + 1}-01-01`).from)
      const day = Temporal.PlainDate.from({ year, month, day: 28 })
      expect(span(`${day}`).to).toBe(span(`${day.add({ days: 1 })}`).from)
    }),
  )
})
