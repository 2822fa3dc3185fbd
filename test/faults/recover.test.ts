// Look, then decide: what one look at the PBX makes of streams that live, callers whose arrival nobody heard, strangers and unused
// bridges. The PBX is a snapshot made by hand; what the core makes of the inputs is tested elsewhere.
import { expect, test } from 'vitest'
import type { ChannelId } from '../../src/core/world/ids.ts'
import type { Input, ObservedChannel } from '../../src/core/world/inputs.ts'
import { emptyWorld, type World } from '../../src/core/world/world.ts'
import type { Snapshot } from '../../src/daemon/ports.ts'
import { recover } from '../../src/daemon/recover.ts'
import { NIGHT } from '../support/plan.ts'
import { CALLS, inTalk, onHold } from '../support/specimens.ts'
import { fakeTelephony, keptLog } from './fake-telephony.ts'

type Channel = Snapshot['channels'][number]

function there(id: string, stasisArgs: readonly string[] | null = [], bridge: string | null = null): Channel {
  return { id, state: 'up', stasisArgs, inFailsafe: false, bridge }
}

async function look(world: World, snapshot: Snapshot, entered: (channel: string, args: readonly string[]) => Input | null) {
  const pbx = fakeTelephony(snapshot)
  pbx.answers('enteredAs', entered)
  const asked: ChannelId[] = []
  const witness = {
    of(channel: ChannelId): Promise<ObservedChannel> {
      asked.push(channel)
      return Promise.resolve({ state: 'gone', witness: { dialled: true, answered: false, cause: 16 } })
    },
  }
  const inputs = await recover({ world, telephony: pbx.telephony, witness, clock: { now: () => NIGHT }, log: keptLog() })
  return { inputs, requests: pbx.asked, witnessAsked: asked }
}

const nobody = (): null => null

test('an empty world and an empty PBX: nothing to say, nothing to do', async () => {
  const { inputs, requests } = await look(emptyWorld(), { channels: [], bridges: [] }, nobody)
  expect(inputs).toEqual([])
  expect(requests).toEqual(['snapshot'])
})

test('each live stream hears once what is there of its channels, callers before incidents', async () => {
  const { story, caller } = onHold()
  const { world } = story.driver
  const bridge = `hold-${caller.channel}`
  const { inputs } = await look(
    world,
    { channels: [there(caller.channel, ['arrive'], bridge)], bridges: [{ id: bridge, channels: [caller.channel] }] },
    nobody,
  )
  expect(inputs.map(input => input.type === 'observed' && input.stream)).toEqual([caller.id, `i-${caller.id}`])
  expect(inputs[0]).toMatchObject({ seen: { channels: { [caller.channel]: { state: 'up', inApp: true, bridge } } } })
})

test('of a channel that is gone the witness is asked, of one that is there it is not', async () => {
  const { story, caller } = onHold()
  const leg = `i-${caller.id}.1`
  const { inputs, witnessAsked } = await look(story.driver.world, { channels: [there(caller.channel)], bridges: [] }, nobody)
  expect(witnessAsked).toEqual([leg])
  expect(inputs[1]).toMatchObject({ seen: { channels: { [leg]: { state: 'gone', witness: { dialled: true } } } } })
})

test('a settled leg that still is on the PBX is told of', async () => {
  const { story, caller } = inTalk()
  story.phone('ana').hangsUp()
  const leg = `i-${caller.id}.1`
  const { inputs } = await look(story.driver.world, { channels: [there(caller.channel), there(leg)], bridges: [] }, nobody)
  expect(inputs[1]).toMatchObject({ seen: { channels: { [leg]: { state: 'up' } } } })
})

test('for somebody who is being recorded, the recording is looked up', async () => {
  const { story, caller } = CALLS['taking-message']()
  const { inputs, requests } = await look(story.driver.world, { channels: [there(caller.channel)], bridges: [] }, nobody)
  expect(requests.filter(request => request.startsWith('recordingState'))).toHaveLength(1)
  expect(Object.values(inputs[0]?.type === 'observed' ? inputs[0].seen.recordings : {})).toEqual([{ state: 'absent', ms: 0 }])
})

test('a caller of whom the failsafe has left a note is told so', async () => {
  const { story, caller } = onHold()
  const { telephony } = fakeTelephony({ channels: [], bridges: [] })
  const witness = { of: () => Promise.resolve({ state: 'gone', witness: 'unreadable' } as const) }
  const inputs = await recover({
    ...{ world: story.driver.world, telephony, witness, clock: { now: () => NIGHT }, log: keptLog() },
    notes: () => Promise.resolve(new Set([caller.channel])),
  })
  expect(inputs.map(input => input.type === 'observed' && [input.stream, input.seen.note])).toEqual([
    [caller.id, true],
    [story.incident().id, undefined],
  ])
})

test('a caller whose arrival nobody heard arrives now', async () => {
  const arrived = { type: 'arrived', channel: 'c9' } as Input
  const { inputs, requests } = await look(
    emptyWorld(),
    { channels: [there('c9', ['arrive', 'carrier'])], bridges: [] },
    (id, args) => (id === 'c9' && args[0] === 'arrive' ? arrived : null),
  )
  expect(inputs).toEqual([arrived])
  expect(requests.filter(request => request.startsWith('hangUp'))).toEqual([])
})

test('a caller in the dialplan’s own hands, whom nobody knows, is left alone', async () => {
  const { inputs, requests } = await look(emptyWorld(), { channels: [there('c9', null)], bridges: [] }, nobody)
  expect(inputs).toEqual([])
  expect(requests).toEqual(['snapshot'])
})

test('a telephone that rings for nobody is hung up', async () => {
  const { requests } = await look(emptyWorld(), { channels: [there('i-c9.1', null)], bridges: [] }, nobody)
  expect(requests).toEqual(['snapshot', 'hangUp i-c9.1'])
})

test('talks of ours that nobody claims are ended; the hold of everybody and bridges of others are not', async () => {
  const { story, caller } = onHold()
  const bridges = ['nightbell-hold', 'talk-i-c8.1', 'somebody-elses'].map(id => ({ id, channels: [] }))
  const { requests } = await look(story.driver.world, { channels: [there(caller.channel)], bridges }, nobody)
  expect(requests.filter(request => request.startsWith('destroyBridge'))).toEqual(['destroyBridge talk-i-c8.1'])
})

test('a PBX that can not be looked at is no look: nothing is decided', async () => {
  const { story } = onHold()
  const pbx = fakeTelephony()
  pbx.answers('snapshot', Promise.reject(new Error('the PBX could not be looked at')))
  const witness = { of: () => Promise.reject(new Error('not asked')) }
  const needs = { world: story.driver.world, telephony: pbx.telephony, witness, clock: { now: () => NIGHT }, log: keptLog() }
  await expect(recover(needs)).rejects.toThrow('could not be looked at')
  expect(pbx.asked).toEqual(['snapshot'])
})
