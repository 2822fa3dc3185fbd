// When each line was called last: by its trunk, where one number is of several lines.
import { expect, test } from 'vitest'
import type { Plan } from '../../src/core/plan/plan.ts'
import { arrival, at, examplePlan } from './example-turns.ts'
import { useJournal } from './journal-of-test.ts'

const here = useJournal()

const NUMBER = '+13125550100'

function arrivalOver(trunk: string, id: string, seconds: number) {
  const turn = arrival(id, seconds)
  const over = <T extends object>(one: T): T => ('trunk' in one ? { ...one, trunk } : one)
  return { ...turn, input: over(turn.input), facts: turn.facts.map(over) }
}

function lastOf(...lines: readonly { readonly trunk: string | null }[]) {
  const plan: Plan = { ...examplePlan(), lines: lines.map(({ trunk }) => ({ trunk, number: NUMBER, property: 'oak-creek' })) }
  here().journal.keepPlan(`plan-${JSON.stringify(lines)}`, plan, {})
  return here().reader.reportRecords({ from: at(0), to: at(500), zone: 'UTC' }, at(500), false)?.lastCalls
}

test('by trunk where lines of the rules have one; for all others together where one line is of any', () => {
  const trunks = [
    ['a', 10],
    ['b', 20],
    ['a', 30],
    ['c', 40],
    ['b', 900],
  ] as const
  here().journal.commit(trunks.map(([trunk, seconds], n) => arrivalOver(trunk, `c${n}`, seconds)))
  const last = (trunk: string | null, seconds: number) => ({ line: NUMBER, trunk, at: at(seconds) })
  expect(lastOf()).toEqual([last(null, 40)])
  expect(lastOf({ trunk: 'a' }, { trunk: 'b' })).toEqual([last('a', 30), last('b', 20)])
  expect(lastOf({ trunk: 'a' }, { trunk: 'd' })).toEqual([last('a', 30)])
  expect(lastOf({ trunk: 'c' }, { trunk: null })).toEqual([last('c', 40), last(null, 30)])
})
