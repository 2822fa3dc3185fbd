// A call costs the same in an empty house and in a full one: counted in steps of the product, from the turn
// queue to the deadlines, not in time.
import { expect, test } from 'vitest'
import { houseOf, STANDARD_CALLS, takeCall } from '../support/full-house.ts'
import { countSteps } from '../support/steps.ts'

/** Steps in a house of ten: a quarter more than there are. Whoever raises one says why. */
const MOST_STEPS: Readonly<Record<string, number>> = {
  'accepted on rung 1': 6500,
  'a message': 1900,
  'nobody answers': 18_500,
}

/** A walk over all streams would make it many times as much. */
const MOST_MORE = 1.2

test.each(Object.entries(STANDARD_CALLS))('%s: the same with 10 and with 1,000 live streams', (name, tell) => {
  const call = tell()
  const facts = call.flatMap(turn => turn.facts)
  const stepsWith = (others: number): number => {
    takeCall(houseOf(others), call)
    const world = houseOf(others)
    let turns: readonly { readonly facts: readonly unknown[] }[] = []
    const steps = countSteps(() => {
      turns = takeCall(world, call)
    })
    expect(turns.flatMap(turn => turn.facts)).toEqual(facts)
    return steps
  }
  const few = stepsWith(10)
  const many = stepsWith(1000)
  expect(few).toBeGreaterThan(1000)
  expect(few).toBeLessThanOrEqual(MOST_STEPS[name] ?? 0)
  expect(many / few).toBeLessThanOrEqual(MOST_MORE)
})
