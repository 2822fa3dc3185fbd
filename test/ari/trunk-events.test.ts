// A trunk that is listened to as a whole brings everything of its channels: no channel needs a request of its own.
import { afterEach, expect, it } from 'vitest'
import { type AriConnection, connectAri } from '../../src/ari/connect.ts'
import type { Command } from '../../src/core/world/commands.ts'
import type { LegId } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { keptLog } from '../faults/fake-telephony.ts'
import { type FakeAsterisk, startFakeAsterisk, until } from './fake-asterisk.ts'

const LEG = 'i-c1.1' as LegId
const DIAL: Extract<Command, { do: 'dial' }> = {
  ...{ do: 'dial', channel: LEG, trunk: 'alpha', number: '+15550000001', timeoutSeconds: 30 },
  ...{ callerId: '+15550009999', callerName: 'Nightbell' },
}
const REFUSED = { status: 422, json: { message: 'Event source does not exist' } }

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function box(): Promise<FakeAsterisk> {
  const pbx = await startFakeAsterisk()
  opened.unshift(pbx)
  return pbx
}

async function connected(pbx: FakeAsterisk, trunks: () => readonly string[]) {
  const log = keptLog()
  const inputs: Input[] = []
  const ari: AriConnection = connectAri({
    ...{ url: pbx.url, user: 'u', password: 'p', app: 'nightbell', log, trunks, planHash: () => 'plan-1' },
    witness: { of: async () => ({ state: 'gone', witness: 'unreadable' }) },
  })
  opened.unshift(ari)
  ari.onInput(input => void inputs.push(input))
  await new Promise<void>(resolve => ari.onConnected(() => resolve()))
  return { ari, inputs, log }
}

const sources = (pbx: FakeAsterisk): (string | null)[] =>
  pbx.asked('POST', /subscription$/).map(({ query }) => query.get('eventSource'))
const arrives = (id: string, trunk: string) => ({
  type: 'StasisStart',
  args: ['arrive', trunk, '512', '', '', '', '', ''],
  channel: { id, name: `PJSIP/trunk-${trunk}-0000002f` },
})

it('all trunks in one request, and nothing for a caller, a leg, or who goes to the office', async () => {
  const pbx = await box()
  const { ari, inputs } = await connected(pbx, () => ['alpha', 'beta'])
  pbx.send(arrives('c1', 'alpha'))
  await until(() => inputs.length === 1)
  expect(await ari.dial(DIAL)).toEqual({ ok: true })
  expect(await ari.continueAt('c1', 'nightbell-queue', 'office', {})).toEqual({ ok: true })
  expect(sources(pbx)).toEqual(['endpoint:PJSIP/trunk-alpha,endpoint:PJSIP/trunk-beta'])
  expect(pbx.asked('GET', /channels/)).toEqual([])
})

it('a thousand trunks fit into requests of a few thousand characters', async () => {
  const pbx = await box()
  const trunks = Array.from({ length: 1000 }, (_, n) => `carrier-of-a-property-with-a-long-name-${n}`)
  await connected(pbx, () => trunks)
  expect(sources(pbx).flatMap(source => source?.split(',') ?? [])).toHaveLength(1000)
  expect(Math.max(...sources(pbx).map(source => encodeURIComponent(source ?? '').length))).toBeLessThan(3900)
})

it('a trunk that Asterisk does not know costs the others nothing; its calls are followed one by one', async () => {
  const pbx = await box()
  pbx.on('POST', /subscription$/, ({ query }) => (query.get('eventSource')?.includes('trunk-beta') ? REFUSED : { status: 200 }))
  const { ari, inputs, log } = await connected(pbx, () => ['alpha', 'beta'])
  expect(log.messages.filter(message => message.includes('one by one'))).toHaveLength(1)
  pbx.send(arrives('c1', 'alpha'))
  pbx.send(arrives('c2', 'beta'))
  await until(() => sources(pbx).includes('channel:c2'))
  expect(await ari.dial({ ...DIAL, trunk: 'beta' })).toEqual({ ok: true })
  expect(sources(pbx).filter(source => source?.startsWith('channel:'))).toEqual(['channel:c2', `channel:${LEG}`])
  expect(inputs.map(({ type }) => type)).toContain('arrived')
})

it('and is asked for again when Asterisk has read its files', async () => {
  const pbx = await box()
  pbx.on('POST', /subscription$/, REFUSED, 1)
  const { ari, inputs } = await connected(pbx, () => ['alpha'])
  await ari.followTrunks()
  pbx.send(arrives('c1', 'alpha'))
  await until(() => inputs.length === 1)
  expect(sources(pbx)).toEqual(['endpoint:PJSIP/trunk-alpha', 'endpoint:PJSIP/trunk-alpha'])
})

it('callers whom the dialplan turned away are no news', async () => {
  const pbx = await box()
  const { inputs } = await connected(pbx, () => ['alpha'])
  pbx.send({ type: 'ChannelDestroyed', cause: 17, channel: { id: 'c7', name: 'PJSIP/trunk-alpha-00000030' } })
  pbx.send(arrives('c1', 'alpha'))
  pbx.send({ type: 'ChannelDestroyed', cause: 16, channel: { id: 'c1' } })
  await until(() => inputs.length === 2)
  expect(inputs.map(({ type, ...one }) => [type, 'channel' in one && one.channel])).toEqual([
    ['arrived', 'c1'],
    ['ended', 'c1'],
  ])
})
