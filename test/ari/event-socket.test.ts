// The event socket's life: Asterisk away, silent, replaced, restarted, talking nonsense. Nothing may throw, nothing may be lost in order.
import { afterEach, expect, it } from 'vitest'
import { type AriConnection, type AriOptions, type Connected, connectAri } from '../../src/ari/connect.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { type FakeAsterisk, keptLog, startFakeAsterisk, until } from './fake-asterisk.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(o => o.close()))
})

async function fake(port = 0): Promise<FakeAsterisk> {
  const pbx = await startFakeAsterisk(port)
  open.push(pbx)
  return pbx
}

function connect(url: string, more: Partial<AriOptions> = {}) {
  const log = keptLog()
  const ari: AriConnection = connectAri({
    ...{ url, user: 'u', password: 'p', app: 'nightbell', log, planHash: () => 'plan-1' },
    witness: { of: async () => ({ state: 'gone', witness: { dialled: false } }) },
    ...{ requestTimeoutMs: 300, firstRetryMs: 10, longestRetryMs: 40, sayMs: 60 },
    ...more,
  })
  open.push(ari)
  const inputs: Input[] = []
  const ups: Connected[] = []
  const lost: string[] = []
  ari.onInput(input => void inputs.push(input))
  ari.onConnected(about => void ups.push(about))
  ari.onLost(reason => void lost.push(reason))
  return { ari, log, inputs, ups, lost }
}

const digit = (n: number | string, channel = 'c1') => ({
  type: 'ChannelDtmfReceived',
  digit: String(n),
  channel: { id: channel },
})
const keys = (inputs: readonly Input[]) => inputs.map(i => (i.type === 'digit' ? i.digit : i.type)).join('')

it('waits for an Asterisk that is away, says so now and then, and connects when it comes', async () => {
  const first = await fake()
  await first.close()
  const { log, ups } = connect(first.url)
  const said = () =>
    log.lines.flatMap(l => (l.message === 'waiting for Asterisk' ? [(l.fields as { awayMs: number }).awayMs] : []))
  await until(() => said().length >= 3)
  const gaps = said().flatMap((awayMs, n, all) => (n === 0 ? [] : [awayMs - (all[n - 1] ?? 0)]))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60)
  await fake(Number(new URL(first.url).port))
  await until(() => ups.length === 1)
  expect(ups[0]).toEqual({ version: '22.10.1', startupTime: '2026-11-23T08:00:00.000+0000', restarted: false })
})

it('says that the user or password is wrong, and goes on trying', async () => {
  const pbx = await fake()
  pbx.refuse(401)
  const { log, ups } = connect(pbx.url)
  await until(() => log.lines.find(l => l.level === 'error' && l.message.startsWith('Asterisk refuses the ARI user')))
  pbx.refuse(null)
  await until(() => ups.length)
})

it('tells the filter which events are used, and only those', async () => {
  const pbx = await fake()
  const { ups } = connect(pbx.url)
  await until(() => ups.length)
  const [filter] = pbx.asked('PUT', /eventFilter$/)
  expect(filter?.body).toMatchObject({
    allowed: expect.arrayContaining([{ type: 'StasisStart' }, { type: 'ApplicationReplaced' }]),
  })
})

it('says "connected" before the first event, and keeps events in order', async () => {
  const pbx = await fake()
  pbx.on('GET', /info$/, 'hang', 1)
  const order: string[] = []
  const { ari, ups, inputs } = connect(pbx.url)
  ari.onConnected(() => void order.push('connected'))
  ari.onInput(() => void order.push('input'))
  await until(() => pbx.sockets.length === 2 && pbx.sockets[1])
  for (const n of [1, 2, 3]) pbx.send(digit(n))
  await until(() => inputs.length === 3)
  expect(ups).toHaveLength(1)
  expect(order).toEqual(['connected', 'input', 'input', 'input'])
  expect(keys(inputs)).toBe('123')
})

it('drops a socket that answers no ping, and comes back', async () => {
  const pbx = await fake()
  const { ups, lost } = connect(pbx.url, { pingMs: 30 })
  await until(() => ups.length === 1)
  pbx.freeze()
  await until(() => lost.length === 1)
  expect(lost[0]).toContain('no pong')
  await until(() => ups.length >= 2)
})

