// The nightly look for callers: when it looks, what comes first, and what happens when something can't be done.
import { expect, test } from 'vitest'
import { callId, type EpochMs } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { type KnownTooLong, openCallerRetention, type PageFrom } from '../../src/daemon/caller-retention.ts'
import { openVirtualClock } from '../../src/simulation/virtual-clock.ts'
import { time } from '../plan/build.ts'
import { smallPlan } from '../support/plan.ts'

const NOON = time('2026-11-25 12:00 -06:00')
const MINUTE = 60_000

interface Page {
  readonly calls: readonly string[]
  readonly next?: string
}

function opened(pages: readonly Page[], more: { held?: readonly string[]; fails?: boolean; callers?: number | null } = {}) {
  const clock = openVirtualClock(NOON)
  const small = smallPlan()
  const retention = more.callers === null ? {} : { retention: { callers: more.callers ?? 86_400 } }
  const plan = { ...small, ...retention, box: { ...small.box, zone: 'America/Chicago' } }
  const happened: string[] = []
  const pushed: Input[] = []
  const said: string[] = []
  const asked: (PageFrom | null)[] = []
  let written = true
  const each = (call: string): KnownTooLong => ({
    ...{ call: callId(call), incidents: [], numbers: ['+13125550142'], names: [], wouldHold: [`s-hold-call-${call}` as never] },
    rule: { endedAt: 0 as EpochMs, keepSeconds: 86_400 },
  })
  const retaining = openCallerRetention({
    ...{ clock, plan: () => plan, isWritten: () => written },
    async due(_keeps, _now, after) {
      const { calls = [], next } = pages[asked.length] ?? {}
      asked.push(after)
      return { due: calls.map(each), next: next === undefined ? null : { property: '', at: 1, call: next } }
    },
    isHeld: holds => holds.some(id => more.held?.includes(id)),
    async forget(callers) {
      if (more.fails) throw new Error('the disk is read-only')
      happened.push(`forget ${callers.map(({ call }) => call).join(' ')}`)
    },
    async clean() {
      happened.push('clean')
    },
    push(input) {
      pushed.push(input)
      happened.push(`erase ${'stream' in input ? input.stream : ''}`)
    },
    log: { debug() {}, info() {}, warn() {}, error: (_: object, text: string) => void said.push(text) } as never,
  })
  return {
    ...{ happened, pushed, said, asked, retaining },
    passes: (ms: number) => clock.runUntil((clock.now() + ms) as EpochMs),
    memoryMode: () => {
      written = false
    },
  }
}

test('it looks a minute after the start and every night; without a rule for callers it does not even ask', async () => {
  const { asked, passes } = opened([])
  await passes(3 * 24 * 60 * MINUTE)
  expect(asked).toHaveLength(4)
  const without = opened([], { callers: null })
  await without.passes(3 * 24 * 60 * MINUTE)
  expect(without.asked).toEqual([])
})

test('page after page: first the files, then the turns, and old pages last', async () => {
  const { happened, pushed, asked, passes } = opened([
    { calls: ['c1', 'c2'], next: 'c2' },
    { calls: [], next: 'c3' },
    { calls: ['c4'] },
  ])
  await passes(2 * MINUTE)
  expect(happened).toEqual(['forget c1 c2 c4', 'erase c1', 'erase c2', 'erase c4', 'clean'])
  expect(asked).toEqual([null, { property: '', at: 1, call: 'c2' }, { property: '', at: 1, call: 'c3' }])
  expect(pushed[0]).toMatchObject({ type: 'callErased', who: 'retention', rule: { keepSeconds: 86_400 } })
})

test('ten in a row, then callers go first', async () => {
  const { pushed, passes } = opened([{ calls: Array.from({ length: 35 }, (_, n) => `c${n}`) }])
  await passes(MINUTE + 50)
  expect(pushed).toHaveLength(10)
  await passes(200)
  expect(pushed).toHaveLength(20)
  await passes(MINUTE)
  expect(pushed).toHaveLength(35)
})

test('what is held since the list was made stays in the files as well', async () => {
  const { happened, passes } = opened([{ calls: ['c1', 'c2'] }], { held: ['s-hold-call-c1'] })
  await passes(2 * MINUTE)
  expect(happened).toEqual(['forget c2', 'erase c2', 'clean'])
})

test('files that can not be written: nobody is erased, it is said, and it looks again in the night', async () => {
  const { pushed, said, asked, passes } = opened([{ calls: ['c1'] }, { calls: ['c1'] }], { fails: true })
  await passes(2 * MINUTE)
  expect([pushed, said]).toEqual([[], ['callers are not erased by rule now; again tomorrow']])
  await passes(24 * 60 * MINUTE)
  expect(asked).toHaveLength(2)
})

test('while the journal can not be written nothing is asked, and after the end nothing is decided', async () => {
  const away = opened([{ calls: ['c1'] }])
  away.memoryMode()
  await away.passes(2 * MINUTE)
  expect(away.asked).toEqual([])
  const over = opened([{ calls: Array.from({ length: 35 }, (_, n) => `c${n}`) }])
  await over.passes(MINUTE + 50)
  over.retaining.stop()
  await over.passes(48 * 60 * MINUTE)
  expect(over.pushed).toHaveLength(10)
})
