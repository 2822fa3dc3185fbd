// The storm: many callers of one property about one thing become one incident; what staff recorded is heard first.
import { expect, test } from 'vitest'
import type { Property } from '../../src/core/plan/plan.ts'
import { keep } from '../../src/core/world/world.ts'
import { ladder, rung, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const STORM: Partial<Property> = { storm: { callers: 5, withinSeconds: 600 } }

function storm(callers: number, everySeconds = 3, oak = STORM) {
  const story = tell({ plan: smallPlan({ ladder: ladder([rung(['ana'], { ringSeconds: 60 })]), oak }) })
  const all = Array.from({ length: callers }, (_, n) => {
    const caller = story.arrives({ number: `+1312555${1000 + n}` })
    caller.presses('1', '*')
    story.wait(everySeconds)
    return caller
  })
  return { story, all }
}

const open = (story: ReturnType<typeof tell>) => [...story.driver.world.incidents.values()]

test('four callers are four troubles', () => {
  expect(open(storm(4).story)).toHaveLength(4)
})

test('with the fifth it is a storm: one incident, whoever waited waits in it, and one telephone rings', () => {
  const { story, all } = storm(5)
  expect(open(story)).toHaveLength(1)
  expect(story.facts('storm-began')).toMatchObject([{ callers: 5, withinSeconds: 600 }])
  expect(story.facts('folded')).toHaveLength(3)
  expect(story.ringing()).toEqual(['ana'])
  expect(all.map(caller => caller.phase())).toEqual(['holding', 'holding', 'holding', 'holding', 'joining'])
  story.phone('ana').answers().presses('1')
  expect(all.map(caller => caller.phase())).toEqual(['talking', 'leaving', 'leaving', 'leaving', 'joining'])
})

test('over an hour they are no storm', () => {
  expect(story200().length).toBe(5)
  function story200() {
    return open(storm(5, 900).story)
  }
})

test('where the rules say so there is none', () => {
  expect(open(storm(6, 3, {}).story)).toHaveLength(6)
})

test('mine is different: an incident of its own', () => {
  const { story, all } = storm(6)
  all[5]?.presses('3')
  expect(open(story)).toHaveLength(2)
})

test('the notice of staff comes first, and who hangs up after it is informed', () => {
  const { story } = storm(4)
  const plan = [...story.driver.world.plans.keys()][0] ?? ''
  keep(story.driver.world, {
    ...{ id: 's-notice-oak-creek' as never, kind: 'standing', plan, phase: 'standing', since: story.driver.now(), until: null },
    ...{ lookAgainAt: (story.driver.now() + 86_400_000) as never, by: 'ana' },
    what: { is: 'notice', property: 'oak-creek', recording: 'we-know-it' },
  })
  const fifth = story.arrives({ number: '+13125552000' })
  expect(fifth.hears()).toContain('we-know-it')
  fifth.presses('1')
  expect(fifth.hears()).toMatch(/^\[recording we-know-it\]/)
  const sixth = story.arrives({ number: '+13125552001' })
  sixth.hangsUp()
  expect(sixth.outcome()).toBe('informed')
})
