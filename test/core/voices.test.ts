// Telephones that answer by themselves and ask who calls: whoever speaks anew begins the accept time anew, within a limit; a voicemail greeting
// does not hold up the ladder for ever.
import { expect, test } from 'vitest'
import { tell } from '../support/story.ts'

function answered() {
  const story = tell()
  const caller = story.arrives()
  caller.presses('1', '#')
  const ana = story.phone('ana').answers()
  const first = ana.hears()
  /** As TALK_DETECT tells it: the end comes after a second of quiet. */
  const speaks = (seconds: number) => {
    story.driver.take({ type: 'voice', channel: ana.channel, now: 'began' })
    story.wait(seconds + 1)
    story.driver.take({ type: 'voice', channel: ana.channel, now: 'ended' })
  }
  const said = () =>
    story.driver.turns.filter(turn => turn.commands.some(c => c.do === 'say' && c.channel === ana.channel)).length
  return { story, ana, first, speaks, said, isBriefed: () => story.phone('ana').phase() === 'briefing' }
}

test('the screening asks, and is told from the first words; its owner speaks later, and has the whole accept time', () => {
  const { story, ana, first, speaks, said, isBriefed } = answered()
  story.wait(0.5)
  speaks(4)
  expect(said()).toBe(2)
  expect(ana.hears()).toBe(first)
  story.wait(30)
  speaks(1)
  expect(said()).toBe(3)
  story.wait(34)
  expect(isBriefed()).toBe(true)
  ana.presses('1')
  expect(story.facts('accepted')).toMatchObject([{ person: 'ana' }])
  expect(story.facts('voice-heard').map(({ why }) => why)).toEqual(['it spoke at once, as greetings do', 'somebody new speaks'])
})

test('a "hello?" begins nothing anew: the briefing goes on, and so does the accept time', () => {
  const { story, speaks, said, isBriefed } = answered()
  speaks(0.6)
  expect(said()).toBe(1)
  story.wait(33.3)
  expect(isBriefed()).toBe(true)
  story.wait(0.2)
  expect(isBriefed()).toBe(false)
  expect(story.facts('voice-heard')).toEqual([])
})

test('whoever goes on after a breath is the same; a click is nobody', () => {
  const { story, speaks, said } = answered()
  speaks(1)
  story.wait(1.5)
  speaks(3)
  expect(said()).toBe(1)
  story.wait(5)
  speaks(0.1)
  expect(said()).toBe(1)
})

test('a voicemail greeting and its beep: the next telephone is rung within the accept time after it', () => {
  const { story, speaks, isBriefed } = answered()
  speaks(14)
  speaks(0.5)
  story.wait(34)
  expect(isBriefed()).toBe(false)
  expect(story.attempts()).toEqual(['ana no-key'])
})

test('nobody is held longer than 90 s from the answer, however many speak', () => {
  const { story, speaks, isBriefed } = answered()
  speaks(5)
  for (let n = 0; n < 8 && isBriefed(); n++) {
    story.wait(8)
    speaks(1)
  }
  story.wait(9)
  expect(isBriefed()).toBe(false)
  const [end] = story.driver.facts().filter(fact => fact.kind === 'attempt-ended')
  const [begin] = story.driver.facts().filter(fact => fact.kind === 'answered')
  expect(((end?.at ?? 0) - (begin?.at ?? 0)) / 1000).toBeLessThanOrEqual(90)
  expect(story.facts('voice-heard')).toHaveLength(3)
})

test('who speaks while asked for nothing, or on no telephone of ours, is of no interest', () => {
  const { story, ana } = answered()
  ana.presses('1')
  expect(story.driver.take({ type: 'voice', channel: ana.channel, now: 'began' }).ignored).not.toBeNull()
  expect(story.driver.take({ type: 'voice', channel: 'i-nothing.1', now: 'began' }).ignored).not.toBeNull()
})
