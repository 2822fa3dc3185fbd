// One lane a channel: order, what may overtake, what is dropped, and that nothing that the PBX fails to do blocks a caller for ever.
import { setImmediate } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Command } from '../../src/core/world/commands.ts'
import type { EpochMs, LegId } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { type Lanes, openLanes } from '../../src/daemon/lanes.ts'
import { openVirtualClock, type VirtualClock } from '../../src/simulation/virtual-clock.ts'
import { type FakeTelephony, fakeTelephony, GONE, keptLog, REFUSED } from './fake-telephony.ts'

let pbx: FakeTelephony
let clock: VirtualClock
let reported: Input[]
let lanes: Lanes
let sounds: readonly string[]

beforeEach(() => {
  pbx = fakeTelephony()
  clock = openVirtualClock(1_000_000 as EpochMs)
  reported = []
  sounds = ['sound:words']
  const voice = { soundsFor: () => Promise.resolve(sounds) }
  lanes = openLanes({ telephony: pbx.telephony, voice, clock, log: keptLog(), report: input => void reported.push(input) })
})

/** Everything that was promised is done; no time passes. */
async function settled(): Promise<void> {
  for (let n = 0; n < 10; n++) await setImmediate()
}

async function seconds(n: number): Promise<void> {
  await clock.runUntil((clock.now() + n * 1000) as EpochMs)
  await settled()
}

const say = (playback: string, channel = 'c1'): Command => ({ do: 'say', channel, playback, speech: [] })
const hush = (channel = 'c1'): Command => ({ do: 'hush', channel })
const hold: Command = { do: 'hold', channel: 'c1', bridge: 'hold-c1' }
const hangUp: Command = { do: 'hangUp', channel: 'c1' }
const finished = (playback: string): Input => ({ type: 'playbackFinished', channel: 'c1', playback, ok: true })
/** Without the renewals of the dead-man's switch. */
const asked = (): string[] => pbx.asked.filter(request => !request.startsWith('deadMan'))

test('commands of one channel are done in order, each sentence waiting for the one before', async () => {
  lanes.carryOut([{ do: 'answer', channel: 'c1' }, say('p1'), say('p2'), hold])
  await settled()
  expect(asked()).toEqual(['answer c1', 'play c1 p1 …'])
  lanes.heard(finished('p1'))
  await settled()
  expect(asked().slice(2)).toEqual(['play c1 p2 …'])
  lanes.heard(finished('p2'))
  await settled()
  expect(asked().slice(3)).toEqual(['bridge hold-c1 hold', 'addToBridge hold-c1 c1'])
})

test('a stop never overtakes the start of what it stops', async () => {
  const go = pbx.holdsBack('play')
  lanes.carryOut([say('p1')])
  await settled()
  lanes.carryOut([hush(), hold])
  await settled()
  expect(asked()).toEqual(['play c1 p1 …'])
  go()
  await settled()
  expect(asked()[1]).toBe('stopPlaying p1')
  expect(asked()).not.toContain('addToBridge hold-c1 c1')
  lanes.heard(finished('p1'))
  await settled()
  expect(asked()).toContain('addToBridge hold-c1 c1')
})

test('a talk that is undone before its turn is not begun', async () => {
  lanes.carryOut([say('p1'), { do: 'talk', channel: 'c1', bridge: 'talk-1' }])
  await settled()
  lanes.carryOut([hush(), { do: 'leaveTalk', channel: 'c1', bridge: 'talk-1' }, say('p2')])
  lanes.heard(finished('p1'))
  await settled()
  expect(asked()).not.toContain('addToBridge talk-1 c1')
  expect(asked().at(-1)).toBe('play c1 p2 …')
})

test('channels do not wait for each other', async () => {
  const go = pbx.holdsBack('answer')
  lanes.carryOut([{ do: 'answer', channel: 'c1' }, say('p1')])
  lanes.carryOut([say('q1', 'c2')])
  await settled()
  expect(asked()).toEqual(['answer c1', 'play c2 q1 …'])
  go()
  await settled()
  expect(asked().at(-1)).toBe('play c1 p1 …')
})

test('hush stops what is being said at once and drops what waits to be said, but nothing else', async () => {
  lanes.carryOut([say('p1'), say('p2'), hold])
  await settled()
  lanes.carryOut([hush(), say('p3')])
  await settled()
  expect(asked()).toEqual(['play c1 p1 …', 'stopPlaying p1'])
  lanes.heard(finished('p1'))
  await settled()
  expect(asked()).not.toContain('play c1 p2 …')
  expect(asked().slice(2, 4)).toEqual(['bridge hold-c1 hold', 'addToBridge hold-c1 c1'])
  expect(asked().at(-1)).toBe('play c1 p3 …')
})

