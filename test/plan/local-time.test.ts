import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { instantOf, localTime, wallDate, wallOf, wallTime } from '../../src/core/plan/local-time.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { howOften } from '../support/how-often.ts'
import { time } from './build.ts'

test.each([
  ['America/Chicago', '2026-11-23 08:14:05 +00:00', '2026-11-23 02:14:05 -06:00'],
  ['America/Chicago', '2026-07-01 00:00 +00:00', '2026-06-30 19:00:00 -05:00'],
  ['America/Phoenix', '2026-07-01 00:00 +00:00', '2026-06-30 17:00:00 -07:00'],
  ['Asia/Kolkata', '2026-07-01 00:00 +00:00', '2026-07-01 05:30:00 +05:30'],
  ['Australia/Lord_Howe', '2026-04-04 15:00 +00:00', '2026-04-05 01:30:00 +10:30'],
  ['UTC', '2026-07-01 00:00 +00:00', '2026-07-01 00:00:00 +00:00'],
])('a clock in %s', (zone, at, shown) => {
  expect(localTime(zone, time(at))).toBe(shown)
  expect(wallDate(wallTime(zone, time(at)))).toBe(shown.slice(0, 10))
})

test.each([
  ['2026-11-01T01:30', 'first', '2026-11-01 01:30 -05:00'],
  ['2026-11-01T01:30', 'last', '2026-11-01 01:30 -06:00'],
  ['2026-11-01T01:00', 'last', '2026-11-01 01:00 -06:00'],
  ['2026-11-01T02:00', 'first', '2026-11-01 02:00 -06:00'],
  ['2026-03-08T02:00', 'first', '2026-03-08 03:00 -05:00'],
  ['2026-03-08T02:59', 'last', '2026-03-08 03:00 -05:00'],
  ['2026-03-08T03:00', 'first', '2026-03-08 03:00 -05:00'],
] as const)('in Chicago, the %s of the wall, its %s occurrence', (wall, which, at) => {
  expect(localTime('America/Chicago', instantOf('America/Chicago', wallOf(wall), which))).toBe(
    localTime('America/Chicago', time(at)),
  )
})

test('a day that a zone left out altogether ends at the jump', () => {
  const at = instantOf('Pacific/Apia', wallOf('2011-12-30T12:00'), 'first')
  expect(localTime('Pacific/Apia', at)).toBe('2011-12-31 00:00:00 +14:00')
})

const zones = [
  'America/Chicago',
  'America/Los_Angeles',
  'America/Phoenix',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Europe/Berlin',
  'UTC',
]

test('agrees with Temporal, everywhere and always', () => {
  const span = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2040, 0) })
  fc.assert(
    fc.property(fc.constantFrom(...zones), span, (zone, at) => {
      const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
      const plain = there.toPlainDateTime()
      const wall = wallTime(zone, at as EpochMs)
      expect(wall).toBe(plain.toZonedDateTime('UTC').epochMilliseconds)
      expect(instantOf(zone, wall, 'first')).toBe(plain.toZonedDateTime(zone, { disambiguation: 'earlier' }).epochMilliseconds)
      expect(instantOf(zone, wall, 'last')).toBe(plain.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds)
    }),
    { numRuns: howOften(75) },
  )
})
