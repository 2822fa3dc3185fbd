// The report of trends: how a change against the span before is told.
import { expect, test } from 'vitest'
import { makeReport } from '../../src/report/make-report.ts'
import type { CallRecord } from '../../src/report/records.ts'
import { smallPlan } from '../support/plan.ts'
import { call, records, tableOf } from './people/records.ts'

const SPAN = { from: 1_000, to: 2_000, zone: 'UTC' }

/** Callers of whom the office answered so many. */
function calls(answered: number, all: number): readonly CallRecord[] {
  return Array.from({ length: all }, (_, nth) => {
    const officeStatus = nth < answered ? 'ANSWERED' : null
    return call(`c${nth}`, SPAN.from, { leftAt: SPAN.from + 30_000, officeStatus })
  })
}

type Calls = readonly CallRecord[]

function changeOf(figure: string, now: Calls, then: Calls): unknown {
  const before = records({ span: { ...SPAN, from: 0, to: 1_000 }, plan: smallPlan(), calls: then })
  const given = records({ span: SPAN, plan: smallPlan(), calls: now, before })
  const asked = { by: 'portfolio', properties: null, category: null, person: null } as const
  const { columns, rows } = tableOf(makeReport(given, { kind: 'trends', ...asked }), 'compared')
  const row = rows.find(([title]) => title === figure)
  return row?.[columns.findIndex(({ id }) => id === 'change')]
}

test.each([
  [1_002, 1_000, '0 %'],
  [998, 1_000, '0 %'],
  [1_000, 1_000, '0 %'],
  [1_010, 1_000, '+1 %'],
  [990, 1_000, '−1 %'],
])('%i calls after %i are a change of %s', (now, then, change) => {
  expect(changeOf('Offered', calls(now, now), calls(then, then))).toBe(change)
})

test('a share that hardly changes has changed by no points, in neither direction', () => {
  const [more, less] = [calls(1_001, 4_000), calls(1_000, 4_000)]
  expect(changeOf('Abandonment rate', more, less)).toBe('0.0 points')
  expect(changeOf('Abandonment rate', less, more)).toBe('0.0 points')
  expect(changeOf('Abandonment rate', calls(1_100, 4_000), less)).toBe('−2.5 points')
})

test.each([
  [10, 2, '+8'],
  [2, 10, '−8'],
  [4, 4, '0'],
  [40, 19, '+21'],
  [19, 40, '−21'],
  [4_000, 0, '+4000'],
  [40, 20, '+100 %'],
])('%i calls after %i: fewer than 20 on either side have a difference and no percentage', (now, then, change) => {
  expect(changeOf('Offered', calls(now, now), calls(then, then))).toBe(change)
})

test('a share or a time that fewer than 20 stand behind is compared with nothing', () => {
  const [many, few] = [calls(10, 40), calls(10, 19)]
  expect(changeOf('Abandonment rate', many, few)).toBe('too few')
  expect(changeOf('Abandonment rate', few, many)).toBe('too few')
  expect(changeOf('Abandonment rate', many, calls(10, 20))).toBe('+25.0 points')
  const talked = (all: Calls) => all.map(one => ({ ...one, humanAt: one.arrivedAt + 9_000 }))
  expect(changeOf('Time to a human, p90', talked(many), talked(few))).toBe('too few')
  expect(changeOf('Time to a human, p90', talked(many), talked(many))).toBe('0 %')
  expect(changeOf('Time to a human, p90', talked(many), few)).toBe('')
})
