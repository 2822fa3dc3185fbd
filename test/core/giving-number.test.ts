// "2 to be called back": which number, confirmed or typed anew; only one that the box may call; the ladder goes on meanwhile.
import { describe, expect, test } from 'vitest'
import { LINE, ladder, rung, smallPlan } from '../support/plan.ts'
import { expectOver, tell } from '../support/story.ts'

/** On hold, and 2 pressed; Ana is rung for long. */
function asked(number: string | null = '+13125550142', tries = 20) {
  const plan = smallPlan({ ladder: ladder([rung([tries > 1 ? 'ana' : 'ben'], { tries })]) })
  const story = tell({ plan })
  const caller = story.arrives({ number })
  caller.presses('1', '*')
  story.wait(2)
  caller.presses('2')
  return { story, caller, number: () => story.incident().caller.callerNumber }
}

test('1: the number that was read back is the one that is called', () => {
  const { story, caller, number } = asked('3125550142')
  caller.presses('1')
  expect(caller.hears()).toBe('We go on ringing. Goodbye.')
  expect(story.facts('number-confirmed')).toMatchObject([{ callerNumber: '+13125550142', why: 'pressed 1' }])
  expect(number()).toBe('+13125550142')
  caller.listens().hangsUp()
  expectOver(story, 'callback')
  story.phone('ana').answers().presses('1')
  expect(story.dialled().at(-1)).toBe('+13125550142 over carrier')
})

test('2: another number, typed, read back and confirmed, is called in place of the first', () => {
  const { story, caller, number } = asked()
  caller.presses('2')
  expect(caller.hears()).toMatch(/^Please key the number where we can reach you/)
  caller.presses(...'4155552671#')
  expect(caller.hears()).toContain('[14155552671]')
  expect(number()).toBe('+13125550142')
  caller.presses('1').listens().hangsUp()
  expect(number()).toBe('+14155552671')
  const ana = story.phone('ana').answers()
  expect(ana.hears()).toContain('[14155552671]')
  ana.presses('1')
  expect(story.dialled().at(-1)).toBe('+14155552671 over carrier')
})

test('without pound the number counts six seconds after its last digit; star begins it anew', () => {
  const { story, caller } = asked(null)
  expect(caller.hears()).toMatch(/^Your number is hidden\. Please key the number/)
  caller.presses(...'415555*')
  expect(caller.hears()).toMatch(/^Please key the number/)
  caller.presses(...'4155552671')
  story.wait(5)
  expect(caller.hears()).toMatch(/^Please key the number/)
  story.wait(1)
  expect(caller.hears()).toContain('[14155552671]')
})

describe('a number that must not be called is asked for again', () => {
  test.each([
    ['911', 'an emergency number is never dialled'],
    ['9005551234', 'premium numbers are never dialled'],
    ['011448455550002', 'it is in a country that the rules do not allow'],
    ['8765551234', 'it is in a country that the rules do not allow'],
    [LINE.oak.slice(2), 'it is a line of this box'],
    ['12', 'it is not a whole telephone number'],
    ['1'.repeat(20), 'it is not a whole telephone number'],
  ])('%s', (typed, why) => {
    const { story, caller, number } = asked(null)
    caller.presses(...typed, ...(typed.length < 20 ? ['#'] : []))
    expect(caller.hears()).toMatch(/^That is not a number that we can call\. Please key the number/)
    expect(story.facts('number-refused')).toMatchObject([{ callerNumber: typed, why }])
    expect(number()).toBeNull()
  })

  test('nor is the number that they call from', () => {
    const { story, caller } = asked('+448455550002')
    expect(caller.hears()).toMatch(/^We cannot call the number that you are calling from\. Please key/)
    expect(story.facts('number-refused')).toMatchObject([{ callerNumber: '+448455550002' }])
  })

  test('who gives none in three rounds says it instead', () => {
    const { story, caller } = asked(null)
    for (const _ of [1, 2, 3]) {
      caller.listens()
      story.wait(8)
    }
    expect(caller.phase()).toBe('taking-statement')
    caller.listens().speaks(5000).hangsUp()
    expectOver(story, 'callback')
    expect(story.incident().statements).toHaveLength(1)
  })
})

test('no key: read back once more, and then it counts', () => {
  const { story, caller } = asked()
  caller.listens()
  story.wait(8)
  expect(caller.hears()).toContain('[13125550142]')
  caller.listens()
  story.wait(8)
  expect(caller.hears()).toBe('We go on ringing. Goodbye.')
  expect(caller.outcome()).toBe('callback')
})

test('hanging up while a typed number is read back: it is the number to call', () => {
  const { story, caller, number } = asked(null)
  caller.presses(...'4155552671#').hangsUp()
  expectOver(story, 'callback')
  expect(number()).toBe('+14155552671')
})

test('hanging up in the middle of typing: nothing is taken for a number', () => {
  const { story, caller, number } = asked(null)
  caller.presses(...'4155552671').hangsUp()
  expectOver(story, 'caller-left')
  expect(number()).toBeNull()
})

test('somebody accepts meanwhile: they talk, and no number is needed', () => {
  const { story, caller } = asked()
  story.phone('ana').answers().presses('1').joins()
  caller.joins()
  expect(caller.phase()).toBe('talking')
  expect(story.incident().phase).toBe('talking')
})

test('nobody was reached meanwhile: they finish first, and then hear the truth', () => {
  const { story, caller, number } = asked('+13125550142', 1)
  story.wait(70)
  expect(story.incident().phase).toBe('unreached')
  caller.presses('2')
  caller.presses(...'4155552671#1')
  expect(caller.hears()).toMatch(/^I am sorry\. Nobody on call could be reached so far\./)
  expect(number()).toBe('+14155552671')
  caller.listens().hangsUp()
  expectOver(story, 'unreached')
})

test('after a restart of the daemon the question is put again', () => {
  const { story, caller } = asked()
  const channel = { state: 'up', inApp: true, bridge: null } as const
  const seen = { at: story.driver.now(), channels: { [caller.channel]: channel }, recordings: {} }
  story.driver.take({ type: 'observed', stream: caller.id, seen })
  expect(caller.heard().filter(said => said.includes('[13125550142]'))).toHaveLength(2)
  caller.presses('1')
  expect(caller.outcome()).toBe('callback')
})
