// The same trouble twice: a further caller hears that it is known, may add words, insist on a human being, or have another trouble.
import { describe, expect, test } from 'vitest'
import type { Property } from '../../src/core/plan/plan.ts'
import { ladder, rung, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const OTHER = '+13125550777'

function night(oak: Partial<Property> = {}, rungs = [rung(['ana']), rung(['ben'])]) {
  const story = tell({ plan: smallPlan({ ladder: ladder(rungs), oak }) })
  const first = story.arrives()
  first.presses('1', '*')
  return { story, first }
}

const BY_PROPERTY: Partial<Property> = { sameTrouble: { water: 'property' } }

describe('whom it concerns', () => {
  test('the same number hears what is known, since when, and what is being done', () => {
    const { story } = night()
    story.wait(18)
    const again = story.arrives()
    again.presses('1')
    expect(again.phase()).toBe('joining')
    expect(again.hears()).toContain(
      'We know about this already: Water leak. It was reported 20 seconds ago. We are ringing the person on call',
    )
    expect(story.facts('joined')).toMatchObject([{ why: 'the same number, and i-1700000000.1 is open' }])
    expect(story.facts('opened')).toHaveLength(1)
  })

  test.each([
    ['another number, by default', {}, OTHER, '1', 2],
    ['another number, where the category says property', BY_PROPERTY, OTHER, '1', 1],
    ['a withheld number', {}, null, '1', 2],
    ['another number and another category, where the first says property', BY_PROPERTY, OTHER, '2', 2],
    ['the same number and another category', {}, undefined, '2', 1],
    ['the same number, where the category says never', { sameTrouble: { water: 'never' } as const }, undefined, '1', 2],
  ] as const)('%s', (_, oak, number, key, incidents) => {
    const { story } = night(oak)
    const second = story.arrives(number === undefined ? {} : { number })
    second.presses(key)
    expect(story.facts('opened')).toHaveLength(incidents)
  })

  test('a number of our own says nothing about who calls', () => {
    const story = tell()
    const [first, second] = [story.arrives({ number: '+15125550100' }), story.arrives({ number: '+15125550100' })]
    first.presses('1')
    second.presses('1')
    expect(story.facts('opened')).toHaveLength(2)
  })

  test('another property is another trouble', () => {
    const { story } = night(BY_PROPERTY)
    story.arrives({ line: '+15125550300' }).presses('1', '1')
    expect(story.facts('joined')).toEqual([])
  })
})

describe('what they may do', () => {
  test('add words: kept with the incident, and played to the technician', () => {
    const { story } = night(BY_PROPERTY)
    const second = story.arrives({ number: OTHER })
    second.presses('1', '1')
    expect(second.hears()).toContain('what the technician should know')
    second.listens().speaks(4000)
    expect(second.hears()).toContain('Your words are kept')
    second.listens().hangsUp()
    expect(second.outcome()).toBe('joined')
    const ana = story.phone('ana').answers()
    expect(ana.hears()).toContain('More callers about the same: 1')
    expect(ana.hears()).toContain('1700000001-2-statement-1')
    expect(story.attempts()).toEqual([])
  })

  test('hang up: the ladder goes on for the first one', () => {
    const { story, first } = night()
    const again = story.arrives()
    again.presses('1').hangsUp()
    expect(again.outcome()).toBe('joined')
    expect(first.phase()).toBe('holding')
    expect(story.incident().caller.now).toBe('waiting')
    expect(story.ringing()).toEqual(['ana'])
  })

  test('insist while it rings: on hold too; who takes it is connected with the first, the other hears who has it', () => {
    const { story, first } = night(BY_PROPERTY)
    const second = story.arrives({ number: OTHER })
    second.presses('1', '2')
    expect(second.phase()).toBe('holding')
    story.phone('ana').answers().presses('1')
    expect(first.phase()).toBe('talking')
    expect(second.hears()).toContain('Ana has taken your call on')
    expect(second.outcome()).toBe('owned')
    expect(story.facts('opened')).toHaveLength(1)
  })

  test('insist, and the first one hangs up: the other is next in line', () => {
    const { story, first } = night(BY_PROPERTY)
    const second = story.arrives({ number: OTHER })
    second.presses('1', '2')
    first.hangsUp()
    story.phone('ana').answers().presses('1').joins()
    second.joins()
    expect(second.outcome()).toBe('connected')
  })

  test('insist when nobody was reached: a new pass, at once', () => {
    const { story } = night(BY_PROPERTY, [rung(['ana'])])
    story.phone('ana').declines()
    story.phone('ana').declines()
    expect(story.incident().phase).toBe('unreached')
    const second = story.arrives({ number: OTHER })
    second.presses('1')
    expect(second.hears()).toContain('Nobody has taken it yet')
    second.presses('2')
    expect(story.ringing()).toEqual(['ana'])
    expect(story.facts('insisted')).toMatchObject([{ beside: null, why: 'nobody has it' }])
  })

  test('insist while its technician talks: rung for beside it, and the one who talks is skipped', () => {
    const { story, first } = night(BY_PROPERTY, [rung(['ana', 'ben'])])
    story.phone('ana').answers().presses('1').joins()
    first.joins()
    const second = story.arrives({ number: OTHER })
    second.presses('1')
    expect(second.hears()).toContain('Ana is on it')
    second.presses('2', '*')
    expect(second.phase()).toBe('holding')
    expect(new Set(story.facts('passed-over').map(fact => fact.person))).toEqual(new Set(['ana']))
    expect(story.ringing()).toEqual(['ben'])
    expect(story.phone('ben').answers().hears()).toContain('Somebody is on it already')
    // A third one who insists waits with the second: nobody is rung a third time.
    const third = story.arrives({ number: '+13125550888' })
    third.presses('1', '2')
    expect(story.facts('opened')).toHaveLength(2)
    story.phone('ben').presses('1')
    expect(second.phase()).toBe('talking')
    expect(third.hears()).toContain('Ben has taken your call on')
  })

  test('resolved while they are asked, and the clock jumps a day: it stays until they have gone', () => {
    const { story, first } = night(BY_PROPERTY)
    first.hangsUp()
    const second = story.arrives({ number: OTHER })
    second.presses('1')
    const { id } = story.incident()
    const byHand = { type: 'resolvedByHand', stream: id, who: 'cleo', why: 'at the console', outcome: 'false-alarm' } as const
    story.driver.take(byHand)
    story.driver.jump(86_400)
    story.driver.take({ type: 'due', stream: id })
    expect(second.phase()).toBe('joining')
    second.presses('1').listens().speaks(4000)
    expect(second.hears()).toContain('Your words are kept')
    second.listens().hangsUp()
    story.wait(3600)
    expect(story.driver.world.incidents.size).toBe(0)
  })

  test('mine is something else: an incident of its own', () => {
    const { story } = night(BY_PROPERTY)
    const second = story.arrives({ number: OTHER })
    second.presses('1', '3')
    expect(story.facts('opened')).toHaveLength(2)
    expect(second.phase()).toBe('taking-statement')
    expect(story.incident(0).others ?? []).toEqual([])
  })

  test.each([
    ['the same category: asked for words', '1', 1, 'what the technician should know'],
    ['another category: an incident of its own, so that nothing is swallowed', '2', 2, 'I am ringing the person on call'],
  ] as const)('press nothing about %s', (_, key, incidents, words) => {
    const { story } = night()
    const again = story.arrives()
    again.presses(key)
    for (let n = 0; n < 2; n++) {
      again.listens()
      story.wait(8)
    }
    expect(again.hears()).toContain(words)
    expect(story.facts('opened')).toHaveLength(incidents)
  })
})
