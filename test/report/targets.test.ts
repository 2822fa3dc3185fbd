// The thresholds that stand beside the figures: those that the rules set for the chosen properties.
import { expect, test } from 'vitest'
import type { Property } from '../../src/core/plan/plan.ts'
import { type Asked, makeReport } from '../../src/report/make-report.ts'
import { type PlanParts, smallPlan } from '../support/plan.ts'
import { call, records } from './people/records.ts'

const SPAN = { from: 1_000, to: 90_000, zone: 'UTC' }
const ALL = { by: 'portfolio', properties: null, category: null, person: null } as const

/** The formulas of a figure; one for each section that has it. */
function formulasOf(figure: string, parts: PlanParts, asked: Partial<Asked> = {}): readonly string[] {
  const calls = ['oak-creek', 'lakeside'].map(property => call(property, SPAN.from, { property, leftAt: SPAN.to }))
  const given = records({ span: SPAN, plan: smallPlan(parts), calls })
  const { sections } = makeReport(given, { kind: 'service', ...ALL, ...asked })
  const rows = sections.flatMap(section => (section.show === 'figures' ? section.rows : []))
  return rows.flatMap(({ definition: { id, formula } }) => (id === figure ? [formula] : []))
}

const answered = (answerTarget: number): Partial<Property> => ({ answerTarget })

test.each([
  ['without one in the rules', {}, {}, '20 s'],
  ['the same everywhere', { oak: answered(30), lakeside: answered(30), mesa: answered(30) }, {}, '30 s'],
  ['each its own', { oak: answered(90), lakeside: answered(10) }, {}, 'from 10 s to 1 min 30 s, by property'],
  ['of the chosen ones', { oak: answered(90), lakeside: answered(10) }, { properties: ['oak-creek'] }, '1 min 30 s'],
] as const)('the answer target, %s', (_, parts, asked, words) => {
  expect(formulasOf('service-level', parts, asked)).toEqual([
    expect.stringMatching(`T: answer-target of the property: ${words}$`),
  ])
})

const TEN = { target: 600 }
test.each([
  ['none', {}, {}, 'no target in the rules'],
  ['some', { oak: TEN }, {}, 'target: 10 min, where there is one'],
  ['all', { oak: TEN, lakeside: TEN, mesa: TEN }, {}, 'target: 10 min'],
  ['one of them', { oak: TEN }, { properties: ['oak-creek'] }, 'target: 10 min'],
  ['none of it', { oak: TEN }, { properties: ['lakeside'] }, 'no target in the rules'],
  [
    'a category has its own',
    { oak: { ...TEN, categoryTargets: { water: 300 } } },
    { properties: ['oak-creek'] },
    'target: from 5 min to 10 min, by property and category',
  ],
  [
    'of that category',
    { oak: { ...TEN, categoryTargets: { water: 300 } } },
    { properties: ['oak-creek'], category: 'water' },
    'target: 5 min',
  ],
] as const)('the target of urgent matters: %s', (_, parts, asked, words) => {
  for (const figure of ['late', 'service-level-urgent'])
    expect(formulasOf(figure, parts, asked)).toEqual([expect.stringMatching(`; ${words}$`)])
})

test('compared by property, each has its own', () => {
  const parts = { oak: answered(90), lakeside: answered(10), mesa: answered(30) }
  const found = formulasOf('service-level', parts, { kind: 'trends', by: 'property' })
  expect(found.map(formula => formula.split(': ').at(-1)).toSorted()).toEqual(['1 min 30 s', '10 s', '30 s'])
})

test('the exceptions say by which targets nothing was late', () => {
  const given = records({ span: SPAN, plan: smallPlan({ oak: TEN }) })
  const late = makeReport(given, { kind: 'exceptions', ...ALL }).sections.find(({ id }) => id === 'late')
  expect(late?.notes).toEqual(['Target: 10 min, where there is one.'])
})

/** What counts for a figure, of so many calls or incidents. */
function sharesOf(figure: string, given: Parameters<typeof records>[0]): readonly string[] {
  const { sections } = makeReport(records(given), { kind: 'service', ...ALL })
  const rows = sections.flatMap(section => (section.show === 'figures' ? section.rows : []))
  return rows.find(({ definition }) => definition.id === figure)?.figures[0]?.ids ?? []
}

test.each([
  [20, 20_003, true],
  [20, 20_499, true],
  [20, 20_500, false],
  [5, 5_049, true],
  [5, 5_050, false],
])('a target of %i s is kept after %i ms: %s, as the time is shown', (seconds, ms, isKept) => {
  const { from } = SPAN
  const parts = { oak: { ...answered(seconds), target: seconds } }
  const plan = smallPlan(parts)
  const calls = [call('one', from, { overflow: 'closed', menuAt: from + ms, leftAt: from + 60_000, outcome: 'message' })]
  const given = { span: SPAN, plan, calls }
  expect(sharesOf('service-level', given)).toEqual(isKept ? ['one'] : [])
})

test('who hung up within the target as it is shown does not count against it', () => {
  const { from } = SPAN
  const left = (id: string, ms: number) => call(id, from, { officeMs: ms, leftAt: from + ms, outcome: 'missed' })
  const { sections } = makeReport(
    records({ span: SPAN, plan: smallPlan(), calls: [left('in', 20_400), left('after', 20_600)] }),
    {
      kind: 'service',
      ...ALL,
    },
  )
  const rows = sections.flatMap(section => (section.show === 'figures' ? section.rows : []))
  expect(rows.find(({ definition }) => definition.id === 'service-level')?.figures[0]).toMatchObject({ value: 0, of: 1 })
})
