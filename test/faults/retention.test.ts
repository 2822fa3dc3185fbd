// The nightly look: when it looks, that a file goes only after its fact, and what happens when something can't be done.
import { expect, test } from 'vitest'
import { callId, type EpochMs } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld } from '../../src/core/world/world.ts'
import { openRetention } from '../../src/daemon/retention.ts'
import { openVirtualClock } from '../../src/simulation/virtual-clock.ts'
import { time } from '../plan/build.ts'
import { smallPlan } from '../support/plan.ts'

const NOON = time('2026-11-25 12:00 -06:00')
const MINUTE = 60_000
type OverAge = Extract<Input, { type: 'overAge' }>

function opened(due: (look: number) => readonly string[], more: { again?: readonly string[]; fails?: boolean } = {}) {
  const clock = openVirtualClock(NOON)
  const plan = { ...smallPlan(), box: { ...smallPlan().box, zone: 'America/Chicago' } }
  const looked: string[] = []
  const pushed: Input[] = []
  const removed: string[] = []
  const said: string[] = []
  let written = true
  const retention = openRetention({
    ...{ clock, plan: () => plan, isWritten: () => written, push: input => void pushed.push(input) },
    async overAge(_keeps, now) {
      looked.push(new Date(now).toISOString())
      const recordings = due(looked.length)
      const takenAt = (now - 100 * 86_400_000) as EpochMs
      const each = { stream: callId('c1'), what: 'messages', keepSeconds: 86_400, incidents: [], takenAt } as const
      return { due: recordings.map(recording => ({ ...each, recording })), again: more.again ?? [] }
    },
    async remove(recording) {
      removed.push(recording)
      if (more.fails) throw new Error('the disk is read-only')
    },
    log: { debug() {}, info() {}, warn() {}, error: (_: object, text: string) => void said.push(text) } as never,
  })
  return {
    ...{ looked, pushed, removed, said, retention },
    passes: (ms: number) => clock.runUntil((clock.now() + ms) as EpochMs),
    decides: () => {
      for (const input of pushed.splice(0)) retention.heard(takeTurn(emptyWorld(), input, clock.now()))
    },
    memoryMode: () => {
      written = false
    },
  }
}

test('it looks shortly after the start, and then every night at 03:30 on the clock of the box', async () => {
  const { looked, passes } = opened(() => [])
  await passes(3 * 24 * 60 * MINUTE)
  expect(looked).toEqual([
    '2026-11-25T18:00:15.000Z',
    '2026-11-26T09:30:00.000Z',
    '2026-11-27T09:30:00.000Z',
    '2026-11-28T09:30:00.000Z',
  ])
})

test('a file goes only when the journal has the fact', async () => {
  const { removed, pushed, passes, decides } = opened(look => (look === 1 ? ['a', 'b'] : []))
  await passes(2 * MINUTE)
  expect((pushed as OverAge[]).map(({ recording }) => recording)).toEqual(['a', 'b'])
  expect(removed).toEqual([])
  decides()
  expect(removed).toEqual(['a', 'b'])
})

test('many are decided a few at a time, and looked up again until there are no more', async () => {
  const many = Array.from({ length: 500 }, (_, n) => `r${n}`)
  const { looked, pushed, passes } = opened(look => (look === 1 ? many : ['last']))
  await passes(15_050)
  expect(pushed).toHaveLength(10)
  await passes(10 * MINUTE)
  expect(pushed).toHaveLength(501)
  expect(looked).toHaveLength(2)
})

test('what could not be removed is said, and tried again at the next look', async () => {
  const { removed, said, passes, decides } = opened(look => (look === 1 ? ['a'] : []), { again: ['before'], fails: true })
  await passes(2 * MINUTE)
  decides()
  await passes(0)
  expect(removed).toEqual(['before', 'a'])
  expect(said).toEqual(['a recording can not be removed; again tomorrow', 'a recording can not be removed; again tomorrow'])
})

test('while the journal can not be written nothing is looked up, and after the end nothing is decided', async () => {
  const away = opened(() => ['a'])
  away.memoryMode()
  await away.passes(2 * MINUTE)
  expect(away.looked).toEqual([])
  const over = opened(() => Array.from({ length: 30 }, (_, n) => `r${n}`))
  await over.passes(15_050)
  over.retention.stop()
  await over.passes(48 * 60 * MINUTE)
  expect(over.pushed).toHaveLength(10)
})
