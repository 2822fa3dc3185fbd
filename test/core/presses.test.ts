// Which keys count: one press is one key, and no key answers a question that could not be heard. The digits of a number are all its digits.
import { describe, expect, test } from 'vitest'
import { desk } from '../support/desk.ts'
import { PHONE } from '../support/plan.ts'
import { tell } from '../support/story.ts'

type Story = ReturnType<typeof tell>

function pressed(story: Story, channel: string, digit: string, how: { again?: true; early?: true } = {}) {
  return story.driver.take({ type: 'digit', channel, digit, ...how })
}

/** What begins another question, in the last turn. */
function asks(story: Story): string[] {
  return (story.driver.turns.at(-1)?.commands ?? []).flatMap(command =>
    command.do === 'say' && command.asks ? [command.channel] : [],
  )
}

describe('the same key twice within a moment', () => {
  test('is one press: the resident is still asked what is wrong', () => {
    const story = tell()
    const caller = story.arrives()
    caller.presses('1')
    expect(pressed(story, caller.channel, '1', { again: true }).ignored).toMatch(/one press/)
    expect(caller.phase()).toBe('taking-statement')
  })

  test('is one press of a technician, too', () => {
    const story = tell()
    story.arrives().presses('1', '*')
    const ana = story.phone('ana').answers().presses('3')
    pressed(story, ana.channel, '3', { again: true })
    expect(story.facts('leg-key')).toHaveLength(1)
  })

  test('is one press at the desk, but two digits of a number', () => {
    const { story, calls } = desk()
    const staff = calls('+13125550000')
    staff.presses('5')
    pressed(story, staff.channel, '5', { again: true })
    staff.presses('1')
    expect(staff.desk()).toMatchObject({ phase: 'asking', digits: '551' })
  })

  test('is two digits of the number to call back', () => {
    const story = tell()
    const caller = story.arrives({ number: null })
    caller.presses('1', '*')
    story.wait(2)
    caller.presses('2', '3')
    pressed(story, caller.channel, '3', { again: true })
    expect(caller.state()).toMatchObject({ phase: 'giving-number', digits: '33' })
  })

  test('is no first digit of a number: it was the key before', () => {
    const story = tell()
    const caller = story.arrives({ number: null })
    caller.presses('1', '*')
    story.wait(2)
    caller.presses('2')
    pressed(story, caller.channel, '2', { again: true })
    expect(caller.state()).toMatchObject({ phase: 'giving-number', digits: '' })
  })
})

describe('a key before the question could be heard', () => {
  test('does not skip the statement, and the log says so', () => {
    const story = tell()
    const caller = story.arrives()
    caller.presses('1')
    expect(asks(story)).toEqual([caller.channel])
    pressed(story, caller.channel, '1', { early: true })
    expect(caller.phase()).toBe('taking-statement')
    expect(story.facts('key-ignored')).toMatchObject([{ digit: '1', why: 'pressed before the question could be heard' }])
  })

  test('the first question of a call is no other one: whoever presses at once knows the menu', () => {
    const story = tell()
    const caller = story.arrives()
    expect(asks(story)).toEqual([])
    caller.presses('1')
    expect(caller.phase()).toBe('taking-statement')
  })

  test('is no accept', () => {
    const story = tell()
    story.arrives().presses('1', '*')
    const ana = story.phone('ana').answers()
    expect(asks(story)).toEqual([ana.channel])
    pressed(story, ana.channel, '1', { early: true })
    expect(story.facts('accepted')).toEqual([])
    expect(story.facts('leg-key')).toMatchObject([{ person: 'ana', meaning: 'nothing: ignored' }])
    ana.presses('1')
    expect(story.facts('accepted')).toMatchObject([{ person: 'ana' }])
  })

  test('the same words said once more ask nothing new: keys go on counting', () => {
    const story = tell()
    story.arrives().presses('1', '*')
    const ana = story.phone('ana').answers()
    ana.listens()
    expect(asks(story)).toEqual([])
  })

  test('what is said after a wrong key is another question: a second wrong one costs no round', () => {
    const story = tell()
    const caller = story.arrives()
    caller.presses('9')
    expect(asks(story)).toEqual([caller.channel])
    pressed(story, caller.channel, '9', { early: true })
    expect(caller.state()).toMatchObject({ phase: 'asking-urgency', round: 2 })
  })

  test('star that begins a number anew keeps nobody from typing on', () => {
    const story = tell()
    const caller = story.arrives({ number: null })
    caller.presses('1', '*')
    story.wait(2)
    caller.presses('2', '4', '*')
    expect(asks(story)).toEqual([])
  })

  test('at the desk: each question is one of its own, also while the channel is with an incident', () => {
    const { story, calls } = desk()
    const staff = calls(PHONE.ben)
    staff.pin('wrong')
    expect(asks(story)).toEqual([staff.channel])
    staff.pin('right')
    expect(asks(story)).toEqual([staff.channel])
  })
})