test('what is being said is known and stopped, though nobody renews for its channel meanwhile', async () => {
  const talk: Command = { do: 'talk', channel: 'c1', bridge: 'talk-1' }
  lanes.carryOut([say('p1')])
  await settled()
  lanes.renew(new Set())
  lanes.carryOut([hush(), talk])
  await settled()
  expect(asked()).toEqual(['play c1 p1 …', 'stopPlaying p1'])
  lanes.heard(finished('p1'))
  await settled()
  expect(asked().at(-1)).toBe('addToBridge talk-1 c1')
})

test('hush before the sound is made: it is never played', async () => {
  lanes.carryOut([say('p1')])
  lanes.carryOut([hush(), say('p2')])
  await settled()
  expect(asked()).toEqual(['play c1 p2 …'])
})

test('hush names what a daemon before us began', async () => {
  lanes.carryOut([{ do: 'hush', channel: 'c1', playback: 'c1-p7' }])
  await settled()
  expect(asked()).toEqual(['stopPlaying c1-p7'])
})

test('what is over, or had no sound, needs no stop', async () => {
  lanes.carryOut([say('p1')])
  await settled()
  lanes.heard(finished('p1'))
  lanes.carryOut([{ do: 'hush', channel: 'c1', playback: 'p1' }])
  await settled()
  sounds = []
  lanes.carryOut([say('p2')])
  await settled()
  lanes.carryOut([{ do: 'hush', channel: 'c1', playback: 'p2' }])
  await settled()
  expect(asked()).toEqual(['play c1 p1 …'])
})

test('hanging up overtakes everything that waits', async () => {
  lanes.carryOut([say('p1'), say('p2'), hold, { do: 'talk', channel: 'c1', bridge: 'talk-1' }])
  await settled()
  lanes.carryOut([hangUp])
  await settled()
  expect(asked()).toEqual(['play c1 p1 …', 'stopPlaying p1', 'hangUp c1'])
  expect(reported).toEqual([])
})

test('a refused command comes back as an input, one for a channel that is gone says so, and tidying up is quiet', async () => {
  pbx.answers('play', REFUSED)
  pbx.answers('addToBridge', GONE)
  pbx.answers('hangUp', GONE)
  pbx.answers('removeFromBridge', GONE)
  pbx.answers('destroyBridge', GONE)
  lanes.carryOut([say('p1'), hold, { do: 'unhold', channel: 'c1', bridge: 'hold-c1' }, hangUp])
  lanes.carryOut([say('q1', 'c2'), { do: 'hold', channel: 'c2', bridge: 'hold-c2' }])
  await seconds(1)
  expect(reported).toEqual([
    { type: 'commandFailed', channel: 'c2', command: 'say', gone: false, reason: '500 Allocation failed' },
    { type: 'commandFailed', channel: 'c2', command: 'hold', gone: true, reason: '404 Channel not found', bridge: 'hold-c2' },
  ])
})

test('a recorder that can not be started is a recording that failed', async () => {
  pbx.answers('record', REFUSED)
  lanes.carryOut([{ do: 'record', channel: 'c1', recording: 'r1', maxSeconds: 20, maxSilenceSeconds: 5 }])
  await seconds(1)
  expect(reported).toEqual([{ type: 'recordingFailed', channel: 'c1', recording: 'r1', reason: '500 Allocation failed' }])
})

test('a request that throws is a failure like any other', async () => {
  pbx.answers('answer', Promise.reject(new Error('a bug of ours')))
  lanes.carryOut([{ do: 'answer', channel: 'c1' }, say('p1')])
  await seconds(1)
  expect(reported).toEqual([
    { type: 'commandFailed', channel: 'c1', command: 'answer', gone: false, reason: 'Error: a bug of ours' },
  ])
  expect(asked().at(-1)).toBe('play c1 p1 …')
})

test('a playback that never says that it finished blocks for 90 s, not for ever', async () => {
  lanes.carryOut([say('p1'), hold])
  await seconds(89)
  expect(asked()).toEqual(['play c1 p1 …'])
  await seconds(2)
  expect(asked().slice(1)).toEqual(['bridge hold-c1 hold', 'addToBridge hold-c1 c1'])
})

