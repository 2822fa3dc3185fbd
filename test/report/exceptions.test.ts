// Exceptions: what a manager is told to look at.
import { expect, test } from 'vitest'
import type { Choice } from '../../src/report/groups.ts'
import { makeReport } from '../../src/report/make-report.ts'
import type { Records } from '../../src/report/records.ts'
import { smallPlan } from '../support/plan.ts'
import { attempt, incident, records, rowOf, tableOf } from './people/records.ts'

const FROM = Date.UTC(2026, 9, 5)
const SPAN = { from: FROM, to: FROM + 7 * 86_400_000, zone: 'UTC' }

function exceptions(given: Partial<Omit<Records, 'duty'>>, asked: Partial<Choice> = {}) {
  const all = { kind: 'exceptions', by: 'portfolio', properties: null, category: null, person: null } as const
  return makeReport(records({ span: SPAN, plan: smallPlan(), ...given }), { ...all, ...asked })
}

test('a telephone that answers for another category or property is none that never answers', () => {
  const attempts = [
    ...['1', '2', '3'].map((leg, n) => attempt(leg, FROM + n, { phone: '1', category: 'lockout' })),
    attempt('4', FROM + 4, { phone: '1', property: 'mesa', answeredAt: FROM + 5, result: 'accepted' }),
    ...['5', '6'].map((leg, n) => attempt(leg, FROM + n, { phone: '2', category: 'lockout' })),
    attempt('7', FROM + 7, { phone: '2', property: 'mesa' }),
    ...['8', '9', '10'].map((leg, n) => attempt(leg, FROM + n, { phone: '3', property: 'mesa' })),
  ]
  const silent = (asked: Partial<Choice>) => {
    const report = exceptions({ attempts }, asked)
    const { ids = [], counted } = tableOf(report, 'silent-telephones')
    return ids.map(id => [id, rowOf(report, 'silent-telephones', id).dialled, counted?.get(`dialled:${id}`)?.ids.length])
  }
  const all = [
    ['2', 3, 3],
    ['3', 3, 3],
  ]
  expect(silent({})).toEqual(all)
  // It was dialled for them, and is judged by all.
  expect(silent({ category: 'lockout' })).toEqual([['2', 3, 3]])
  expect(silent({ properties: ['oak-creek'] })).toEqual([['2', 3, 3]])
  expect(silent({ properties: ['mesa'] })).toEqual(all)
})

const FIRST = { rung: 1, pass: 1, firstRung: null, firstPass: null, firstRungs: null, firstOwnedAt: null } as const
const HAD = { firstOwnedAt: FROM + 9, firstRung: 1, firstPass: 1, firstRungs: 1 } as const
test.each([
  ['nobody has it yet, and the first rung rings', { rungs: 1 }, false],
  ['nobody has it yet, and the first rung was empty', { rungs: 0, skipped: 1 }, false],
  ['nobody has it yet, and the second rung rings after an empty one', { rung: 2, rungs: 1, skipped: 1 }, true],
  ['nobody has it yet, and all rungs are empty', { rung: 2, rungs: 0, skipped: 2 }, true],
  ['nobody has it yet, in the second pass', { pass: 2, rungs: 1, skipped: 1 }, true],
  ['it was reopened before anybody had it: passes begin again at 1', { passes: 4, rungs: 7 }, true],
  ['the same, and then somebody had it on the first rung', { ...HAD, passes: 4, firstRungs: 7 }, true],
  ['somebody had it on the first rung', HAD, false],
  ['somebody had it on the first rung, and later rungs rang again', { ...HAD, rung: 3, pass: 2, rungs: 4 }, false],
  ['somebody had it on the second rung after an empty one', { ...HAD, firstRung: 2, skipped: 1 }, true],
  ['somebody had it on the first rung of a later pass', { ...HAD, firstPass: 2, skipped: 1 }, true],
])('escalated or not: %s', (_, parts, is) => {
  const incidents = [incident({ openedAt: FROM, ...FIRST, ...parts })]
  expect(tableOf(exceptions({ incidents }), 'escalated').ids).toEqual(is ? ['i-1'] : [])
  const asked = { by: 'portfolio', properties: null, category: null, person: null } as const
  const service = makeReport(records({ span: SPAN, plan: smallPlan(), incidents }), { kind: 'service', ...asked })
  const rows = service.sections.flatMap(section => (section.show === 'figures' ? section.rows : []))
  const rate = rows.find(({ definition }) => definition.id === 'escalation-rate')
  expect([rate?.figures[0]?.value, rate?.definition.version]).toEqual([is ? 1 : 0, 2])
})

test('past rung 1: on which rung somebody had it', () => {
  const had = incident({ id: 'i-had', openedAt: FROM, ...FIRST, ...HAD, rung: 3, firstRung: 2, skipped: 1 })
  const open = incident({ id: 'i-open', openedAt: FROM, ...FIRST, rung: 3, rungs: 1, skipped: 2 })
  const report = exceptions({ incidents: [had, open] })
  expect(rowOf(report, 'escalated', 'i-had')).toMatchObject({ rung: 2, pass: 1, rungs: 1 })
  expect(rowOf(report, 'escalated', 'i-open')).toMatchObject({ rung: 3, pass: 1, rungs: 1 })
})
