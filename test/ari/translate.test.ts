// ARI events as Asterisk 22 sends them, and as nobody should send them, against what the core is told.
import { describe, expect, it } from 'vitest'
import { eventOf } from '../../src/ari/shapes.ts'
import { type Known, translate } from '../../src/ari/translate.ts'

const LEG = 'i-box-1.7.2'
const known = (more: Partial<Known> = {}): Known => ({
  planHash: 'plan-1',
  dice: () => 4,
  fax: () => false,
  number: () => undefined,
  hangUp: () => undefined,
  again: () => false,
  ...more,
})

function channel(id: string, more: object = {}): object {
  return {
    id,
    name: 'PJSIP/trunk-alpha-00000007',
    state: 'Up',
    caller: { name: '', number: '+15125551234' },
    connected: { name: '', number: '' },
    dialplan: { context: 'nightbell-arrive', exten: 's', priority: 10, app_name: 'Stasis', app_data: 'nightbell,arrive' },
    creationtime: '2026-11-23T08:06:49.631+0000',
    language: 'en',
    ...more,
  }
}

function told(json: unknown, k: Known = known()): unknown {
  const event = eventOf(json)
  return 'ignored' in event ? event : translate(event, k)
}

const start = (args: readonly string[], id = 'c1', more: object = {}) => ({
  type: 'StasisStart',
  args,
  channel: channel(id),
  ...more,
})
const inQueue = { dialplan: { context: 'nightbell-in-queue', app_name: 'Queue', app_data: 'office,r,,,15' } }
const recording = (more: object) => ({ name: 'r1', format: 'wav', state: 'done', target_uri: 'channel:c1', ...more })

describe('an event becomes an input', () => {
  it.each<[string, object, unknown]>([
    [
      'an arrival with everything',
      start([
        'arrive',
        'alpha',
        '5125550100',
        '%2B15125551234',
        'Bob%20Ray',
        '%3Csip%3A%2B15125550000%40pbx%3E%3Breason%3Dno-answer',
        '',
        'allowed',
      ]),
      {
        type: 'arrived',
        channel: 'c1',
        trunk: 'alpha',
        line: '5125550100',
        callerNumber: '+15125551234',
        callerName: 'Bob Ray',
        diversion: '+15125550000',
        plan: 'plan-1',
      },
    ],
    [
      'back from the queue',
      start(['returned', 'queue', 'TIMEOUT']),
      { type: 'returned', channel: 'c1', from: 'queue', queueStatus: 'TIMEOUT' },
    ],
    [
      'back without a status',
      start(['returned', 'queue', '']),
      { type: 'returned', channel: 'c1', from: 'queue', queueStatus: null },
    ],
    ['the switch', start(['returned', 'deadman', '']), { type: 'returned', channel: 'c1', from: 'deadman', queueStatus: null }],
    ['an answered leg', start(['leg'], LEG), { type: 'legAnswered', channel: LEG, dice: 4 }],
    [
      'a key',
      { type: 'ChannelDtmfReceived', digit: '#', duration_ms: 100, channel: channel('c1') },
      { type: 'digit', channel: 'c1', digit: '#' },
    ],
    [
      'busy',
      { type: 'ChannelDestroyed', cause: 17, cause_txt: 'User busy', tech_cause: 486, channel: channel(LEG) },
      { type: 'ended', channel: LEG, cause: 17, sip: 486, fax: false },
    ],
    [
      'a normal end has no SIP failure',
      { type: 'ChannelDestroyed', cause: 16, cause_txt: 'Normal', tech_cause: 200, channel: channel('c1') },
      { type: 'ended', channel: 'c1', cause: 16, sip: null, fax: false },
    ],
    ['ringing', { type: 'Dial', dialstatus: 'RINGING', peer: channel(LEG) }, { type: 'legRinging', channel: LEG }],
    [
      'early audio is ringing',
      { type: 'Dial', dialstatus: 'PROGRESS', peer: channel(LEG) },
      { type: 'legRinging', channel: LEG },
    ],
    [
      'the office answers',
      {
        type: 'Dial',
        dialstatus: 'ANSWER',
        peer: { ...channel('box-17.9'), name: 'PJSIP/desk-0000002f' },
        caller: channel('c1', inQueue),
      },
      { type: 'officeAnswered', channel: 'c1', member: 'PJSIP/desk' },
    ],
    [
      'a bridge made by the queue',
      { type: 'ChannelEnteredBridge', bridge: { id: 'q' }, channel: channel('c1', inQueue) },
      { type: 'officeAnswered', channel: 'c1', member: null },
    ],
    [
      'a bridge of ours',
      { type: 'ChannelEnteredBridge', bridge: { id: 'b1' }, channel: channel('c1') },
      { type: 'enteredBridge', channel: 'c1', bridge: 'b1' },
    ],
    [
      'leaving it',
      { type: 'ChannelLeftBridge', bridge: { id: 'b1' }, channel: channel('c1') },
      { type: 'leftBridge', channel: 'c1', bridge: 'b1' },
    ],
    [
      'said',
      { type: 'PlaybackFinished', playback: { id: 'p1', target_uri: 'channel:c1', state: 'done', media_uri: 'sound:x' } },
      { type: 'playbackFinished', channel: 'c1', playback: 'p1', ok: true },
    ],
    [
      'could not be said',
      { type: 'PlaybackFinished', playback: { id: 'p1', target_uri: 'channel:c1', state: 'failed' } },
      { type: 'playbackFinished', channel: 'c1', playback: 'p1', ok: false },
    ],
    [
      'recorded',
      { type: 'RecordingFinished', recording: recording({ duration: 7, talking_duration: 4 }) },
      { type: 'recordingFinished', channel: 'c1', recording: 'r1', ms: 7000, speechMs: 4000 },
    ],
    [
      'recorded, speech not measured',
      { type: 'RecordingFinished', recording: recording({ duration: 7 }) },
      { type: 'recordingFinished', channel: 'c1', recording: 'r1', ms: 7000, speechMs: null },
    ],
    [
      'not recorded',
      { type: 'RecordingFailed', recording: recording({ cause: 'Cannot record channel while in bridge' }) },
      { type: 'recordingFailed', channel: 'c1', recording: 'r1', reason: 'Cannot record channel while in bridge' },
    ],
  ])('%s', (_, json, input) => expect(told(json)).toEqual(input))

  it('a fax tone heard before is told with the end', () => {
    const json = { type: 'ChannelDestroyed', cause: 16, channel: channel('c1') }
    expect(told(json, known({ fax: id => id === 'c1' }))).toMatchObject({ type: 'ended', fax: true })
  })
})

