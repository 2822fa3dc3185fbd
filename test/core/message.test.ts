// Not urgent: a message for the office. And the other ways in which a call becomes an entry of the log without anybody being rung.
import { describe, expect, test } from 'vitest'
import type { Input } from '../../src/core/world/inputs.ts'
import { NIGHT, PLAN_HASH, smallPlan } from '../support/plan.ts'
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
    expect(caller.hears()).toBe(
      'Please leave your message after the tone. Press pound when you are done, or star to begin again. [beep]',
    )
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
    ['finished', 200, 3000],
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

  test('with the checksum of its file', () => {
    const { story, caller } = message()
    caller.listens().speaks(9000, 9000, { sha256: 'ab12' })
    expect(story.facts('message-taken')).toMatchObject([{ ms: 9000, sha256: 'ab12' }])
    expect(caller.hears()).toBe('Thank you. Your message has been kept for the office. Goodbye.')
  })

  test('that reaches the maximum is said so, however much silence is taken away', () => {
    const { story, caller } = message()
    caller.listens()
    story.wait(120)
    caller.speaks(40_000, 38_000, { sha256: 'ab12' })
    expect(caller.hears()).toMatch(/^The time for a message is over\. What you said has been kept/)
    expect(story.facts('message-taken')).toMatchObject([{ ms: 40_000 }])
  })

  test('of which the disk took only the beginning is kept, and said so, be it ever so short', () => {
    const { story, caller } = message()
    caller.listens().speaks(900, 0, { cut: true })
    expect(caller.hears()).toMatch(/^I am sorry, only the beginning of your message could be kept\./)
    expect(story.facts('message-taken')).toMatchObject([{ mailbox: 'office', cut: true }])
  })

  test('that can’t be recorded is said so, and the mailbox gets whoever is to be called back', () => {
    const { story, caller } = message()
    caller.listens().recorderFails('no space left')
    expect(caller.hears()).toMatch(/could not be recorded\. The office will see that you called, from \[13125550142\]/)
    expect(story.facts('message-lost')).toMatchObject([{ mailbox: 'office', recording: RECORDING, why: 'no space left' }])
    expect(story.facts('message-taken')).toEqual([])
    caller.listens().hangsUp()
    expectOver(story, 'message')
  })

  test('that can’t be recorded, of a caller without a number: asked to call again', () => {
    const story = tell()
    const caller = story.arrives({ number: null })
    caller.presses('3').listens().recorderFails()
    expect(caller.hears()).toMatch(/your number is hidden\. Please call again later\./)
    expect(story.facts('message-lost')).toHaveLength(1)
  })

  test('of a caller who hung up before the recorder began is a missed call', () => {
    const { story, caller } = message()
    caller.listens().hangsUp()
    const failed = { type: 'commandFailed', channel: caller.channel, command: 'record', gone: true, reason: '404' } as const
    story.driver.take(failed)
    expect(story.facts('message-lost')).toEqual([])
    expectOver(story, 'missed')
  })

  test('whose recorder fails after the caller hung up stands in the mailbox all the same', () => {
    const { story, caller } = message()
    caller.listens().hangsUp().recorderFails('no space left')
    expect(story.facts('message-lost')).toMatchObject([{ mailbox: 'office', why: 'no space left' }])
    expectOver(story, 'message')
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

describe('star while recording', () => {
  test('throws it away and begins again after a word and a tone', () => {
    const { story, caller } = message()
    caller.listens().presses('*')
    expect(story.did()).toEqual([
      `discardRecording ${caller.channel} ${RECORDING}`,
      `hush ${caller.channel}`,
      `say ${caller.channel}: That is thrown away. Please speak again after the tone. [beep]`,
    ])
    expect(story.facts('recording-discarded')).toMatchObject([{ recording: RECORDING }])
    caller.listens()
    expect(story.did()).toEqual([`record ${caller.channel} 1700000000-1-message-2`])
    caller.speaks(4000)
    expect(story.facts('message-taken')).toMatchObject([{ recording: '1700000000-1-message-2', ms: 4000 }])
  })

  test('what the recorder still tells of the one that was thrown away counts for nothing', () => {
    const { story, caller } = message()
    caller.listens().presses('*')
    const late = { type: 'recordingFinished', channel: caller.channel, recording: RECORDING, ms: 7000, speechMs: 7000 } as const
    story.driver.take(late)
    expect(story.facts('message-taken')).toEqual([])
    expect(caller.state()).toMatchObject({ phase: 'taking-message', step: 'asking' })
  })

  test('four times; the last time it is said to be the last, and then star is part of the message', () => {
    const { story, caller } = message()
    for (const _ of [1, 2, 3, 4]) caller.listens().presses('*')
    expect(caller.hears()).toMatch(/This time it is kept\. \[beep\]$/)
    caller.listens().presses('*')
    expect(story.last().commands).toEqual([])
    expect(story.facts('key-ignored')).toMatchObject([{ digit: '*' }])
    expect(story.facts('recording-discarded')).toHaveLength(4)
    caller.speaks(4000)
    expect(story.facts('message-taken')).toMatchObject([{ recording: '1700000000-1-message-5' }])
  })

  test('and hanging up then leaves no message', () => {
    const { story, caller } = message()
    caller.listens().presses('*').hangsUp()
    expectOver(story, 'missed')
  })

  test('the daemon is killed in that moment: the old recorder is stopped first, and the caller asked again', () => {
    const { story, caller } = message()
    caller.listens().presses('*')
    const channel = { state: 'up', inApp: true, bridge: null } as const
    const seen = { at: story.driver.now(), channels: { [caller.channel]: channel }, recordings: {} }
    story.driver.take({ type: 'observed', stream: caller.id, seen })
    const did = story.did()
    expect(did).toContain(`discardRecording ${caller.channel} ${RECORDING}`)
    expect(did.indexOf(`discardRecording ${caller.channel} ${RECORDING}`)).toBeLessThan(did.findIndex(d => d.startsWith('say')))
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

  test('is imported twice by a daemon that died in between: its incident goes on, and nobody is rung under a name that is taken', () => {
    const small = smallPlan()
    const noKey = { do: 'escalate', ladder: 'urgent', category: 'water' } as const
    const oak = small.properties['oak-creek']
    if (!oak) throw new Error('no Oak Creek')
    const story = tell({ plan: { ...small, properties: { ...small.properties, 'oak-creek': { ...oak, noKey } } } })
    story.driver.take(note())
    story.phone('ana').answers().presses('5')
    expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ana' } })
    story.driver.take(note())
    expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ana' } })
    expect(story.facts('opened')).toHaveLength(1)
    expect(story.ringing()).toEqual([])
  })

  test('and that the daemon had before arrives only once, and its incident hears that the caller is gone', () => {
    const { story, caller } = onHold()
    story.driver.take(note({ channel: caller.channel, outcome: 'left', recording: null }))
    expect(story.facts('arrived')).toHaveLength(1)
    expect(caller.outcome()).toBe('failsafe')
    expect(story.incident()).toMatchObject({ phase: 'ringing', caller: { now: 'gone' } })
  })
})