it('a listening Asterisk is not dropped', async () => {
  const pbx = await fake()
  const { ups, lost } = connect(pbx.url, { pingMs: 250 })
  await until(() => ups.length === 1)
  await until(() => pbx.pings >= 3)
  expect(lost).toEqual([])
})

it('comes back after a break, and knows whether Asterisk was restarted', async () => {
  const pbx = await fake()
  const { ups, lost } = connect(pbx.url)
  await until(() => ups.length === 1)
  pbx.sockets[0]?.terminate()
  await until(() => ups.length === 2)
  expect(lost).toHaveLength(1)
  expect(ups[1]?.restarted).toBe(false)
  pbx.info.startup = '2026-11-23T09:00:00.000+0000'
  pbx.sockets[1]?.close(1001, 'going away')
  await until(() => ups.length === 3)
  expect(ups[2]?.restarted).toBe(true)
})

it('stops acting when another daemon took over', async () => {
  const pbx = await fake()
  const { ari, ups, inputs } = connect(pbx.url)
  await until(() => ups.length === 1)
  let replaced = 0
  ari.onReplaced(() => {
    replaced++
  })
  pbx.send({ type: 'ApplicationReplaced', application: 'nightbell' })
  await until(() => replaced === 1)
  pbx.seen.length = 0
  pbx.send(digit(1))
  const stopped = { ok: false, gone: false, reason: 'another daemon took over' }
  expect(await ari.answer('c1')).toEqual(stopped)
  expect(await ari.hangUp('c1')).toEqual(stopped)
  expect(await ari.continueAt('c1', 'x', 's', {})).toEqual(stopped)
  // A request of the daemon would have come before this one.
  await fetch(`${pbx.url}/barrier`)
  expect(pbx.seen.map(s => s.path)).toEqual(['/barrier'])
  expect(pbx.sockets).toHaveLength(1)
  expect(inputs).toEqual([])
})

it('nonsense on the socket is dropped, and what follows is heard', async () => {
  const pbx = await fake()
  const { ari, ups, inputs, log } = connect(pbx.url)
  await until(() => ups.length === 1)
  ari.onInput(input => {
    if (input.type === 'digit' && input.digit === '1') throw new Error('a listener with a fault')
  })
  for (const text of [
    '{"type":',
    'null',
    '[]',
    '"x"',
    '{}',
    '{"type":"NoSuchEvent"}',
    '\u0000',
    '{"type":"StasisStart"}',
    `{"type":"${'x'.repeat(5000)}"}`,
  ]) {
    pbx.sendRaw(text)
  }
  pbx.send({ type: 'ChannelDestroyed', channel: { id: 7 } })
  pbx.send(digit(1))
  pbx.send(digit(2))
  await until(() => inputs.length === 2)
  expect(keys(inputs)).toBe('12')
  expect(log.lines.filter(l => l.message === 'an event that is not JSON')).toHaveLength(2)
  expect(log.lines.some(l => l.message === 'a listener of the PBX failed')).toBe(true)
})

it('hangs up a channel that a REFER brought in', async () => {
  const pbx = await fake()
  const { ups, inputs } = connect(pbx.url)
  await until(() => ups.length === 1)
  pbx.send({ type: 'StasisStart', args: [], channel: { id: 'local-1' }, replace_channel: { id: 'i-c1.1' } })
  await until(() => pbx.asked('DELETE', /^\/channels\/local-1$/).length === 1)
  expect(inputs).toEqual([])
})

const arrives = (id: string) => ({
  ...{ type: 'StasisStart', args: ['arrive', 'alpha', '512', '', '', '', '', ''] },
  channel: { id },
})

it('who hangs up has ended when they leave the application, without a request', async () => {
  const pbx = await fake()
  const { ups, inputs } = connect(pbx.url)
  await until(() => ups.length === 1)
  const before = pbx.seen.length
  pbx.send(arrives('c1'))
  pbx.send({ type: 'ChannelHangupRequest', cause: 127, channel: { id: 'c1' } })
  pbx.send({ type: 'StasisEnd', channel: { id: 'c1' } })
  pbx.send({ type: 'ChannelDestroyed', cause: 127, channel: { id: 'c1' } })
  pbx.send(digit(5, 'c2'))
  await until(() => inputs.length === 3)
  expect(inputs.map(({ type }) => type)).toEqual(['arrived', 'ended', 'digit'])
  expect(inputs[1]).toMatchObject({ channel: 'c1', cause: 127 })
  expect(pbx.seen).toHaveLength(before)
})

