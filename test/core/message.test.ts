// Not urgent: a message for the office. And the other ways in which a call becomes an entry of the log without anybody being rung.
import { describe, expect, test } from 'vitest'
import type { Input } from '../../src/core/world/inputs.ts'
import { NIGHT, PLAN_HASH } from '../support/plan.ts'
import { onHold } from '../support/specimens.ts'
import { expectOver, tell } from '../support/story.ts'

function message() {
  const story = tell()
  const caller = story.arrives()
  caller.presses('3')
  return { story, caller }
}

const RECORDING = '1700000000-1-message-1'

describe('a message', () => {
  test('is asked for, recorded after the tone, and kept', () => {
    const { story, caller } = message()
    expect(caller.hears()).toBe('Please leave your message after the tone. Press pound when you are done. [beep]')
    caller.listens()
    expect(story.did()).toEqual([`record ${caller.channel} ${RECORDING}`])
    caller.speaks(9000)
    expect(story.facts('message-taken')).toMatchObject([{ mailbox: 'office', recording: RECORDING, ms: 9000 }])
    expect(caller.hears()).toBe('Thank you. Your message has been kept for the office. Goodbye.')
    caller.listens().hangsUp()
    expectOver(story, 'message')
  })

  test('is kept when the caller just hangs up', () => {
    const { story, caller } = message()
    caller.listens().hangsUp().speaks(9000)
    expect(story.facts('message-taken')).toMatchObject([{ mailbox: 'office', recording: RECORDING, ms: 9000 }])
    expectOver(story, 'message')
  })

  test.each([
    ['finished', 9000, 500],
    ['hung up', 9000, 500],
    ['finished', 800, null],
    ['hung up', 800, null],
  ])('with next to nothing in it is a missed call (%s, %i ms, speech %s)', (how, ms, speech) => {
    const { story, caller } = message()
    caller.listens()
    if (how === 'hung up') caller.hangsUp()
    caller.speaks(ms, speech)
    expect(story.facts('message-taken')).toEqual([])
    if (how === 'finished') caller.hangsUp()
    expectOver(story, 'missed')
  })

  test('that can’t be recorded is said so', () => {
    const { story, caller } = message()
    caller.listens().recorderFails('no space left')
    expect(caller.hears()).toBe('I am sorry, I could not record that.')
    expect(story.facts('statement-missing')).toMatchObject([{ why: 'no space left' }])
  })

  test('rings nobody', () => {
    const { story, caller } = message()
    caller.listens().speaks(9000)
    expect(story.dialled()).toEqual([])
    expect(story.driver.world.incidents.size).toBe(0)
  })

  test('sung by a fax is no message', () => {
    const { story, caller } = message()
    caller.listens().hangsUp({ fax: true })
    expectOver(story, 'fax')
  })
})

describe('a call that the failsafe looked after while the daemon was away', () => {
  function note(parts: Partial<Extract<Input, { type: 'imported' }>> = {}): Input {
    return {
      ...{ type: 'imported', channel: '9.9', plan: PLAN_HASH, trunk: 'carrier', line: '+15125550100', property: 'oak-creek' },
      ...{ callerNumber: '+13125550142', callerName: null, diversion: null, outcome: 'message', rung: '+15125551007' },
      ...{ recording: 'failsafe-9', ms: 6000, arrivedAt: NIGHT - 90_000, endedAt: NIGHT - 10_000, ...parts },
    }
  }

  test('is told from its arrival to its end', () => {
    const story = tell()
    story.driver.take(note())
    expect(story.kinds()).toEqual(['arrived', 'identified', 'in-failsafe', 'message-taken', 'left'])
    expect(story.facts('message-taken')).toMatchObject([{ mailbox: 'office', recording: 'failsafe-9', ms: 6000 }])
    expect(story.facts('left')).toMatchObject([{ outcome: 'message', waitedMs: 80_000 }])
    expect(story.driver.world.calls.size).toBe(0)
  })

  test.each([
    ['accepted', 'connected'],
    ['message', 'message'],
    ['left', 'failsafe'],
    ['fax', 'fax'],
  ] as const)('%s is listed as %s', (outcome, listed) => {
    const story = tell()
    story.driver.take(note({ outcome, recording: null, ms: 0 }))
    expect(story.facts('left')).toMatchObject([{ outcome: listed }])
    expect(story.facts('message-taken')).toEqual([])
  })

  test.each(['a property that was renamed', 'constructor', ''])('of %j is kept for the property that stands in', property => {
    const story = tell()
    story.driver.take(note({ property }))
    expect(story.facts('identified')).toMatchObject([{ property: 'oak-creek' }])
  })

  test('and that the daemon had before arrives only once, and its incident hears that the caller is gone', () => {
    const { story, caller } = onHold()
    story.driver.take(note({ channel: caller.channel, outcome: 'left', recording: null }))
    expect(story.facts('arrived')).toHaveLength(1)
    expect(caller.outcome()).toBe('failsafe')
    expect(story.incident()).toMatchObject({ phase: 'ringing', caller: { now: 'gone' } })
  })
})
