// Where a trunk carries digits in the voice, speech can sound like a key (talk-off): taking a matter needs a second, random key.
import { describe, expect, test } from 'vitest'
import { LINE, smallPlan, TRUNK } from '../support/plan.ts'
import { tell } from '../support/story.ts'

describe('over a trunk with digits in the voice', () => {
  function answered() {
    const story = tell({ at: Date.UTC(2026, 2, 10, 7) as never })
    const caller = story.arrives({ line: LINE.lakeside, trunk: TRUNK.pbx })
    caller.presses('1', '*')
    return { story, caller, ana: story.phone('ana').answers(3) }
  }

  test('1 is asked to be confirmed with a second, random key', () => {
    const { ana, caller } = answered()
    ana.presses('1')
    expect(ana.hears()).toBe('To accept, now press 7.')
    expect(caller.phase()).toBe('holding')
    ana.presses('7')
    expect(caller.phase()).toBe('talking')
  })

  test('1 again is not a confirmation: speech makes the same digit twice', () => {
    const { ana, caller } = answered()
    ana.presses('1', '1', '1')
    expect(caller.phase()).toBe('holding')
    expect(ana.hears()).toBe('To accept, now press 7.')
    ana.presses('7')
    expect(caller.phase()).toBe('talking')
  })

  test('5 is confirmed the same way, and owns', () => {
    const { story, ana, caller } = answered()
    ana.presses('5', '5')
    expect(caller.phase()).toBe('holding')
    ana.presses('7')
    expect(caller.phase()).toBe('leaving')
    expect(story.facts('owned')).toMatchObject([{ person: 'ana', how: 'key-5' }])
  })

  test('the key that was asked for last is what counts: 1, then 5, then the confirmation owns', () => {
    const { story, ana } = answered()
    ana.presses('1', '5', '7')
    expect(story.facts('owned')).toHaveLength(1)
    expect(story.facts('accepted')).toEqual([])
  })

  test('the confirming key means nothing before it was asked for', () => {
    const { ana, caller } = answered()
    ana.presses('7', '7')
    expect(caller.phase()).toBe('holding')
    expect(ana.hears()).toMatch(/^That key does nothing here\./)
  })

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])('dice %i: the key means nothing else', dice => {
    const story = tell()
    story.arrives({ line: LINE.lakeside, trunk: TRUNK.pbx }).presses('1', '*')
    const ana = story.phone('ana').answers(dice).presses('1')
    expect(ana.hears()).toMatch(/press [046789]\.$/)
  })
})

describe('over a trunk that takes what was agreed upon', () => {
  function answered(lakeside = false) {
    const story = tell({ plan: smallPlan({ trunks: { carrier: { digits: 'auto' } } }) })
    const caller = lakeside ? story.arrives({ line: LINE.lakeside, trunk: TRUNK.pbx }) : story.arrives()
    caller.presses('1', lakeside ? '*' : '#')
    const ana = story.phone('ana').answers(3)
    const presses = (digit: string, by?: 'audio' | 'info') =>
      story.driver.take({ type: 'digit', channel: ana.channel, digit, ...(by && { by }) })
    return { story, ana, presses }
  }

  test('no telephone-event in this call: 1 in the audio is confirmed', () => {
    const { story, ana, presses } = answered()
    presses('1', 'audio')
    expect(ana.hears()).toBe('To accept, now press 7.')
    presses('7', 'audio')
    expect(story.facts('accepted')).toHaveLength(1)
  })

  test.each([undefined, 'info'] as const)('a key that no speech can make (%s) is an accept', by => {
    const { story, presses } = answered()
    presses('1', by)
    expect(story.facts('accepted')).toHaveLength(1)
  })

  test('INFO over a trunk with keys in the audio is an accept, too', () => {
    const { story, presses } = answered(true)
    presses('1', 'info')
    expect(story.facts('accepted')).toHaveLength(1)
  })

  test('no way to send keys: the story says so, and the briefing goes on', () => {
    const { story, ana } = answered()
    story.driver.take({ type: 'noKeys', channel: ana.channel })
    expect(story.facts('no-keys')).toMatchObject([{ person: 'ana', why: 'no telephone-event in its answer' }])
    expect(story.phone('ana').phase()).toBe('briefing')
  })
})
