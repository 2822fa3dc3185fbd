// One timer a stream: it follows the state, fires once, not too early, and never after it was called off.
import { expect, test } from 'vitest'
import type { EpochMs, StreamId } from '../../src/core/world/ids.ts'
import type { Stream } from '../../src/core/world/world.ts'
import { openClock } from '../../src/daemon/clock.ts'
import { openDeadlines } from '../../src/daemon/deadlines.ts'
import { openVirtualClock } from '../../src/simulation/virtual-clock.ts'
import { NIGHT } from '../support/plan.ts'
import { CALLS } from '../support/specimens.ts'

function specimen(until: number): Stream {
  const { story, caller } = CALLS['asking-urgency']()
  const call = story.driver.world.calls.get(caller.id)
  if (call?.phase !== 'asking-urgency') throw new Error('no such specimen')
  return { ...call, until: until as EpochMs }
}

function gone(stream: Stream): Stream {
  if (stream.kind !== 'call') throw new Error('not a call')
  return { ...stream, phase: 'gone' } as Stream
}

function opened() {
  const clock = openVirtualClock(NIGHT)
  const due: [StreamId, number][] = []
  const deadlines = openDeadlines(clock, stream => void due.push([stream, clock.now() - NIGHT]))
  return { clock, due, deadlines, passes: (ms: number) => clock.runUntil((clock.now() + ms) as EpochMs) }
}

test('fires once, at its moment', async () => {
  const { deadlines, due, passes } = opened()
  const stream = specimen(NIGHT + 5000)
  deadlines.arm(stream)
  deadlines.arm(stream)
  await passes(4999)
  expect(due).toEqual([])
  await passes(100_000)
  expect(due).toEqual([[stream.id, 5000]])
})

test('a state with another deadline moves the timer, one that is over ends it', async () => {
  const { deadlines, due, passes } = opened()
  const stream = specimen(NIGHT + 5000)
  deadlines.arm(stream)
  deadlines.arm(specimen(NIGHT + 9000))
  await passes(6000)
  expect(due).toEqual([])
  await passes(3000)
  expect(due).toEqual([[stream.id, 9000]])
  deadlines.arm(specimen(NIGHT + 20_000))
  deadlines.arm(gone(stream))
  await passes(100_000)
  expect(due).toHaveLength(1)
})

test('a deadline that is past already is due at once', async () => {
  const { deadlines, due, passes } = opened()
  deadlines.arm(specimen(NIGHT - 60_000))
  await passes(0)
  expect(due).toHaveLength(1)
})

test('nothing is due after stopping', async () => {
  const { deadlines, due, passes } = opened()
  deadlines.arm(specimen(NIGHT + 1000))
  deadlines.stop()
  deadlines.arm(specimen(NIGHT + 2000))
  await passes(10_000)
  expect(due).toEqual([])
})

test('the daemon’s own clock: never behind the journal, never early, and farther away than a timer of Node can be', async () => {
  const ahead = (Date.now() + 3_600_000) as EpochMs
  const clock = openClock(ahead)
  expect(clock.now()).toBeGreaterThanOrEqual(ahead)
  const at = (clock.now() + 30) as EpochMs
  const fired = await new Promise<number>(resolve => {
    const keep = setTimeout(() => {}, 2000)
    const deadlines = openDeadlines(clock, () => {
      clearTimeout(keep)
      resolve(clock.now())
    })
    deadlines.arm(specimen(at))
  })
  expect(fired).toBeGreaterThanOrEqual(at)
  let early = false
  const cancel = clock.at((clock.now() + 60 * 24 * 3_600_000) as EpochMs, () => {
    early = true
  })
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(early).toBe(false)
  cancel()
})
