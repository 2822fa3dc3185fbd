// Trunks that are away or not registered: an alarm after two looks, in words that say which it is, and over when they are back.
import { beforeEach, expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { type Alarms, openAlarms } from '../../src/daemon/alarms.ts'
import { type NotRegisteredTrunk, openTrunkWatch, type TrunkWatch } from '../../src/daemon/trunk-watch.ts'
import { openVirtualClock, type VirtualClock } from '../../src/simulation/virtual-clock.ts'
import { NIGHT } from '../support/plan.ts'

let clock: VirtualClock
let alarms: Alarms
let watch: TrunkWatch
let offline: readonly string[] | null
let missing: readonly NotRegisteredTrunk[]

beforeEach(() => {
  clock = openVirtualClock(NIGHT)
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  alarms = openAlarms({ clock, log })
  offline = []
  missing = []
  watch = openTrunkWatch({
    ...{ unreachable: async () => offline, unregistered: () => missing, zone: () => 'America/New_York', clock, log, alarms },
  })
  return () => watch.stop()
})
const said = (): readonly string[] => alarms.now().map(({ what }) => what)

async function looks(times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    await watch.look()
    await clock.runUntil((clock.now() + 1) as EpochMs)
  }
}

test('not registered: since when, by the words of SIP, with what to do; seen once it may be nothing', async () => {
  missing = [{ trunk: 'oak', since: NIGHT, why: '403 Forbidden; Reason: Q.850;cause=21', remedy: 'check user and password' }]
  await looks(1)
  expect(said()).toEqual([])
  await looks(1)
  expect(said()).toEqual([
    'trunk oak is not registered since 03:00: 403 Forbidden (Reason: Q.850;cause=21); check user and password',
  ])
  missing = []
  await looks(1)
  expect(said()).toEqual([])
  expect(alarms.was()).toMatchObject([{ kind: 'trunk-unregistered', about: 'oak', since: NIGHT }])
})

test('a trunk that cannot be reached because it is not registered is one alarm, and another that does not answer is its own', async () => {
  offline = ['oak', 'elm']
  missing = [{ trunk: 'oak', since: NIGHT, why: 'it has not logged in', remedy: '' }]
  await looks(2)
  expect(new Set(said())).toEqual(
    new Set(['trunk oak is not registered since 03:00: it has not logged in', 'trunk elm does not answer']),
  )
})

test('an Asterisk that cannot be asked changes nothing', async () => {
  offline = ['elm']
  await looks(2)
  offline = null
  await looks(3)
  expect(said()).toEqual(['trunk elm does not answer'])
})
