// Exceptions: what a manager is told to look at.
import { expect, test } from 'vitest'
import type { Choice } from '../../src/report/groups.ts'
import { makeReport } from '../../src/report/make-report.ts'
import type { Records } from '../../src/report/records.ts'
import { smallPlan } from '../support/plan.ts'
import { attempt, records, rowOf, tableOf } from './people/records.ts'

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