describe('what has no business in the application is hung up', () => {
  it.each<[string, object]>([
    ['a REFER: empty arguments', start([])],
    ['a REFER: an empty argument', start([''])],
    ['a REFER: replaces a channel', start(['leg'], LEG, { replace_channel: channel('other') })],
    ['a leg that nobody dialled', start(['leg'], 'c1')],
    ['unknown arguments', start(['drop', 'table'])],
    ['returned from nowhere', start(['returned', 'moon'])],
  ])('%s', (_, json) => expect(told(json)).toMatchObject({ hangUp: expect.any(String), reason: expect.any(String) }))
})

describe('what says nothing new is ignored, with a reason', () => {
  it.each<[string, unknown]>([
    ['nothing', null],
    ['a number', 5],
    ['a list', [1]],
    ['no type', {}],
    ['an unknown type', { type: 'ChannelToneDetected', channel: channel('c1') }],
    ['a type of a prototype', { type: 'constructor' }],
    ['a known type of a wrong shape', { type: 'StasisStart', args: 'arrive', channel: 7 }],
    ['no channel', { type: 'ChannelDtmfReceived', digit: '1' }],
    ['not a key', { type: 'ChannelDtmfReceived', digit: 'hello', channel: channel('c1') }],
    ['ringing of an office telephone', { type: 'Dial', dialstatus: 'RINGING', peer: channel('box-17.9'), caller: channel('c1') }],
    ['an answer', { type: 'Dial', dialstatus: 'ANSWER', peer: channel(LEG) }],
    ['an answer outside the queue', { type: 'Dial', dialstatus: 'ANSWER', peer: channel('x'), caller: channel('c1') }],
    ['playback to a bridge', { type: 'PlaybackFinished', playback: { id: 'p', target_uri: 'bridge:b', state: 'done' } }],
    ['recording of a bridge', { type: 'RecordingFinished', recording: recording({ target_uri: 'bridge:b' }) }],
    ['a number of a stranger', { type: 'ChannelCallerId', channel: channel('unknown') }],
    ['our own number on a leg', { type: 'ChannelCallerId', channel: channel(LEG) }],
  ])('%s', (_, json) => expect(told(json)).toEqual({ ignored: expect.any(String) }))
})

describe('a transferred caller has a new number', () => {
  const changed = (number: string, more: object = {}) => ({
    type: 'ChannelCallerId',
    caller_presentation: 0,
    channel: channel('c1', { caller: { name: '', number } }),
    ...more,
  })
  const was = (number: string | null) => known({ number: () => number })
  it('told once it differs', () => {
    expect(told(changed('+15127770000'), was('+15125551234'))).toEqual({
      type: 'numberChanged',
      channel: 'c1',
      number: '+15127770000',
    })
    expect(told(changed('+15125551234'), was('+15125551234'))).toEqual({ ignored: 'the number is the same' })
  })
  it('a withheld one is not given away', () => {
    expect(told(changed('+15127770000', { caller_presentation: 35 }), was(null))).toEqual({ ignored: 'may be withheld' })
    expect(told(changed('+15127770000'), was(null))).toEqual({ ignored: 'may be withheld' })
  })
})
