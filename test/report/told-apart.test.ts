// No two rows of a report read alike, and no two columns of people have the same heading.
import { expect, test } from 'vitest'
import { REPORT_KINDS } from '../../src/core/plan/mailed-reports.ts'
import { makeReport } from '../../src/report/make-report.ts'
import { PEOPLE_COLUMNS, peopleColumn } from '../../src/report/people/definitions.ts'
import { smallPlan } from '../support/plan.ts'
import { attempt, call, records } from './people/records.ts'

const SPAN = { from: 1_000, to: 90_000, zone: 'UTC' }
const ALL = { properties: null, category: null, person: null } as const

const small = smallPlan({ oak: { name: 'Twin' }, lakeside: { name: 'Twin' } })
const someone = (id: string, name: string) => ({ ...Object.values(small.people)[0], id, name, phones: [] })
const plan = {
  ...small,
  people: {
    'ana-1': someone('ana-1', 'Ana Tech'),
    'ana-2': someone('ana-2', 'Ana Tech'),
    'bo-1': someone('bo-1', 'Bo Tech'),
  } as unknown as typeof small.people,
}
const calls = Object.keys(plan.properties).flatMap(property =>
  Object.keys(plan.people).map(person => {
    return call(`${property}-${person}`, SPAN.from, { property, person, overflow: 'closed', leftAt: SPAN.to, outcome: 'message' })
  }),
)
const given = records({ span: SPAN, plan, calls, attempts: [attempt('a', SPAN.from, { person: 'bo-1' })] })

test.each([
  ['property', ['Mesa Verde', 'Twin (lakeside)', 'Twin (oak-creek)']],
  ['person', ['Ana Tech (ana-1)', 'Ana Tech (ana-2)', 'Bo Tech']],
] as const)('by %s: whose name another has, too, has the id behind it', (by, names) => {
  const [section] = makeReport(given, { kind: 'service', by, ...ALL }).sections
  expect(section?.show === 'figures' ? section.groups.map(({ name }) => name) : []).toEqual(names)
})

test('the title of a report of one of them says which', () => {
  const { scope } = makeReport(given, { kind: 'service', by: 'portfolio', ...ALL, properties: ['lakeside'], person: 'ana-2' })
  expect(scope).toBe('Twin (lakeside), Ana Tech (ana-2)')
})

test.each(REPORT_KINDS)('%s: the headings of a table are all different', kind => {
  for (const section of makeReport(given, { kind, by: 'portfolio', ...ALL }).sections) {
    if (section.show !== 'table') continue
    const heads = section.columns.map(({ title }) => title)
    expect([section.id, heads.length]).toEqual([section.id, new Set(heads).size])
  }
})

test('no two columns of people have the same heading, also in different tables', () => {
  const heads = PEOPLE_COLUMNS.map(id => peopleColumn(id).title)
  expect(heads.filter((title, n) => heads.indexOf(title) !== n)).toEqual([])
})
