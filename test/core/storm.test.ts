// The storm: many callers of one property about one thing become one incident; what staff recorded is heard first.
import { describe, expect, test } from 'vitest'
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

describe('who still said what is wrong when it became one', () => {
  /** The fourth is asked for words, and the fifth begins the storm. */
  function speaking() {
    const { story } = storm(3)
    const fourth = story.arrives({ number: '+13125551900' }).presses('1')
    const before = story.driver.turns.length
    const fifth = story.arrives({ number: '+13125551901' }).presses('1')
    expect(open(story)).toHaveLength(1)
    return { story, fourth, fifth, before }
  }

  test('waits in it afterwards, and is the one who is connected when the others have left', () => {
    const { story, fourth, fifth } = speaking()
    for (const { channel } of [...story.driver.world.calls.values()].map(call => ({ channel: call.id }))) {
      if (channel === fourth.id || channel === fifth.id) continue
      story.driver.take({ type: 'ended', channel, cause: 16, sip: null, fax: false })
    }
    fourth.presses('*')
    expect(fourth.phase()).toBe('holding')
    story.phone('ana').answers().presses('1')
    expect(fourth.phase()).toBe('talking')
  })

  test('hears who has it, while they speak and after', () => {
    const { story, fourth } = speaking()
    story.phone('ana').answers().presses('1')
    expect(fourth.phase()).toBe('leaving')
    expect(fourth.hears()).toContain('Ana')
  })

  test('hears that nobody was reached', () => {
    const { story, fourth } = speaking()
    story.wait(600)
    expect(story.facts('unreached')).toHaveLength(1)
    expect(fourth.outcome() ?? fourth.phase()).not.toBe('holding')
  })
})

test('what rang goes on ringing, though the oldest of them had reached nobody', () => {
  const {
    story,
    all: [oldest],
  } = storm(1)
  oldest?.hangsUp()
  story.wait(300)
  expect(story.incident().phase).toBe('unreached')
  const all = [1, 2, 3].map(n => story.arrives({ number: `+1312555180${n}` }).presses('1', '*'))
  expect(story.ringing()).toEqual(['ana'])
  story.arrives({ number: '+13125551809' }).presses('1')
  expect(open(story)).toHaveLength(1)
  expect(story.ringing()).toEqual(['ana'])
  expect(all.map(caller => caller.phase())).toEqual(['holding', 'holding', 'holding'])
  story.phone('ana').answers().presses('1')
  expect(all.map(caller => caller.phase())).toEqual(['talking', 'leaving', 'leaving'])
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
