// Somebody who is wanted for two matters at once: passed over with the reason, rung when free, waited for, and the caller told.
import { describe, expect, test } from 'vitest'
import type { Ladder } from '../../src/core/plan/plan.ts'
import { ladder, rung, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

describe('somebody who is busy with another incident', () => {
  function two(spec: Ladder) {
    const story = tell({ plan: smallPlan({ ladder: spec }) })
    const [first, second] = [story.arrives(), story.arrives({ number: '+13125550143' })]
    first.presses('1', '*')
    second.presses('1', '*')
    return { story, first, second }
  }

  test('is passed over with the reason, and the next one is rung', () => {
    const { story } = two(ladder([rung(['ben', 'cleo'])]))
    expect(story.facts('passed-over')).toMatchObject([{ person: 'ben', busyWith: 'i-1700000000.1' }])
    expect(story.ringing()).toEqual(['ben', 'cleo'])
  })

  test('is rung as soon as they are free', () => {
    const { story } = two(ladder([rung(['ben', 'cleo'])]))
    story.phone('cleo').stopsRinging()
    expect(story.facts('waiting-for-busy')).toMatchObject([{ people: ['ben'] }])
    story.phone('ben').answers().presses('2')
    story.wait(1)
    expect(story.incident(1).phase).toBe('ringing')
    expect(Object.values(story.incident(1).legs).map(leg => `${leg.dial.person} ${leg.phase}`)).toEqual(['ben dialling'])
  })

  test('the caller is told when nobody else is left', () => {
    const { second } = two(ladder([rung(['ben'])]))
    expect(second.heard().some(said => said.includes('is helping another resident'))).toBe(true)
  })

  test('is waited for as long as the rung rings, then the ladder goes on', () => {
    const { story, first } = two(ladder([rung(['ben'], { ringSeconds: 20 }), rung(['cleo'])]))
    story.phone('ben').answers().presses('1').joins()
    first.joins()
    story.wait(19)
    expect(story.ringing()).toEqual([])
    story.wait(1)
    expect(story.ringing()).toEqual(['cleo'])
  })
})