test('a stopped playback that never says so holds nothing up for longer than 2 s', async () => {
  lanes.carryOut([say('p1')])
  await settled()
  lanes.carryOut([hush(), say('p2')])
  await seconds(1)
  expect(asked()).toEqual(['play c1 p1 …', 'stopPlaying p1'])
  await seconds(1.5)
  expect(asked().at(-1)).toBe('play c1 p2 …')
})

test('words without a sound count as said', async () => {
  sounds = []
  lanes.carryOut([say('p1'), hold])
  await settled()
  expect(reported).toEqual([finished('p1')])
  expect(asked()).toEqual(['bridge hold-c1 hold', 'addToBridge hold-c1 c1'])
})

test('the channel ends: what waits is dropped and nothing is stuck', async () => {
  lanes.carryOut([say('p1'), hold])
  await settled()
  lanes.heard({ type: 'ended', channel: 'c1', cause: 16, sip: null, fax: false })
  await settled()
  expect(lanes.busy()).toBe(0)
})

test('who has hung up while something was said to them needs no stop', async () => {
  lanes.carryOut([say('p1')])
  await settled()
  lanes.heard({ type: 'ended', channel: 'c1', cause: 16, sip: null, fax: false })
  lanes.carryOut([hush()])
  await settled()
  expect(asked()).toEqual(['play c1 p1 …'])
})

test('the dead-man’s switch is not renewed while something is said or recorded, and at most every 5 s', async () => {
  const renewed = (): number => pbx.asked.filter(request => request.startsWith('deadMan')).length
  lanes.renew(new Set(['c1']))
  await settled()
  expect(renewed()).toBe(1)
  lanes.renew(new Set(['c1']))
  await settled()
  expect(renewed()).toBe(1)
  await seconds(6)
  lanes.carryOut([say('p1')])
  await settled()
  const before = renewed()
  await seconds(6)
  lanes.renew(new Set(['c1']))
  await settled()
  expect(renewed()).toBe(before)
})

test('a long message that staff hear has a switch as long as it is; a caller’s never has', async () => {
  const long = (channel: string, ms?: number): Command => {
    const recording = { kind: 'recording', name: 'm-1', ...(ms === undefined ? {} : { ms }) } as const
    return { do: 'say', channel, playback: `${channel}-p1`, speech: [recording] }
  }
  // Ten minutes is the longest message that the rules allow.
  lanes.carryOut([long('desk', 100_000), long('desk-2', 600_000), long('c1')])
  await settled()
  const switches = pbx.asked.filter(request => request.startsWith('deadMan'))
  expect(switches).toEqual(['deadMan desk 115', 'deadMan desk-2 615', 'deadMan c1 45'])
})

describe('a bridge is made once', () => {
  const talk = (channel: string): Command => ({ do: 'talk', channel, bridge: 'talk-1' })
  const made = (): number => pbx.asked.filter(request => request.startsWith('bridge ')).length

  test('when two lanes ask for it at the same moment, and when one comes later', async () => {
    const go = pbx.holdsBack('bridge')
    lanes.carryOut([talk('c1'), talk('c2')])
    await settled()
    expect(asked()).toEqual(['bridge talk-1 talk'])
    go()
    await settled()
    expect(asked().slice(1)).toEqual(['addToBridge talk-1 c1 c2'])
    lanes.carryOut([talk('c3')])
    await settled()
    expect(made()).toBe(1)
    expect(reported).toEqual([])
  })

  test('who is ready does not wait long for who is still listening to something', async () => {
    lanes.carryOut([say('p1')])
    await settled()
    lanes.carryOut([talk('c1'), talk('c2')])
    await seconds(1)
    expect(asked().slice(1)).toEqual(['bridge talk-1 talk', 'addToBridge talk-1 c2'])
    lanes.heard(finished('p1'))
    await seconds(1)
    expect(asked().at(-1)).toBe('addToBridge talk-1 c1')
  })

  test('one of two who has gone does not keep the other one out', async () => {
    pbx.answersOnce('addToBridge', GONE)
    pbx.answersOnce('addToBridge', { ok: true })
    pbx.answersOnce('addToBridge', GONE)
    lanes.carryOut([talk('c1'), talk('c2')])
    await settled()
    expect(asked().slice(1)).toEqual(['addToBridge talk-1 c1 c2', 'addToBridge talk-1 c1', 'addToBridge talk-1 c2'])
    expect(reported).toMatchObject([{ channel: 'c2', command: 'talk', gone: true }])
  })

  test('and ended once, whoever leaves first', async () => {
    lanes.carryOut([talk('c1'), talk('c2')])
    await settled()
    const leave = (channel: string): Command => ({ do: 'leaveTalk', channel, bridge: 'talk-1' })
    lanes.carryOut([leave('c1'), leave('c2')])
    await settled()
    expect(asked().filter(request => request === 'destroyBridge talk-1')).toHaveLength(1)
  })

  test('anew when it turns out to be gone', async () => {
    lanes.carryOut([talk('c1')])
    await settled()
    pbx.answers('addToBridge', REFUSED)
    lanes.carryOut([talk('c2')])
    await settled()
    pbx.answers('addToBridge', { ok: true })
    await seconds(1)
    expect(made()).toBeGreaterThan(1)
    expect(reported).toEqual([])
  })
})

