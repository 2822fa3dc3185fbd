// Requests against an ARI that refuses, resets, hangs and lies: every one settles, with the right word for what happened.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AriConnection, connectAri } from '../../src/ari/connect.ts'
import { openHttp } from '../../src/ari/http.ts'
import type { Command } from '../../src/core/world/commands.ts'
import type { LegId } from '../../src/core/world/ids.ts'
import type { Input, ObservedChannel } from '../../src/core/world/inputs.ts'
import { type FakeAsterisk, keptLog, startFakeAsterisk, until } from './fake-asterisk.ts'

const LEG = 'i-c1.1' as LegId
let pbx: FakeAsterisk
let ari: AriConnection
let inputs: Input[]
let testimony: ObservedChannel
let log = keptLog()

beforeEach(async () => {
  pbx = await startFakeAsterisk()
  log = keptLog()
  inputs = []
  testimony = { state: 'gone', witness: { dialled: true, answered: false, cause: 17 } }
  ari = connectAri({
    url: pbx.url,
    user: 'u',
    password: 'p',
    app: 'nightbell',
    log,
    witness: { of: async () => testimony },
    planHash: () => 'plan-1',
    requestTimeoutMs: 150,
  })
  ari.onInput(input => void inputs.push(input))
  let up = false
  ari.onConnected(() => {
    up = true
  })
  await until(() => up)
})
afterEach(async () => {
  await ari.close()
  await pbx.close()
})

const dialCommand: Extract<Command, { do: 'dial' }> = {
  do: 'dial',
  channel: LEG,
  trunk: 'alpha',
  number: '+15550000001',
  callerId: '+15550009999',
  callerName: 'Night "bell"\r\n<x>',
  timeoutSeconds: 30,
}
const state = (name: string) => ({ status: 200, json: { id: LEG, state: name } })

it('a hung request settles as not gone', async () => {
  pbx.on('POST', /\/answer$/, 'hang')
  expect(await ari.answer('c1')).toMatchObject({ ok: false, gone: false, reason: expect.stringContaining('no answer within') })
})

it('forty hung requests settle, though there are fewer connections', async () => {
  pbx.on('POST', /\/answer$/, 'hang')
  const all = await Promise.all(Array.from({ length: 40 }, (_, n) => ari.answer(`c${n}`)))
  expect(all.every(done => !done.ok)).toBe(true)
})

it('who waits for a free connection waits no longer than for an answer', async () => {
  pbx.on('POST', /\/answer$/, 'hang')
  const http = openHttp({ url: pbx.url, user: 'u', password: 'p', connections: 1, timeoutMs: 1000 })
  const order: string[] = []
  const slow = http.ask('POST', '/channels/c1/answer').then(() => order.push('slow'))
  const quick = await http.ask('POST', '/channels/c2/answer', { withinMs: 20 })
  order.push('quick')
  expect(quick).toMatchObject({ status: null, message: 'no answer within 20 ms' })
  await slow
  expect(order).toEqual(['quick', 'slow'])
  // Given up, so it is not sent when the connection is free.
  expect(pbx.asked('POST', /\/channels\/c2\/answer$/)).toEqual([])
  await http.close()
})

it('requests without an answer are counted, those that wait for a silent channel are not', async () => {
  pbx.on('POST', /\/answer$/, 'hang')
  pbx.on('POST', /\/variable$/, 'hang')
  const asked = [ari.answer('c1'), ari.answer('c2')]
  void ari.deadMan('c3', 45)
  expect(ari.unanswered()).toBe(2)
  await Promise.all(asked)
  expect(ari.unanswered()).toBe(0)
})

