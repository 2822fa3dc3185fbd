// When the daemon packs old turns, and what happens when it can't.
import { expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { openPacking } from '../../src/daemon/pack-turns.ts'
import { openVirtualClock } from '../../src/simulation/virtual-clock.ts'
import { time } from '../plan/build.ts'

const NOON = time('2026-11-25 12:00 -06:00')
const HOUR = 3_600_000

interface Way {
  readonly keep?: (turns: number) => void
  readonly isWritten?: () => boolean
}

/** `old`: how many there are to be packed. */
function opened(old: number, { keep = () => {}, isWritten = () => true }: Way = {}) {
  const clock = openVirtualClock(NOON)
  const kept: number[] = []
  const said: string[] = []
  const packing = openPacking({
    oldTurns: async () => (kept.length < old ? [kept.length + 1] : []),
    keep(turns) {
      keep(turns)
      kept.push(turns)
    },
    isWritten,
    clock,
    log: { debug() {}, info() {}, warn() {}, error: (_: object, text: string) => void said.push(text) } as never,
  })
  const passes = (ms: number) => clock.runUntil((clock.now() + ms) as EpochMs)
  return { kept, said, packing, passes }
}

test('calls that wait for a start go first; then all that is old is packed, a little at a time', async () => {
  const { kept, passes } = opened(50)
  await passes(59_000)
  expect(kept).toEqual([])
  await passes(2000)
  expect(kept.length).toBeGreaterThan(1)
  expect(kept.length).toBeLessThan(25)
  await passes(HOUR)
  expect(kept).toHaveLength(50)
})

test('a disk that is full is tried again in an hour', async () => {
  let full = true
  const keep = () => {
    if (full) throw new Error('the disk is full')
  }
  const { kept, said, passes } = opened(2, { keep })
  await passes(HOUR / 2)
  expect(said).toEqual(['Old turns were not packed; trying again in an hour'])
  full = false
  await passes(HOUR)
  expect(kept).toEqual([1, 2])
})

test('nothing is packed while turns are kept in memory, or after a stop', async () => {
  const inMemory = opened(2, { isWritten: () => false })
  await inMemory.passes(3 * HOUR)
  expect(inMemory.kept).toEqual([])
  const stopped = opened(2)
  stopped.packing.stop()
  await stopped.passes(3 * HOUR)
  expect(stopped.kept).toEqual([])
})
