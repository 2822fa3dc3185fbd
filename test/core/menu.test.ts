// The menu: what is said, what each key does, and what silence and wrong keys lead to.
import { describe, expect, test } from 'vitest'
import { LINE } from '../support/plan.ts'
import { tell } from '../support/story.ts'

function atMenu(line: string = LINE.oak) {
  const story = tell()
  return { story, caller: story.arrives({ line }) }
}

test('the greeting names the property and the emergency number before any option', () => {
  const { caller } = atMenu()
  expect(caller.hears()).toMatch(
    /^You have reached Oak Creek\. After hours\. If anyone is in danger, hang up now and dial 9 1 1\. For an emergency, press 1\./,
  )
})

test('the recording notice is said where the property wants one', () => {
  const { caller } = atMenu(LINE.mesa)
  caller.presses('1')
  expect(caller.hears()).toContain('Calls may be recorded.')
  expect(atMenu().caller.hears()).not.toContain('recorded')
})

describe('a key in the middle of the greeting counts at once', () => {
  test.each([
    ['1', 'taking-statement', 'urgent: water'],
    ['3', 'taking-message', 'message for office'],
    ['4', 'asking-urgency', 'menu more'],
    ['5', 'asking-urgency', 'an announcement'],
    ['6', 'taking-statement', 'urgent: water'],
  ])('%s', (key, phase, meaning) => {
    const { story, caller } = atMenu()
    caller.presses(key)
    expect(caller.phase()).toBe(phase)
    expect(story.facts('key-pressed')).toMatchObject([{ digit: key, meaning }])
    // What was being said stops before anything new is said.
    expect(story.did()[0]).toBe(`hush ${caller.channel}`)
  })
})

test('the announcement is said, and then the options again', () => {
  const { caller } = atMenu()
  caller.presses('5')
  expect(caller.hears()).toMatch(/^We are open from nine to five\. For an emergency, press 1\./)
  caller.hangsUp()
  expect(caller.outcome()).toBe('informed')
})

test('the submenu has options of its own', () => {
  const { story, caller } = atMenu()
  caller.presses('4')
  expect(caller.hears()).toMatch(/^More. For a lockout, press 1\. For the courtesy officer, press 2\./)
  caller.presses('1')
  expect(story.incident()).toMatchObject({ category: 'lockout', ladder: 'urgent' })
})

describe('silence', () => {
  test('is waited for from the end of the menu, then said so, then the caller is asked to speak', () => {
    const { story, caller } = atMenu()
    story.wait(60)
    expect(caller.heard()).toHaveLength(1)
    caller.listens()
    story.wait(7.9)
    expect(caller.heard()).toHaveLength(1)
    story.wait(0.1)
    expect(caller.hears()).toMatch(/^I did not hear a key\. For an emergency/)
    caller.listens()
    story.wait(8)
    expect(caller.phase()).toBe('speaking-freely')
    expect(caller.hears()).toMatch(/^Please tell me what is wrong after the tone\..*\[beep\]$/)
    expect(story.facts('no-key')).toMatchObject([{ round: 1 }, { round: 2 }])
  })

  test('a menu whose end is never reported goes on all the same', () => {
    const { story, caller } = atMenu()
    story.wait(90 + 8)
    expect(caller.hears()).toMatch(/^I did not hear a key\./)
  })

  test('a key pressed in the moment in which the time ran out has its full time', () => {
    const { story, caller } = atMenu()
    caller.listens()
    story.wait(8)
    caller.presses('1')
    story.driver.take({ type: 'due', stream: caller.id })
    expect(story.last().ignored).toBe('nothing is due yet')
    expect(caller.state()).toMatchObject({ phase: 'taking-statement', step: 'asking' })
  })
})

describe('wrong keys', () => {
  test.each(['9', '0', '*', '#', 'A'])('%s is said so, and the options again', key => {
    const { story, caller } = atMenu()
    caller.presses(key)
    expect(story.facts('key-ignored')).toMatchObject([{ digit: key }])
    expect(caller.hears()).toMatch(/^That key does nothing here\. For an emergency/)
  })

  test('two of them lead to free speech, not round and round', () => {
    const { caller } = atMenu()
    caller.presses('9', '9')
    expect(caller.phase()).toBe('speaking-freely')
  })
})

describe('languages', () => {
  test('each is offered in its own words', () => {
    const { caller } = atMenu(LINE.mesa)
    expect(caller.phase()).toBe('choosing-language')
    expect(caller.hears()).toBe('For English, press 1. Para español, oprima 2.')
  })

  test('the chosen one is spoken from then on', () => {
    const { story, caller } = atMenu(LINE.mesa)
    caller.presses('2')
    expect(story.facts('language-chosen')).toMatchObject([{ language: 'es', why: 'key 2' }])
    expect(caller.hears()).toMatch(/^Usted se ha comunicado con Mesa Verde\. Fuera de horas\./)
    caller.presses('1', '1')
    expect(caller.hears()).toMatch(/^Gracias\. Estamos llamando a la persona de guardia\./)
  })

  test.each([
    ['silence', []],
    ['a wrong key', ['7']],
  ])('%s gets the first one, and no time is lost', (_, keys) => {
    const { story, caller } = atMenu(LINE.mesa)
    if (keys.length === 0) {
      caller.listens()
      story.wait(8)
    } else caller.presses(...keys)
    expect(caller.state()).toMatchObject({ phase: 'asking-urgency', language: 'en' })
  })
})

test('a caller who leaves in the menu is a missed call', () => {
  const { caller } = atMenu()
  caller.hangsUp()
  expect(caller.outcome()).toBe('missed')
})

test('a fax ends as a fax', () => {
  const { caller } = atMenu()
  caller.hangsUp({ fax: true })
  expect(caller.outcome()).toBe('fax')
})