it('a reset is tried again where twice is once, and only once more', async () => {
  pbx.on('DELETE', /^\/channels\//, 'reset', 1)
  expect(await ari.hangUp('c1')).toEqual({ ok: true })
  pbx.on('POST', /\/play\//, 'reset')
  expect(await ari.play('c1', 'p1', ['sound:a'])).toMatchObject({ ok: false, gone: false })
  expect(pbx.asked('POST', /\/play\//)).toHaveLength(1)
})

it('a refused connection settles', async () => {
  await pbx.close()
  expect(await ari.answer('c1')).toMatchObject({ ok: false, gone: false })
})

it('what is not there is gone, whichever way ARI says it', async () => {
  pbx.on('POST', /\/answer$/, { status: 404, json: { message: 'Channel not found' } })
  pbx.on('POST', /\/addChannel$/, { status: 400, json: { message: 'Channel not found' } })
  pbx.on('POST', /\/record$/, { status: 409, json: { message: 'Channel not in Stasis' } })
  pbx.on('POST', /\/continue$/, { status: 500, raw: '<html>not found' })
  expect(await ari.answer('c1')).toEqual({ ok: false, gone: true, reason: '404 Channel not found' })
  expect(await ari.addToBridge('b1', 'c1')).toMatchObject({ ok: false, gone: true })
  const record = { do: 'record', channel: 'c1', recording: 'r', maxSeconds: 5, maxSilenceSeconds: 4 } as const
  expect(await ari.record('c1', record)).toMatchObject({ ok: false, gone: false })
  expect(await ari.continueAt('c1', 'x', 's', {})).toMatchObject({ ok: false, gone: false, reason: '500 status 500' })
})

it('a bridge that exists is made, a channel that is elsewhere has been taken out', async () => {
  pbx.on('POST', /^\/bridges\/b1$/, { status: 409, json: { message: "Bridge with id 'b1' already exists" } })
  pbx.on('POST', /\/removeChannel$/, { status: 422, json: { message: 'Channel not in this bridge' } })
  expect(await ari.bridge('b1', 'talk')).toEqual({ ok: true })
  expect(await ari.removeFromBridge('b1', 'c1')).toEqual({ ok: true })
  expect(pbx.asked('POST', /^\/bridges\/b1$/)[0]?.query.get('type')).toBe('mixing,dtmf_events')
})

it('ids of any kind stay one piece of the path, and media go in the body', async () => {
  await ari.play('c/../1?x', 'p 1', ['sound:/a/b', 'recording:r'])
  const [asked] = pbx.asked('POST', /play/)
  expect(asked).toMatchObject({ path: '/channels/c/../1?x/play/p 1', body: { media: ['sound:/a/b', 'recording:r'] } })
})

it('nothing to say has been said', async () => {
  expect(await ari.play('c1', 'p0', [])).toEqual({ ok: true })
  await until(() => inputs.length === 1)
  expect(inputs).toEqual([{ type: 'playbackFinished', channel: 'c1', playback: 'p0', ok: true }])
})

it('continuing listens first, then sets what the dialplan needs, then lets go', async () => {
  pbx.seen.length = 0
  expect(await ari.continueAt('c1', 'nightbell-queue', 'office', { NIGHTBELL_RING_SECONDS: '20' })).toEqual({ ok: true })
  expect(pbx.seen.map(s => s.path)).toEqual([
    '/applications/nightbell/subscription',
    '/channels/c1/variable',
    '/channels/c1/continue',
  ])
})

it('a recording is live, stored with its length, or absent', async () => {
  pbx.on('GET', /live\/r1$/, { status: 200, json: { name: 'r1' } })
  pbx.on('GET', /stored\/r2\/file$/, { status: 200, raw: Buffer.alloc(44 + 16 * 2500) })
  expect(await ari.recordingState('r1')).toEqual({ state: 'live', ms: 0 })
  expect(await ari.recordingState('r2')).toEqual({ state: 'stored', ms: 2500 })
  expect(await ari.recordingState('r3')).toEqual({ state: 'absent', ms: 0 })
})

it('dialling: originates into the dialplan, and listens in the same moment', async () => {
  pbx.seen.length = 0
  expect(await ari.dial(dialCommand)).toEqual({ ok: true })
  expect(pbx.asked('POST', /^\/channels$/)[0]?.body).toEqual({
    endpoint: 'PJSIP/+15550000001@trunk-alpha',
    context: 'nightbell-leg',
    extension: 's',
    priority: 1,
    channelId: LEG,
    callerId: '"Night bell x" <+15550009999>',
    timeout: 30,
    variables: { 'GROUP(nightbell-trunk)': 'alpha' },
  })
  expect(pbx.asked('POST', /subscription$/)[0]?.query.get('eventSource')).toBe(`channel:${LEG}`)
  expect(pbx.seen).toHaveLength(2)
  pbx.send({ type: 'Dial', dialstatus: 'RINGING', peer: { id: LEG } })
  pbx.send({ type: 'ChannelDestroyed', cause: 16, channel: { id: LEG } })
  await until(() => inputs.length > 1)
  expect(inputs.map(i => i.type)).toEqual(['legRinging', 'ended'])
})

it('a subscription that overtook its dial is asked for again, and the ringing that was missed is told', async () => {
  pbx.on('POST', /subscription$/, { status: 422, json: { message: 'Event source does not exist' } }, 1)
  pbx.on('GET', /^\/channels\/i-c1\.1$/, state('Ringing'))
  expect(await ari.dial(dialCommand)).toEqual({ ok: true })
  expect(inputs).toEqual([{ type: 'legRinging', channel: LEG }])
})

it('dialling an id that is in use is done', async () => {
  pbx.on('POST', /^\/channels$/, { status: 409, json: { message: 'Channel with given unique ID already exists' } })
  pbx.on('GET', /^\/channels\/i-c1\.1$/, state('Up'))
  expect(await ari.dial(dialCommand)).toEqual({ ok: true })
  expect(inputs).toEqual([])
})

it('a leg that ended before we listened: the witness says why, and the end is told once', async () => {
  pbx.on('POST', /subscription$/, { status: 422, json: { message: 'Event source does not exist' } })
  expect(await ari.dial(dialCommand)).toEqual({ ok: true })
  pbx.send({ type: 'ChannelDestroyed', cause: 17, tech_cause: 486, channel: { id: LEG } })
  pbx.send({ type: 'ChannelDtmfReceived', digit: '1', channel: { id: 'c9' } })
  await until(() => inputs.some(i => i.type === 'digit'))
  expect(inputs.filter(i => i.type === 'ended')).toEqual([{ type: 'ended', channel: LEG, cause: 17, sip: null, fax: false }])
})

it('and with a witness that cannot be read it ended for an unknown reason', async () => {
  testimony = { state: 'gone', witness: 'unreadable' }
  pbx.on('POST', /subscription$/, { status: 422, json: { message: 'Event source does not exist' } })
  expect(await ari.dial(dialCommand)).toEqual({ ok: true })
  expect(inputs).toEqual([{ type: 'ended', channel: LEG, cause: 0, sip: null, fax: false }])
})

it('a dial that was never answered counts as done when the leg is there', async () => {
  pbx.on('POST', /^\/channels$/, 'hang')
  pbx.on('GET', /^\/channels\/i-c1\.1$/, state('Ringing'))
  expect(await ari.dial(dialCommand)).toEqual({ ok: true })
})

it('a trunk that cannot be used, and a number that is none', async () => {
  pbx.on('POST', /^\/channels$/, { status: 500, json: { error: 'Allocation failed' } })
  expect(await ari.dial(dialCommand)).toEqual({ ok: false, gone: false, reason: '500 Allocation failed' })
  expect(await ari.dial({ ...dialCommand, number: '1@evil&PJSIP/2' })).toMatchObject({ ok: false, gone: false })
})

it('a snapshot shows what is ours, and listens to it', async () => {
  const dialplan = (app_name: string, app_data: string, context = 'x') => ({ dialplan: { context, app_name, app_data } })
  pbx.on('GET', /^\/channels$/, {
    status: 200,
    json: [
      { id: 'c1', state: 'Up', ...dialplan('Stasis', 'nightbell,arrive,alpha,512,%2B1512,A%2CB,,,allowed') },
      { id: 'c2', state: 'Ring', ...dialplan('Queue', 'office,r', 'nightbell-in-queue') },
      { id: LEG, state: 'Ringing', ...dialplan('AppDial2', '(Outgoing Line)') },
      { id: 'desk', state: 'Up', ...dialplan('AppQueue', '(Outgoing Line)') },
      { id: 'other', state: 'Up', ...dialplan('Stasis', 'otherapp,arrive') },
    ],
  })
  pbx.on('GET', /^\/bridges$/, {
    status: 200,
    json: [
      { id: 'b1', bridge_class: 'stasis', channels: ['c1'] },
      { id: 'q1', bridge_class: 'basic', channels: ['c2', 'desk'] },
    ],
  })
  const look = await ari.snapshot()
  expect(look.channels).toEqual([
    {
      id: 'c1',
      state: 'up',
      stasisArgs: ['arrive', 'alpha', '512', '%2B1512', 'A%2CB', '', '', 'allowed'],
      inFailsafe: false,
      bridge: 'b1',
    },
    { id: 'c2', state: 'ringing', stasisArgs: null, inFailsafe: false, bridge: 'q1' },
    { id: LEG, state: 'ringing', stasisArgs: null, inFailsafe: false, bridge: null },
  ])
  expect(look.bridges).toEqual([{ id: 'b1', channels: ['c1'] }])
  expect(pbx.asked('POST', /subscription$/).map(s => s.query.get('eventSource'))).toEqual([
    'channel:c1',
    'channel:c2',
    `channel:${LEG}`,
  ])
  expect(ari.enteredAs('c1', look.channels[0]?.stasisArgs ?? [])).toMatchObject({
    type: 'arrived',
    callerName: 'A,B',
    plan: 'plan-1',
  })
  expect(ari.enteredAs('c1', [])).toBeNull()
})
