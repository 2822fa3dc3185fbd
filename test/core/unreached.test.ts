// Exhausted is not the end: retries on their schedule, wider each time, by the rules of the day, until a person owns it.
import { expect, test } from 'vitest'
import type { Ladder, Retry } from '../../src/core/plan/plan.ts'
import { ladder, person, rung, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const retry: Retry = { everySeconds: 600, forSeconds: 1800, widen: [rung(['dan']), rung([], { targets: [person('eve')] })] }

function unreached(parts: Partial<Ladder> = {}, inForce = () => 'plan-1') {
  const story = tell({ plan: smallPlan({ ladder: ladder([rung(['ana'])], { retry, ...parts }) }), inForce })
  const caller = story.arrives()
  caller.listens().presses('1')
  caller.hangsUp()
  nobody(story)
  return story
}

/** Every telephone that rings is declined, on and on, until none rings. */
function nobody(story: ReturnType<typeof tell>): string[] {
  const rung: string[] = []
  for (let n = 0; story.ringing().length > 0; n++) {
    if (n > 20) throw new Error('it never stops ringing')
    const [who = ''] = story.ringing()
    rung.push(who)
    story.phone(who).declines()
  }
  return rung
}

test('rung again after the pause, wider each time; then it stays open for people to see', () => {
  const story = unreached()
  expect(story.incident().phase).toBe('unreached')
  expect(story.facts('unreached')).toHaveLength(1)
  const again: string[][] = []
  for (let n = 0; n < 3; n++) {
    story.wait(601)
    again.push(nobody(story))
  }
  expect(again.map(people => [...new Set(people)])).toEqual([['ana', 'dan'], ['ana', 'dan', 'eve'], []])
  expect(story.facts('unreached')).toHaveLength(1)
  expect(story.facts('still-unreached').map(fact => fact.retries)).toEqual([1])
  expect(story.facts('retries-over').map(fact => fact.retries)).toEqual([2])
  story.wait(7 * 24 * 3600)
  expect(story.incident().phase).toBe('unreached')
  expect(story.ringing()).toEqual([])
})

test('reached on a retry: it is owned, and nobody is rung any more', () => {
  const story = unreached()
  story.wait(601)
  story.phone('ana').rings().answers().presses('5')
  expect(story.facts('acknowledged')).toMatchObject([{ person: 'ana' }])
  story.wait(24 * 3600)
  expect(story.facts('still-unreached')).toEqual([])
  expect(story.ringing()).toEqual([])
})

test('a retry takes the rules in force; rules that know the ladder no more are not taken', () => {
  let inForce = 'plan-1'
  const story = unreached({}, () => inForce)
  const { plans } = story.driver.world
  plans.set('plan-2', smallPlan({ ladder: ladder([rung(['ben'])], { retry }) }))
  inForce = 'plan-2'
  story.wait(601)
  expect(nobody(story)).toContain('ben')
  expect(story.incident().plan).toBe('plan-2')
  expect(story.facts('pass-began').at(-1)?.why).toContain('by the rules plan-2')
  const { urgent: _gone, ...ladders } = smallPlan().ladders
  plans.set('plan-3', { ...smallPlan(), ladders })
  inForce = 'plan-3'
  story.wait(601)
  expect(nobody(story)).toContain('ben')
  expect(story.incident().plan).toBe('plan-2')
})

test('without a retry in the rules it only stays open', () => {
  const { retry: _none, ...plain } = ladder([rung(['ana'])])
  const story = tell({ plan: smallPlan({ ladder: plain }) })
  const caller = story.arrives()
  caller.listens().presses('1')
  nobody(story)
  story.wait(24 * 3600)
  expect(story.incident().phase).toBe('unreached')
  expect(story.facts('pass-began')).toHaveLength(1)
})

test('until acknowledged: pass after pass; repeat-from leaves the first rung out', () => {
  const rungs = [rung(['ana']), rung(['ben'])]
  const story = tell({ plan: smallPlan({ ladder: ladder(rungs, { untilAcknowledged: true, repeatFrom: 1 }) }) })
  const caller = story.arrives()
  caller.listens().presses('1')
  const passes: string[][] = []
  for (let n = 0; n < 4; n++) {
    passes.push([...new Set(nobody(story))])
    story.wait(61)
  }
  expect(passes).toEqual([['ana', 'ben'], ['ben'], ['ben'], ['ben']])
  expect(story.facts('unreached')).toEqual([])
})

test('owned by hand: it is rung for no more; whoever comes second is told so', () => {
  const story = unreached()
  const { id } = story.incident()
  story.driver.take({ type: 'ownedByHand', stream: id, who: 'dan', why: 'he drives by' })
  expect(story.facts('owned')).toMatchObject([{ person: 'dan', how: 'by-hand', why: 'he drives by' }])
  story.wait(24 * 3600)
  expect(story.ringing()).toEqual([])
  expect(story.facts('pass-began')).toHaveLength(1)
})

test('owned by hand while a telephone is briefed: it hears who has it, and so does the caller', () => {
  const story = tell({ plan: smallPlan({ ladder: ladder([rung(['ana'])]) }) })
  const caller = story.arrives()
  caller.listens().presses('1')
  const ana = story.phone('ana').rings().answers()
  story.driver.take({ type: 'ownedByHand', stream: story.incident().id, who: 'ben', why: 'he was on the phone with us' })
  expect(ana.hears()).toContain('Ben has taken it')
  expect(caller.hears()).toContain('Ben has taken your call on')
})