test('a talk takes a caller straight out of the music; whatever is said first ends it', async () => {
  const unhold: Command = { do: 'unhold', channel: 'c1', bridge: 'hold-c1' }
  lanes.carryOut([hold])
  await settled()
  lanes.carryOut([unhold, { do: 'talk', channel: 'c1', bridge: 'talk-1' }])
  await settled()
  expect(asked().slice(2)).toEqual(['bridge talk-1 talk', 'addToBridge talk-1 c1'])
  lanes.carryOut([hold, unhold, say('p1')])
  await settled()
  expect(asked().slice(-2)).toEqual(['removeFromBridge hold-c1 c1', 'play c1 p1 …'])
})

test('a hold that is carried out late, when they talk already, does not end the talk', async () => {
  lanes.carryOut([{ do: 'talk', channel: 'c1', bridge: 'talk-1' }])
  await settled()
  lanes.heard({ type: 'enteredBridge', channel: 'c1', bridge: 'hold-c1' })
  await settled()
  expect(asked().slice(2)).toEqual(['addToBridge talk-1 c1'])
})

test('the switch is renewed when little is left of it, and not in a talk', async () => {
  const renewals = (): string[] => pbx.asked.filter(request => request.startsWith('deadMan'))
  lanes.heard({ type: 'legAnswered', channel: 'c1', dice: 3 })
  for (let n = 0; n < 10; n++) {
    await seconds(14)
    lanes.renew(new Set(['c1']))
    await settled()
  }
  expect(renewals().length).toBeGreaterThan(2)
  expect(renewals().length).toBeLessThan(6)
  const before = renewals().length
  lanes.carryOut([{ do: 'talk', channel: 'c1', bridge: 'talk-1' }])
  await settled()
  lanes.renew(new Set(['c1']))
  await settled()
  expect(renewals().slice(before)).toEqual(['deadMan c1 0'])
})

test('a refused request is tried again at once, and nobody hears of it when it is done then', async () => {
  pbx.answersOnce('addToBridge', REFUSED)
  lanes.carryOut([hold])
  await seconds(0.1)
  expect(asked().filter(request => request.startsWith('addToBridge'))).toHaveLength(2)
  expect(reported).toEqual([])
})

test('a request that is not answered is told of within five seconds', async () => {
  pbx.holdsBack('addToBridge')
  lanes.carryOut([{ do: 'talk', channel: 'c1', bridge: 'talk-1' }])
  await seconds(4)
  expect(reported).toMatchObject([{ type: 'commandFailed', command: 'talk', bridge: 'talk-1', gone: false }])
})

test('a sentence that was said, whatever was answered, is not said twice', async () => {
  pbx.answers('play', REFUSED)
  lanes.carryOut([say('p1')])
  await settled()
  lanes.heard(finished('p1'))
  await seconds(1)
  expect(asked().filter(request => request.startsWith('play')).length).toBeLessThan(3)
  expect(reported).toEqual([])
})

test('a dial that failed is hung up: it may ring all the same', async () => {
  pbx.answers('dial', REFUSED)
  const dial = { trunk: 't', number: '+15125551001', callerId: '+15125550100', callerName: 'Box', timeoutSeconds: 30 } as const
  lanes.carryOut([{ do: 'dial', channel: 'i-1.1' as LegId, ...dial }])
  await seconds(1)
  expect(asked().at(-1)).toBe('hangUp i-1.1')
  expect(reported).toMatchObject([{ type: 'commandFailed', command: 'dial' }])
})
