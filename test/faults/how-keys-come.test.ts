// How keys come in a call, by what its SIP says: in the audio, by INFO, or not at all. Told with the key, to the leg's own story, and as an alarm.
import { beforeEach, expect, test } from 'vitest'
import type { Input } from '../../src/core/world/inputs.ts'
import { type KeylessTrunks, openKeylessTrunks } from '../../src/daemon/keyless-trunks.ts'
import { openKeys } from '../../src/daemon/keys.ts'
import type { HowKeysCome } from '../../src/daemon/ports.ts'
import { openVirtualClock, type VirtualClock } from '../../src/simulation/virtual-clock.ts'
import { openDriver } from '../support/driver.ts'
import { NIGHT, PLAN_HASH, smallPlan } from '../support/plan.ts'

let clock: VirtualClock
let come: HowKeysCome | null
let pushed: Input[]

beforeEach(() => {
  clock = openVirtualClock(NIGHT)
  come = null
  pushed = []
})

const digit = (key: string): Input => ({ type: 'digit', channel: 'c', digit: key })

test('a key says how it came, where that is not RFC 4733', () => {
  const keys = openKeys(clock, () => come)
  expect(keys.heard(digit('1'))).toEqual(digit('1'))
  come = 'events'
  expect(keys.heard(digit('1'))).toEqual(digit('1'))
  come = 'audio'
  expect(keys.heard(digit('1'))).toEqual({ ...digit('1'), by: 'audio' })
})

test('the same key by INFO and in the audio is one press, however long it was held; asked twice it stays so', async () => {
  const keys = openKeys(clock, () => come)
  come = 'info'
  const first = keys.heard(digit('1'))
  expect(first).toEqual({ ...digit('1'), by: 'info' })
  expect(keys.heard(first)).toEqual(first)
  await clock.runUntil((clock.now() + 700) as never)
  expect(keys.heard(digit('1'))).toMatchObject({ again: true })
  expect(keys.heard(digit('2'))).not.toHaveProperty('again')
  await clock.runUntil((clock.now() + 1100) as never)
  expect(keys.heard(digit('2'))).not.toHaveProperty('again')
})

function trunksWith(digits: 'auto' | 'rfc4733' | 'info'): KeylessTrunks {
  const { world } = openDriver({ plan: smallPlan({ trunks: { carrier: { digits } } }) })
  return openKeylessTrunks({ world, howKeysCome: () => come, clock, push: input => void pushed.push(input) })
}

async function called(trunks: KeylessTrunks, channel: string, key?: Partial<Extract<Input, { type: 'digit' }>>): Promise<void> {
  const none = { commands: [], changes: [] }
  const see = (input: Input) => trunks.see({ input, at: clock.now() as never, ...none })
  see({
    ...{ type: 'arrived', channel, trunk: 'carrier', line: '1', plan: PLAN_HASH },
    ...{ callerNumber: null, callerName: null, diversion: null },
  })
  await clock.runUntil((clock.now() + 12_000) as never)
  if (key !== undefined) see({ type: 'digit', channel, digit: '1', ...key })
  see({ type: 'ended', channel, cause: 16, sip: null, fax: false })
}

test('no telephone-event over a trunk with RFC 4733 only: an alarm, until a key came', async () => {
  const trunks = trunksWith('rfc4733')
  come = 'events'
  await called(trunks, '1')
  expect(trunks.wrong()).toEqual([])
  come = 'audio'
  await called(trunks, '2')
  expect(trunks.wrong()).toMatchObject([{ kind: 'no-keys', what: expect.stringContaining('callers over trunk carrier') }])
  await called(trunks, '3', { by: 'info' })
  expect(trunks.wrong()).toEqual([])
  await called(trunks, '4')
  expect(trunks.wrong()).toEqual([])
})

test('with INFO only, one who presses nothing proves nothing; with auto, keys are heard in the audio', async () => {
  come = 'audio'
  const info = trunksWith('info')
  await called(info, '1')
  await called(info, '2')
  expect(info.wrong()).toEqual([])
  await called(info, '3')
  expect(info.wrong()).toHaveLength(1)
  const auto = trunksWith('auto')
  await called(auto, '4')
  expect(auto.wrong()).toEqual([])
})
