// A report by parts: which have a row, what it is called, and what is said where there is none.
import { expect, test } from 'vitest'
import type { ReportKind } from '../../src/core/plan/mailed-reports.ts'
import type { Plan } from '../../src/core/plan/plan.ts'
import type { By, Choice } from '../../src/report/groups.ts'
import { makeReport } from '../../src/report/make-report.ts'
import type { Records } from '../../src/report/records.ts'
import type { Report } from '../../src/report/report.ts'
import { reportAsHtml } from '../../src/report/show/html/page.ts'
import { reportAsText } from '../../src/report/show/text.ts'
import { smallPlan } from '../support/plan.ts'
import { attempt, call, records } from './people/records.ts'

const FROM = Date.UTC(2026, 9, 5)
const SPAN = { from: FROM, to: FROM + 7 * 86_400_000, zone: 'UTC' }
/** Two properties without groups. */
const SMALL = ofTwo(smallPlan())

function ofTwo(plan: Plan): Plan {
  const [oak, mesa] = ['oak-creek', 'mesa-verde'].map(id => plan.properties[id])
  if (oak === undefined || mesa === undefined) throw new Error('other rules')
  return { ...plan, properties: { oak: { ...oak, id: 'oak' }, mesa: { ...mesa, id: 'mesa' } } }
}

function withGroups(groups: Readonly<Record<string, readonly string[]>>): Plan {
  const properties = Object.values(SMALL.properties).map(one => [one.id, { ...one, groups: groups[one.id] ?? [] }])
  return { ...SMALL, properties: Object.fromEntries(properties) }
}

type Given = Partial<Omit<Records, 'duty'>>

function made(kind: ReportKind, by: By, given: Given = {}, asked: Partial<Choice> = {}): Report {
  const all = { properties: null, category: null, person: null }
  return makeReport(records({ span: SPAN, plan: SMALL, ...given }), { kind, by, ...all, ...asked })
}

function offered(report: Report): object {
  const [section] = report.sections
  if (section?.show !== 'figures') throw new Error('no figures')
  return Object.fromEntries(section.groups.map(({ key }, n) => [key, section.rows[0]?.figures[n]?.value]))
}

const calls = [call('c', FROM, { property: 'oak', leftAt: FROM + 60_000 })]

test('each property of the rules has a row, also without calls; of a filter only its own', () => {
  expect(offered(made('service', 'property', { calls }))).toEqual({ oak: 1, mesa: 0 })
  expect(offered(made('service', 'property'))).toEqual({ oak: 0, mesa: 0 })
  expect(offered(made('service', 'property', { calls }, { properties: ['mesa'] }))).toEqual({ mesa: 0 })
  const trends = made('trends', 'property', { calls }).sections.map(({ id }) => id)
  expect(trends).toEqual(expect.arrayContaining(['compared@oak', 'compared@mesa']))
})

test('each group of the rules has a row, and what is in none', () => {
  const plan = withGroups({ oak: ['texas', 'all'], mesa: ['all'] })
  expect(offered(made('service', 'group', { plan, calls }))).toEqual({ all: 1, texas: 1 })
  expect(offered(made('service', 'group', { plan, calls }, { properties: ['mesa'] }))).toEqual({ all: 0 })
  expect(offered(made('service', 'group', { plan: withGroups({ oak: ['texas'] }) }))).toEqual({ none: 0, texas: 0 })
})

test('the only part has its name, and tables of its own name', () => {
  const plan = withGroups({})
  const service = made('service', 'group', { plan, calls })
  expect(reportAsText(service)).toMatch(/^\(no group\) +1 /m)
  expect(reportAsHtml(service)).toContain('<th scope="row">(no group)</th>')
  const trends = made('trends', 'group', { plan, calls })
  expect(trends.sections[0]?.id).toBe('compared@none')
  expect(reportAsText(trends)).toContain('A YEAR BEFORE: (NO GROUP)')
})

test.each(['service', 'trends'] as const)('%s of a span without any part says so, and adds up nothing', kind => {
  const report = made(kind, 'category')
  const words = 'No category has anything in this span.'
  expect(report.sections).toEqual([])
  expect(reportAsText(report).split('\n').slice(2)).toEqual([words, '', expect.stringMatching(/^Made /), ''])
  expect(reportAsHtml(report)).toContain(words)
  expect(reportAsHtml(report)).toContain(`tabindex="-1">\n<p>${words}</p>`)
})

test('a stranger who was refused, and a telephone that was rung in vain, make no part', () => {
  const stranger = call('s', FROM, { property: null, outcome: 'refused', leftAt: FROM })
  const plan = withGroups({ oak: ['all'], mesa: ['all'] })
  expect(offered(made('service', 'group', { plan, calls: [...calls, stranger] }))).toEqual({ all: 1 })
  expect(offered(made('service', 'property', { calls: [...calls, stranger] }))).toEqual({ oak: 1, mesa: 0 })
  const attempts = [attempt('l', FROM, { person: 'ana', property: 'oak' })]
  expect(offered(made('service', 'person', { calls, attempts }))).toEqual({ none: 1 })
})
