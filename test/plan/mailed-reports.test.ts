// When a report is due and of what time it is: on the wall clock of its zone, whatever the clock does.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lastDue, nextDue, type ReportSpan, type ReportTime, spanBefore } from '../../src/core/plan/mailed-reports.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'

const zone = 'America/Chicago'
const time = (iso: string) => Date.parse(iso) as EpochMs
const iso = (ms: number) => new Date(ms).toISOString()

describe('the last time that it was due', () => {
  test.each<[string, ReportTime, string, string]>([
    ['daily, just before', { minute: 420 }, '2026-03-10T06:59:59-05:00', '2026-03-09T07:00:00-05:00'],
    ['daily, on the second', { minute: 420 }, '2026-03-10T07:00:00-05:00', '2026-03-10T07:00:00-05:00'],
    ['a time that the spring skips', { minute: 150 }, '2026-03-08T12:00:00-05:00', '2026-03-08T03:00:00-05:00'],
    ['a time that comes twice', { minute: 90 }, '2026-11-01T12:00:00-06:00', '2026-11-01T01:30:00-05:00'],
    ['weekly', { minute: 420, weekday: 1 }, '2026-03-08T12:00:00-05:00', '2026-03-02T07:00:00-06:00'],
    ['weekly, on the day', { minute: 420, weekday: 1 }, '2026-03-09T07:00:00-05:00', '2026-03-09T07:00:00-05:00'],
    ['Sundays', { minute: 420, weekday: 7 }, '2026-03-09T06:00:00-05:00', '2026-03-08T07:00:00-05:00'],
    ['monthly', { minute: 420, day: 1 }, '2026-03-31T12:00:00-05:00', '2026-03-01T07:00:00-06:00'],
    ['the last of a short month', { minute: 420, day: 31 }, '2026-03-02T12:00:00-06:00', '2026-02-28T07:00:00-06:00'],
    ['the last of a long month', { minute: 420, day: 31 }, '2026-03-31T12:00:00-05:00', '2026-03-31T07:00:00-05:00'],
    ['the 30th of a long month', { minute: 420, day: 30 }, '2026-03-31T12:00:00-05:00', '2026-03-30T07:00:00-05:00'],
  ])('%s', (_, at, now, due) => {
    expect(iso(lastDue(at, zone, time(now)))).toBe(iso(time(due)))
  })
})

test('the next time is the first after now, and the last one before it is now or earlier', () => {
  const times = fc.record(
    { minute: fc.integer({ min: 0, max: 1439 }), weekday: fc.integer({ min: 1, max: 7 }), day: fc.integer({ min: 1, max: 31 }) },
    { requiredKeys: ['minute'] },
  )
  const nows = fc.integer({ min: time('2026-01-01T00:00:00Z'), max: time('2027-01-01T00:00:00Z') })
  fc.assert(
    fc.property(times, nows, (at, now) => {
      const next = nextDue(at, zone, now as EpochMs)
      expect(next).toBeGreaterThan(now)
      expect(lastDue(at, zone, next)).toBe(next)
      expect(lastDue(at, zone, (next - 1) as EpochMs)).toBe(lastDue(at, zone, now as EpochMs))
    }),
    { numRuns: 50 },
  )
})

describe('the span before', () => {
  test.each<[string, ReportSpan, string, string, string]>([
    ['a day', 'day', '2026-03-10T07:00:00-05:00', '2026-03-09T00:00:00-05:00', '2026-03-10T00:00:00-05:00'],
    ['a day of 23 hours', 'day', '2026-03-09T07:00:00-05:00', '2026-03-08T00:00:00-06:00', '2026-03-09T00:00:00-05:00'],
    ['a day of 25 hours', 'day', '2026-11-02T07:00:00-06:00', '2026-11-01T00:00:00-05:00', '2026-11-02T00:00:00-06:00'],
    ['a week', 'week', '2026-03-09T07:00:00-05:00', '2026-03-02T00:00:00-06:00', '2026-03-09T00:00:00-05:00'],
    ['a week, asked on Sunday', 'week', '2026-03-15T07:00:00-05:00', '2026-03-02T00:00:00-06:00', '2026-03-09T00:00:00-05:00'],
    ['a month', 'month', '2026-03-01T07:00:00-06:00', '2026-02-01T00:00:00-06:00', '2026-03-01T00:00:00-06:00'],
    ['over the year', 'month', '2026-01-31T07:00:00-06:00', '2025-12-01T00:00:00-06:00', '2026-01-01T00:00:00-06:00'],
  ])('%s', (_, span, at, from, to) => {
    const found = spanBefore(span, zone, time(at))
    expect([iso(found.from), iso(found.to)]).toEqual([iso(time(from)), iso(time(to))])
  })
})

test('whatever the zone and the time: it was due already, and the span was over, not long ago', () => {
  const times = fc.record({ minute: fc.nat(1439), weekday: fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined }) })
  const zones = fc.constantFrom('America/Chicago', 'Pacific/Auckland', 'Asia/Kathmandu', 'UTC', 'Australia/Lord_Howe')
  const nows = fc.integer({ min: Date.UTC(2020), max: Date.UTC(2040) })
  fc.assert(
    fc.property(times, zones, nows, fc.constantFrom('day', 'week', 'month'), (at, zone, now, span) => {
      const { minute, weekday } = at
      const due = lastDue(weekday === undefined ? { minute } : { minute, weekday }, zone, now as EpochMs)
      expect(due).toBeLessThanOrEqual(now)
      expect(now - due).toBeLessThan((weekday === undefined ? 26 : 7 * 24 + 2) * 3_600_000)
      const { from, to } = spanBefore(span, zone, due)
      expect(from).toBeLessThan(to)
      expect(to).toBeLessThanOrEqual(due)
    }),
  )
})
