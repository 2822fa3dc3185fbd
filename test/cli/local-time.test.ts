// Times as people write them, in the nights when the clocks change.
import { describe, expect, test } from 'vitest'
import { dateAndTime, duration, elapsed, parseTime } from '../../src/cli/local-time.ts'

const CHICAGO = 'America/Chicago'
const noon = Date.parse('2026-11-01T18:00:00Z')

function read(written: string, which: 'first' | 'last' = 'first'): string | null {
  const ms = parseTime(written, CHICAGO, noon, which)
  return ms === null ? null : dateAndTime(ms, CHICAGO)
}

describe('reading', () => {
  test.each([
    ['now', '2026-11-01 12:00:00 -06:00'],
    ['90m', '2026-11-01 10:30:00 -06:00'],
    ['1d', '2026-10-31 13:00:00 -05:00'],
    ['today', '2026-11-01 00:00:00 -05:00'],
    ['Yesterday', '2026-10-31 00:00:00 -05:00'],
    ['02:14', '2026-11-01 02:14:00 -06:00'],
    ['2:14', '2026-11-01 02:14:00 -06:00'],
    ['2026-11-26 2:14', '2026-11-26 02:14:00 -06:00'],
    ['2026-03-08', '2026-03-08 00:00:00 -06:00'],
    ['2026-03-08 02:30', '2026-03-08 03:00:00 -05:00'],
    ['2026-03-08T03:30:15', '2026-03-08 03:30:15 -05:00'],
    ['2026-03-08 03:30 -05:00', '2026-03-08 03:30:00 -05:00'],
    ['2026-03-08T08:30:00Z', '2026-03-08 03:30:00 -05:00'],
  ])('%s', (written, meant) => {
    expect(read(written)).toBe(meant)
  })

  test('the repeated hour: since takes the first, until the last', () => {
    expect(read('01:30', 'first')).toBe('2026-11-01 01:30:00 -05:00')
    expect(read('01:30', 'last')).toBe('2026-11-01 01:30:00 -06:00')
  })

  test.each([
    '',
    'soon',
    '25:00',
    '2026-13-01',
    '2026-02-30',
    '12',
    '5x',
    '2026-03-08 03:30 nonsense',
  ])('%s is no time', written => {
    expect(read(written)).toBeNull()
  })
})

test('durations', () => {
  expect([0, 59_400, 60_000, 61_000, 3_600_000, 3_720_000].map(duration)).toEqual([
    '0 s',
    '59 s',
    '1 min',
    '1 min 1 s',
    '1 h',
    '1 h 2 min',
  ])
  expect([0, 65_000, 3_723_000, -5, -2_943_000].map(elapsed)).toEqual(['+0:00', '+1:05', '+1:02:03', '+0:00', '-49:03'])
})
