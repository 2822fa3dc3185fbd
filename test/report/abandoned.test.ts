// Who has abandoned and where, and who is counted apart: by figure and by the words of its definition.
import { expect, test } from 'vitest'
import { makeReport } from '../../src/report/make-report.ts'
import type { CallRecord } from '../../src/report/records.ts'
import { smallPlan } from '../support/plan.ts'
import { call, records } from './people/records.ts'

const SPAN = { from: 1_000, to: 90_000, zone: 'UTC' }
const ALL = { by: 'portfolio', properties: null, category: null, person: null } as const

/** The figures of the report, by id. */
function figuresOf(...calls: readonly CallRecord[]) {
  const report = makeReport(records({ span: SPAN, plan: smallPlan(), calls }), { kind: 'service', ...ALL })
  const rows = report.sections.flatMap(section => (section.show === 'figures' ? section.rows : []))
  return new Map(rows.map(row => [row.definition.id, row]))
}

/** Gone after a minute; closed, and put on hold after half of it where nothing else is said. */
function gone(id: string, more: Partial<CallRecord>): CallRecord {
  const { from } = SPAN
  return call(id, from, { overflow: 'closed', heldAt: from + 30_000, leftAt: from + 60_000, ...more })
}

test('who heard that nobody could be reached is not abandoned, as the definition says', () => {
  const phases = { 'caller-left': 'holding', unreached: 'leaving' }
  const calls = Object.entries(phases).map(([outcome, phase]) => gone(outcome, { outcome, phase }))
  const abandoned = figuresOf(...calls).get('abandoned')
  expect(abandoned?.figures[0]?.ids).toEqual(['caller-left'])
  expect(abandoned?.definition.version).toBe(2)
  expect(abandoned?.definition.formula).toContain('unreached')
})

test.each([
  ['back in the menu, as nobody took the transfer', { outcome: 'caller-left', phase: 'asking-urgency', heldAt: null }, 'menu'],
  ['back from the failsafe, in the menu', { outcome: 'failsafe', phase: 'asking-urgency', heldAt: null }, 'menu'],
  ['what they said was being stored', { outcome: 'caller-left', phase: 'saving', heldAt: null }, 'statement'],
  ['the same, left from the hold', { outcome: 'caller-left', phase: 'saving' }, 'hold'],
  ['somebody came, and they had not been on hold', { outcome: 'caller-left', phase: 'talking', heldAt: null }, 'statement'],
  ['a number was being typed', { outcome: 'caller-left', phase: 'giving-number' }, 'hold'],
  ['the manager was told of them', { outcome: 'caller-left', phase: 'seeing-off', heldAt: null }, 'transfer'],
  ['the community was asked for', { property: null, overflow: null, outcome: 'missed', phase: 'choosing-property' }, 'menu'],
])('%s', (_, more, place) => {
  const figures = figuresOf(gone('one', more))
  const counted = [...figures].filter(([, { definition, figures: all }]) => definition.part && all[0]?.ids.length === 1)
  expect(counted.map(([id]) => id).filter(id => id.startsWith('abandoned-'))).toEqual([`abandoned-${place}`])
  expect(figures.get('abandoned')?.figures[0]?.ids).toEqual(['one'])
})

test('whom the failsafe was to look after, and refused, has abandoned, and was not silent', () => {
  const figures = figuresOf(gone('one', { outcome: 'failsafe', phase: 'leaving' }))
  const idsOf = (id: string) => figures.get(id)?.figures[0]?.ids
  expect([idsOf('silent'), idsOf('abandoned-failsafe'), idsOf('abandoned')]).toEqual([[], ['one'], ['one']])
})

test('who was asked for their community, and left the queue of its office, was not answered', () => {
  const { from } = SPAN
  const figures = figuresOf(
    call('one', from, { menuAt: from + 1000, officeMs: 50_000, leftAt: from + 60_000, outcome: 'missed' }),
  )
  expect(figures.get('service-level')?.figures[0]).toMatchObject({ value: 0, of: 1 })
  expect(figures.get('abandoned-queue')?.figures[0]?.ids).toEqual(['one'])
})

test('who had talked, and was silent at a tone later, has neither abandoned nor been silent', () => {
  const figures = figuresOf(gone('one', { outcome: 'missed', phase: 'leaving', humanAt: SPAN.from + 20_000 }))
  for (const id of ['abandoned', 'silent']) expect([id, figures.get(id)?.figures[0]?.ids]).toEqual([id, []])
})

test('who calls while they are called back has not left the queue of an office that never rang', () => {
  const talked = gone('talked', { overflow: null, outcome: 'connected', phase: 'talking', humanAt: SPAN.from + 40_000 })
  const figures = figuresOf(talked, gone('left', { overflow: null, outcome: 'caller-left', phase: 'holding' }))
  const idsOf = (id: string) => figures.get(id)?.figures[0]?.ids
  expect(idsOf('came-back')).toEqual(['talked', 'left'])
  expect([idsOf('left-queue'), idsOf('abandoned-queue')]).toEqual([[], []])
  expect([idsOf('abandoned'), idsOf('abandoned-hold')]).toEqual([['left'], ['left']])
})
