// The report of trends: how a change against the span before is told.
import { expect, test } from 'vitest'
import { makeReport } from '../../src/report/make-report.ts'
import type { CallRecord } from '../../src/report/records.ts'
import type { FigureSection } from '../../src/report/report.ts'
import { comparedTable } from '../../src/report/show/compared.ts'
import { reportAsJson } from '../../src/report/show/json.ts'
import { sectionAsSheet } from '../../src/report/show/rows.ts'
import { smallPlan } from '../support/plan.ts'
import { call, records } from './people/records.ts'

const SPAN = { from: 1_000, to: 2_000, zone: 'UTC' }

/** Callers of whom the office answered so many. */
function calls(answered: number, all: number): readonly CallRecord[] {
  return Array.from({ length: all }, (_, nth) => {
    const officeStatus = nth < answered ? 'ANSWERED' : null
    return call(`c${nth}`, SPAN.from, { officeMs: 30_000, leftAt: SPAN.from + 30_000, officeStatus })
  })
}

type Calls = readonly CallRecord[]

function compared(now: Calls, then: Calls): FigureSection {
  const before = records({ span: { ...SPAN, from: 0, to: 1_000 }, plan: smallPlan(), calls: then })
  const given = records({ span: SPAN, plan: smallPlan(), calls: now, before })
  const asked = { by: 'portfolio', properties: null, category: null, person: null } as const
  const found = makeReport(given, { kind: 'trends', ...asked }).sections.find(({ id }) => id === 'compared')
  if (found?.show !== 'figures') throw new Error('no figures')
  return found
}

function changeOf(figure: string, now: Calls, then: Calls): unknown {
  const { columns, rows } = comparedTable(compared(now, then))
  const row = rows.find(([title]) => title === figure)
  return row?.[columns.findIndex(({ id }) => id === 'before-change')]
}

test('programs get values with their units, ids and versions; people read words', () => {
  const section = compared(calls(10, 40), calls(10, 25))
  const sheet = sectionAsSheet(section, 'UTC')
  const at = (name: string) => sheet.heads.indexOf(name)
  const values = (id: string) => sheet.rows.filter(row => row[at('id')] === id).map(row => [row[at('group')], row[at('value')]])
  expect(values('abandonment-rate')).toEqual([
    ['now', 0.75],
    ['before', 0.6],
  ])
  expect(values('offered')).toEqual([
    ['now', 40],
    ['before', 25],
  ])
  const report = { kind: '', title: '', span: SPAN, scope: '', madeAt: 0, notes: [], sections: [section] }
  const [json] = (reportAsJson(report) as { sections: { figures: object[] }[] }).sections
  expect(json?.figures[1]).toMatchObject({ id: 'offered', version: 1, unit: 'count', value: 25, calls: 'before:offered' })
  expect(comparedTable(section).rows.find(([title]) => title === 'Abandonment rate')).toEqual([
    'Abandonment rate',
    ...['75.0 %', '60.0 %', '+15.0 points'],
    'abandoned ÷ offered',
  ])
})

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
