// The tables of the trends report: what a manager reads off them.
import { expect, test } from 'vitest'
import type { By, Choice } from '../../src/report/groups.ts'
import { makeReport } from '../../src/report/make-report.ts'
import type { IncidentRecord, Records } from '../../src/report/records.ts'
import { reportAsHtml } from '../../src/report/show/html/page.ts'
import { reportAsJson } from '../../src/report/show/json.ts'
import { sectionAsSheet } from '../../src/report/show/rows.ts'
import { reportAsText } from '../../src/report/show/text.ts'
import { comparedSpans, type Span } from '../../src/report/span.ts'
import { smallPlan } from '../support/plan.ts'
import { call, incident, records, tableOf } from './people/records.ts'

const HOUR = 3_600_000
const FROM = Date.UTC(2026, 9, 5)
const SPAN = { from: FROM, to: FROM + 7 * 24 * HOUR, zone: 'UTC' }

function trends(given: Partial<Omit<Records, 'duty'>>, asked: Partial<Choice> & { readonly by?: By } = {}) {
  const all = { by: 'portfolio', properties: null, category: null, person: null } as const
  return makeReport(records({ span: SPAN, plan: smallPlan(), ...given }), { kind: 'trends', ...all, ...asked })
}

/** So many of each. */
function incidents(many: Readonly<Record<string, number>>, property = 'oak'): readonly IncidentRecord[] {
  return Object.entries(many).flatMap(([category, n]) =>
    Array.from({ length: n }, (_, nth) =>
      incident({ id: `i-${property}-${category}-${nth}`, category, property, openedAt: FROM }),
    ),
  )
}

test('the share of a category is that of all, also where only this one is asked for, or each apart', () => {
  const given = { incidents: [...incidents({ lockout: 15, 'water-leak': 45 }), ...incidents({ lockout: 40 }, 'mesa')] }
  const share = (id: string, asked: Parameters<typeof trends>[1]) => {
    const { columns, rows } = tableOf(trends(given, asked), id)
    return rows.map(row => row[columns.findIndex(column => column.id === 'share')])
  }
  expect(share('categories', {})).toEqual([0.55, 0.45])
  expect(share('categories', { category: 'lockout' })).toEqual([0.55])
  expect(share('categories@lockout', { by: 'category' })).toEqual([0.55])
  expect(share('categories@oak', { by: 'property', category: 'lockout' })).toEqual([0.25])
  expect(share('categories@lockout', { by: 'category', properties: ['oak'] })).toEqual([0.25])
})

test('the dates of what is compared stand in the text, in the page and in the JSON', () => {
  const zone = 'America/Chicago'
  const span = { from: Date.UTC(2024, 8, 1, 5), to: Date.UTC(2024, 9, 1, 5), zone }
  const spans = comparedSpans(span, span.to)
  const of = (its: Span) => records({ span: its, plan: smallPlan() })
  const report = trends({ span, before: of(spans.before), yearBefore: of(spans.yearBefore) })
  const words = 'Before: August 2024. A year before: September 2023. Both are as many months'
  expect(reportAsText(report)).toContain(words)
  expect(reportAsHtml(report)).toContain(words)
  const { sections } = reportAsJson(report) as { sections: { id: string; spans?: unknown }[] }
  expect(sections.find(({ id }) => id === 'compared')?.spans).toMatchObject({
    now: { fromLocal: '2024-09-01T00:00:00-05:00', toLocal: '2024-10-01T00:00:00-05:00' },
    before: { fromLocal: '2024-08-01T00:00:00-05:00', toLocal: '2024-09-01T00:00:00-05:00' },
    'year-before': { ...spans.yearBefore, fromLocal: '2023-09-01T00:00:00-05:00', toLocal: '2023-10-01T00:00:00-05:00' },
  })
})

