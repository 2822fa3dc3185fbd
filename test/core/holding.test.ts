// The caller waits: music, a spoken word every so often, keys, and an end that is said kindly. The ladder goes on either way.
import { describe, expect, test } from 'vitest'
import { ladder, rung, smallPlan } from '../support/plan.ts'
import { onHold } from '../support/specimens.ts'
import { expectOver, tell } from '../support/story.ts'

/** Held for five minutes at most, a word every thirty seconds; a ladder that rings longer than that. */
function waiting(number: string | null = '+13125550142') {
  const plan = smallPlan({ ladder: ladder([rung(['ana'], { tries: 20 })]) })
  const story = tell({ plan })
  const caller = story.arrives({ number })
  caller.presses('1', '*')
  return { story, caller }
}

/** The same, a moment later: the keys of the hold have been heard. */
function listening(number: string | null = '+13125550142') {
  const waiter = waiting(number)
  waiter.story.wait(2)
  return waiter
}

test('what happens next and the keys at once, then music', () => {
  const { story, caller } = onHold()
  expect(story.did()).toEqual([
    `hush ${caller.channel}`,
    expect.stringMatching(
      /^say .*We are ringing the person on call\..*Press 1 to leave a message.*or 2 to hang up and be called back/,
    ),
    `hold ${caller.channel} nightbell-hold`,
  ])
})

test('a word every thirty seconds, at the second', () => {
  const { story, caller } = waiting()
  const words = () => caller.heard().filter(said => said.startsWith('We are still trying')).length
  story.wait(29)
  expect(words()).toBe(0)
  story.wait(1)
  expect(words()).toBe(1)
  story.wait(60)
  expect(words()).toBe(3)
})

describe('after the maximum', () => {
  test('the caller is told that they may hang up, and the line is closed kindly half a minute later', () => {
    const { story, caller } = waiting()
    story.wait(300)
    expect(caller.hears()).toMatch(/^Nobody has answered yet\..*You may hang up now/)
    story.wait(29)
    expect(caller.phase()).toBe('holding')
    story.wait(1)
    expect(caller.hears()).toContain('The technician who takes this will have your number: [13125550142]')
    caller.listens().hangsUp()
    expectOver(story, 'callback')
    expect(story.incident().phase).toBe('ringing')
  })

  test('a caller without a number is asked for one instead', () => {
    const { story, caller } = waiting(null)
    story.wait(300)
    expect(caller.hears()).toMatch(/Your number is hidden, so please press 1 and say the number/)
    story.wait(30)
    expect(caller.phase()).toBe('taking-statement')
    expect(caller.hears()).toContain('Your number is hidden, so nobody could call you back.')
  })
})

describe('keys', () => {
  test('pressed at once, as the rest of a row of keys in the menu, they do nothing', () => {
    const { caller } = waiting()
    caller.presses('1', '1')
    expect(caller.phase()).toBe('holding')
  })

  test('1: a message for whoever takes it, then goodbye, and the ladder goes on', () => {
    const { story, caller } = listening()
    caller.presses('1')
    expect(story.did().slice(0, 2)).toEqual([`hush ${caller.channel}`, `unhold ${caller.channel} nightbell-hold`])
    caller.listens().speaks(5000)
    expect(caller.hears()).toContain('Your words are kept for the technician. We go on ringing.')
    expect(story.incident().statements).toHaveLength(1)
    expect(story.ringing()).toEqual(['ana'])
  })

  test('2: be called back, and the number is read to them and confirmed', () => {
    const { story, caller } = listening()
    caller.presses('2')
    expect(caller.hears()).toBe(
      'The technician will call you back at [13125550142] If that is right, press 1. To give another number, press 2.',
    )
    caller.listens().presses('1')
    expect(caller.hears()).toBe('We go on ringing. Goodbye.')
    caller.listens()
    expect(story.did()).toEqual([`hangUp ${caller.channel}`])
    caller.hangsUp()
    expectOver(story, 'callback')
  })

  test.each(['3', '0', '#', '*'])('%s is said to do nothing, and they stay on hold', key => {
    const { story, caller } = listening()
    caller.presses(key)
    expect(caller.hears()).toBe('That key does nothing here.')
    expect(caller.phase()).toBe('holding')
    expect(story.facts('key-ignored')).toMatchObject([{ digit: key }])
  })
})

test('hanging up on hold: the ladder goes on, and the briefing says so', () => {
  const { story, caller } = listening()
  caller.hangsUp()
  expectOver(story, 'caller-left')
  expect(story.ringing()).toEqual(['ana'])
  expect(story.phone('ana').answers().hears()).toContain('The caller has hung up.')
})

test('a caller who was transferred is called back at the newest number', () => {
  const { story, caller } = listening()
  caller.isTransferred('+13125550999')
  expect(story.facts('number-changed')).toMatchObject([{ callerNumber: '+13125550999' }])
  caller.presses('2')
  expect(caller.hears()).toContain('[13125550999]')
  expect(story.phone('ana').answers().hears()).toContain('[13125550999]')
})

test('the same number again is no news', () => {
  const { story, caller } = listening()
  caller.isTransferred('+13125550142')
  expect(story.last()).toMatchObject({ changes: [], facts: [] })
})

test('a number that is withheld from now on is said so', () => {
  const { story, caller } = listening()
  caller.isTransferred(null)
  expect(story.phone('ana').answers().hears()).toContain('The caller’s number is hidden.')
})
