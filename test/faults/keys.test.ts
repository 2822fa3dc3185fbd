// Which keys are told as early: those that come before the PBX has begun to say the question that is asked now.
import { beforeEach, expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { type Keys, openKeys } from '../../src/daemon/keys.ts'
import { openVirtualClock, type VirtualClock } from '../../src/simulation/virtual-clock.ts'
import { NIGHT } from '../support/plan.ts'

const channel = 'c'
let clock: VirtualClock
let keys: Keys

beforeEach(() => {
  clock = openVirtualClock(NIGHT)
  keys = openKeys(clock)
})
const passes = (ms: number) => clock.runUntil((clock.now() + ms) as EpochMs)
const says = (playback: string, asks?: true) =>
  keys.asked([
    { do: 'hush', channel },
    { do: 'say', channel, playback, speech: [], ...(asks && { asks }) },
  ])
const isEarly = () => keys.heard({ type: 'digit', channel, digit: '1' })

test('before the PBX has taken it, and for a moment after; then every key counts', async () => {
  expect(isEarly()).not.toHaveProperty('early')
  says('p1', true)
  expect(isEarly()).toHaveProperty('early', true)
  keys.began(channel, 'p1')
  expect(isEarly()).toHaveProperty('early', true)
  await passes(100)
  expect(isEarly()).not.toHaveProperty('early')
})

test('the end of the former words opens nothing; those of the same question do', async () => {
  says('p2', true)
  keys.heard({ type: 'playbackFinished', channel, playback: 'p1', ok: true })
  expect(isEarly()).toHaveProperty('early', true)
  says('p3')
  keys.heard({ type: 'playbackFinished', channel, playback: 'p3', ok: true })
  expect(isEarly()).not.toHaveProperty('early')
})

test.each([
  ['it is silenced, and nothing follows', () => keys.asked([{ do: 'hush', channel }])],
  ['it could not be said', () => keys.heard({ type: 'commandFailed', channel, command: 'say', gone: false, reason: '500' })],
  ['the channel is gone', () => keys.heard({ type: 'ended', channel, cause: 16, sip: null, fax: false })],
])('nobody waits for what will not be heard: %s', (_, happens) => {
  says('p1', true)
  happens()
  expect(isEarly()).not.toHaveProperty('early')
})

test('words that take for ever keep nobody from pressing', async () => {
  says('p1', true)
  await passes(10_000)
  expect(isEarly()).not.toHaveProperty('early')
})
