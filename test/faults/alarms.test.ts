// The register of alarms: a beginning, an end, a count; bounded however much goes wrong.
import { beforeEach, expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { type Alarms, openAlarms, type Wrong } from '../../src/daemon/alarms.ts'
import { openVirtualClock, type VirtualClock } from '../../src/simulation/virtual-clock.ts'
import { NIGHT } from '../support/plan.ts'

const MINUTE_MS = 60_000
let clock: VirtualClock
let alarms: Alarms
let logged: string[]
const away: Wrong = { kind: 'trunk-away', about: 'carrier', what: 'trunk carrier does not answer' }
const unknown: Wrong = { kind: 'line-unknown', about: 'carrier +13125550100', what: 'a line is in no rule' }

beforeEach(() => {
  clock = openVirtualClock(NIGHT)
  logged = []
  const note = (_: object, message: string) => void logged.push(message)
  alarms = openAlarms({ clock, log: { debug: note, info: note, warn: note, error: note } })
})
const passes = (minutes: number) => clock.runUntil((clock.now() + minutes * MINUTE_MS) as EpochMs)

test('what is wrong stands until its source says that it is over, and then it was', async () => {
  alarms.begin(away)
  await passes(24 * 60)
  alarms.begin(away)
  expect(alarms.now()).toMatchObject([{ ...away, since: NIGHT, until: null, count: 1 }])
  expect(alarms.was()).toEqual([])
  alarms.end('trunk-away', 'carrier')
  expect(alarms.now()).toEqual([])
  expect(alarms.was()).toMatchObject([{ ...away, since: NIGHT, until: clock.now(), count: 1 }])
  expect(logged).toEqual(['alarm', 'the alarm is over'])
})

test('what is wrong again is the same alarm, and is counted', async () => {
  alarms.begin(away)
  alarms.end('trunk-away', 'carrier')
  await passes(5)
  alarms.begin(away)
  expect(alarms.now()).toMatchObject([{ since: NIGHT + 5 * MINUTE_MS, count: 2 }])
  expect(alarms.was()).toEqual([])
})

test('what merely happened ends a while after the last time, is counted, and is logged once', async () => {
  alarms.happened(unknown)
  await passes(10)
  alarms.happened(unknown)
  await passes(10)
  expect(alarms.now()).toMatchObject([{ since: NIGHT, last: NIGHT + 10 * MINUTE_MS, count: 2 }])
  await passes(6)
  expect(alarms.now()).toEqual([])
  expect(alarms.was()).toMatchObject([{ since: NIGHT, until: NIGHT + 10 * MINUTE_MS, count: 2 }])
  expect(logged).toEqual(['alarm'])
})

test('a source is asked by itself, and what it names no more is over', async () => {
  let wrong: readonly Wrong[] = [{ ...away, since: NIGHT - 5 }]
  alarms.from(() => wrong)
  await passes(1)
  expect(logged).toEqual(['alarm'])
  expect(alarms.now()).toMatchObject([{ since: NIGHT - 5, count: 1, last: clock.now() }])
  wrong = []
  await passes(1)
  expect(logged).toEqual(['alarm', 'the alarm is over'])
  expect(alarms.was()).toHaveLength(1)
})

test('a source that fails is an alarm of its own, until it can say again how it is', () => {
  let broken = true
  alarms.from(() => {
    if (broken) throw new Error('the disk is away')
    return []
  })
  alarms.begin(away)
  expect(
    alarms
      .now()
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['alarms-unknown', 'trunk-away'])
  broken = false
  expect(alarms.now().map(({ kind }) => kind)).toEqual(['trunk-away'])
})

test('a stranger who dials a thousand lines makes a few alarms, and pushes out no other', async () => {
  alarms.begin(away)
  for (let line = 0; line < 1000; line++) alarms.happened({ kind: 'line-unknown', about: `${line}`, what: `line ${line}` })
  const now = alarms.now()
  expect(now.length).toBeLessThan(25)
  expect(now).toContainEqual(expect.objectContaining(away))
  expect(now.find(({ about }) => about === 'others')).toMatchObject({ kind: 'line-unknown', count: 980 })
  for (let day = 0; day < 300; day++) {
    alarms.begin({ kind: 'trunk-away', about: `${day}`, what: '' })
    alarms.end('trunk-away', `${day}`)
  }
  expect(alarms.was().length).toBeLessThanOrEqual(100)
})
