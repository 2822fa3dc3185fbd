// A span as a title says it.
import { expect, test } from 'vitest'
import { spanTitle } from '../../src/report/show/span-title.ts'

const zone = 'America/Chicago'
test.each([
  ['2026-11-01T00:00-05:00', '2026-12-01T00:00-06:00', 'November 2026'],
  ['2026-11-01T00:00-05:00', '2026-11-02T00:00-06:00', 'Sunday 1 November 2026'],
  ['2026-11-02T00:00-06:00', '2026-11-09T00:00-06:00', '2 to 8 November 2026'],
  ['2026-10-26T00:00-05:00', '2026-11-02T00:00-06:00', '26 October to 1 November 2026'],
  ['2026-12-28T00:00-06:00', '2027-01-04T00:00-06:00', '28 December 2026 to 3 January 2027'],
  ['2026-01-01T00:00-06:00', '2027-01-01T00:00-06:00', '2026'],
  ['2026-11-01T00:00-05:00', '2026-11-30T06:15-06:00', '1 November 2026 00:00 to 30 November 2026 06:15'],
])('%s to %s: %s', (from, to, title) => {
  expect(spanTitle({ from: Date.parse(from), to: Date.parse(to), zone })).toBe(title)
})