test('what the log can not know is unknown, not nothing: it has no figure and no change', () => {
  const { before, yearBefore } = comparedSpans(SPAN, SPAN.to)
  const of = (span: Span) => records({ span, plan: smallPlan(), firstCall: before.from + HOUR })
  const calls = Array.from({ length: 30 }, (_, n) => call(`c${n}`, FROM, { leftAt: FROM + 60_000, officeMs: 60_000 }))
  const given = { calls, firstCall: before.from + HOUR, before: of(before), yearBefore: of(yearBefore) }
  const report = trends(given)
  const text = reportAsText(report)
  expect(text).toMatch(/^Offered {2,}30 {2,}0 {2,}callers/m)
  expect(text).toMatch(/^Abandonment rate {2,}100\.0 % {2,}none {2,}abandoned/m)
  expect(text).toMatch(/: the span before may not be whole in it, the year before is not in it\.$/m)
  const compared = report.sections.find(({ id }) => id === 'compared')
  const offered = compared && sectionAsSheet(compared, 'UTC').rows.filter(row => row[1] === 'offered')
  expect(offered?.map(row => row.slice(4, 7))).toEqual([
    ['now', 30, null],
    ['before', 0, null],
    ['year-before', null, null],
  ])
})

test('a span that was over before the log begins has no figures itself', () => {
  const firstCall = SPAN.to + HOUR
  const of = (span: Span) => records({ span, plan: smallPlan(), firstCall })
  const { before, yearBefore } = comparedSpans(SPAN, SPAN.to)
  const report = trends({ firstCall, before: of(before), yearBefore: of(yearBefore) })
  const compared = report.sections.find(({ id }) => id === 'compared')
  const offered = compared && sectionAsSheet(compared, 'UTC').rows.filter(row => row[1] === 'offered')
  expect(offered?.map(row => row[5])).toEqual([null, null, null])
})

test('each change says since when', () => {
  const { before, yearBefore } = comparedSpans(SPAN, SPAN.to)
  const of = (span: Span) => records({ span, plan: smallPlan() })
  const text = reportAsText(trends({ before: of(before), yearBefore: of(yearBefore) }))
  expect(text).toMatch(/BEFORE +CHANGE +A YEAR BEFORE +CHANGE IN A YEAR/)
})

test('weeks that the span cuts are named, below both tables; whole weeks are not', () => {
  const days = (from: string, to: string, more: Partial<Omit<Records, 'duty'>> = {}) => {
    const span = { from: Date.parse(from), to: Date.parse(to), zone: 'UTC' }
    const calls = Array.from({ length: 31 }, (_, n) => call(`c${n}`, span.from + n * 24 * HOUR, { leftAt: span.to }))
    const report = trends({ span, calls: calls.filter(({ arrivedAt }) => arrivedAt < span.to), ...more })
    const [weeks, reasons] = ['weeks', 'overflow-weeks'].map(id => tableOf(report, id).notes)
    expect(reasons).toEqual(weeks)
    return weeks
  }
  // The log begins on a Sunday.
  expect(days('2024-08-01', '2024-09-01', { firstCall: Date.parse('2024-08-11T09:00Z') })).toEqual([
    'Not whole: 2024-W32, from 2024-08-11 09:00 +00:00 on; 2024-W35, until 2024-09-01 00:00 +00:00.',
  ])
  // Thursday 1 August to Saturday 31 August.
  expect(days('2024-08-01', '2024-09-01')).toEqual([
    'Not whole: 2024-W31, from 2024-08-01 00:00 +00:00 on; 2024-W35, until 2024-09-01 00:00 +00:00.',
  ])
  expect(days('2024-08-05', '2024-08-19')).toEqual([])
  expect(days('2024-08-05', '2024-08-19', { now: Date.parse('2024-08-14T12:00Z') })).toEqual([
    'Not whole: 2024-W33, until 2024-08-14 12:00 +00:00.',
  ])
  expect(days('2024-08-07T06:00Z', '2024-08-08')).toEqual([
    'Not whole: 2024-W32, from 2024-08-07 06:00 +00:00 on, until 2024-08-08 00:00 +00:00.',
  ])
  // Nobody called in the last week: it has no row.
  expect(days('2024-08-05', '2024-08-20', { calls: [call('c', Date.parse('2024-08-05'), { leftAt: FROM })] })).toEqual([])
})