it('who leaves the application for no reason that was told is looked up: gone, or in the dialplan', async () => {
  const pbx = await fake()
  const { ups, inputs } = connect(pbx.url, {
    witness: { of: async () => ({ state: 'gone', witness: { dialled: true, answered: false, cause: 44 } }) },
  })
  await until(() => ups.length === 1)
  pbx.on('GET', /^\/channels\/c1$/, { status: 200, json: { id: 'c1' } })
  for (const id of ['c1', 'c2']) {
    pbx.send(arrives(id))
    pbx.send({ type: 'StasisEnd', channel: { id } })
  }
  await until(() => inputs.some(({ type }) => type === 'ended'))
  expect(inputs.filter(({ type }) => type === 'ended')).toEqual([
    { type: 'ended', channel: 'c2', cause: 44, sip: null, fax: false },
  ])
})

it('a leg that leaves the application tells its own end, with the cause of its network', async () => {
  const pbx = await fake()
  const { ups, inputs } = connect(pbx.url)
  await until(() => ups.length === 1)
  pbx.send({ type: 'ChannelHangupRequest', cause: 16, channel: { id: 'i-c1.1' } })
  pbx.send({ type: 'StasisEnd', channel: { id: 'i-c1.1' } })
  pbx.send({ type: 'ChannelDestroyed', cause: 17, tech_cause: 486, channel: { id: 'i-c1.1' } })
  await until(() => inputs.length === 1)
  expect(inputs).toEqual([{ type: 'ended', channel: 'i-c1.1', cause: 17, sip: 486, fax: false }])
})

it('a recording is measured before it is told, and the caller’s end waits for it', async () => {
  const pbx = await fake()
  const { ups, inputs } = connect(pbx.url)
  await until(() => ups.length === 1)
  pbx.on('GET', /stored\/r1\/file$/, { status: 200, raw: Buffer.alloc(44 + 16 * 3100) })
  const leg = 'i-c1.1'
  const recording = { name: 'r1', target_uri: `channel:${leg}`, duration: 1, talking_duration: 1 }
  pbx.send({ type: 'RecordingFinished', recording })
  pbx.send({ type: 'ChannelDestroyed', cause: 16, channel: { id: leg } })
  pbx.send(digit(5, 'c2'))
  await until(() => inputs.length === 3)
  expect(inputs.map(i => i.type)).toEqual(['digit', 'recordingFinished', 'ended'])
  expect(inputs[1]).toMatchObject({ ms: 3100, speechMs: 1000 })
})

it('a fax tone is remembered until the end', async () => {
  const pbx = await fake()
  const { ups, inputs } = connect(pbx.url)
  await until(() => ups.length === 1)
  pbx.send({ type: 'StasisStart', args: ['arrive', 'alpha', '512', '', '', '', ''], channel: { id: 'c1' } })
  pbx.send({ type: 'StasisStart', args: ['fax'], channel: { id: 'c1' } })
  await until(() => pbx.asked('DELETE', /channels.c1$/).length === 1)
  pbx.send({ type: 'ChannelDestroyed', cause: 16, channel: { id: 'c1' } })
  await until(() => inputs.length === 2)
  expect(inputs[1]).toMatchObject({ type: 'ended', fax: true })
})

it.each([
  ['22.10.1', false],
  ['22.10.0', true],
  ['22.9.3', true],
  ['20.20.1', false],
  ['20.19.9', true],
  ['21.5.0', true],
  ['16.28.0', true],
  ['23.1.0', false],
  ['GIT-master', true],
])('Asterisk %s warns: %s', async (version, warns) => {
  const pbx = await fake()
  pbx.info.version = version
  const { ups, log } = connect(pbx.url)
  await until(() => ups.length === 1)
  expect(log.lines.some(l => l.level === 'error' && l.message === 'this Asterisk must not be trusted with calls')).toBe(warns)
})
