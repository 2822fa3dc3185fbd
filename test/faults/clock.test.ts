// The daemon's clock against a machine whose clock jumps, is suspended, or is set back.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { type DaemonClock, every, inMs, openClock } from '../../src/daemon/clock.ts'

const HOUR_MS = 3_600_000
const START = Date.UTC(2026, 10, 28, 20)
let wall: number
let steady: number
let clock: DaemonClock

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  wall = START
  steady = 1000
  clock = open(null)
})
afterEach(() => {
  clock.stop()
  vi.useRealTimers()
})

function open(notBefore: number | null): DaemonClock {
  return openClock(notBefore as EpochMs | null, { wall: () => wall, steady: () => steady })
}

/** Both clocks go on. */
function passes(ms: number): void {
  for (let left = ms; left > 0; left -= 100) {
    wall += Math.min(100, left)
    steady += Math.min(100, left)
    vi.advanceTimersByTime(Math.min(100, left))
  }
}

test('after a suspended machine woke up, the time is right within a second, and everybody is told by how much it jumped', () => {
  const jumps: number[] = []
  clock.onJump(ms => void jumps.push(ms))
  wall += 8 * HOUR_MS
  passes(1000)
  expect(clock.now()).toBe(wall)
  expect(jumps).toEqual([8 * HOUR_MS])
})

test('what is about to be decided looks at the clock first', () => {
  wall += HOUR_MS
  clock.look()
  expect(clock.now()).toBe(wall)
})

test('what waits for a moment of the day is called when the jump passes it; what waits for some seconds waits as long as before', () => {
  const called: string[] = []
  clock.at((START + HOUR_MS) as EpochMs, () => called.push('moment'))
  inMs(clock, 35_000, () => called.push('seconds'))
  every(clock, 20_000, () => called.push('every'))
  passes(10_000)
  wall += 2 * HOUR_MS
  passes(2000)
  expect(called).toEqual(['moment'])
  passes(9000)
  expect(called).toEqual(['moment', 'every'])
  passes(15_000)
  expect(called).toEqual(['moment', 'every', 'seconds'])
})

test('set back, it never goes back: it runs a tenth slower until the machine is there, and says how far it is ahead', () => {
  passes(5000)
  wall -= 60_000
  let before = clock.now()
  for (let n = 0; n < 700; n++) {
    passes(1000)
    expect(clock.now()).toBeGreaterThan(before)
    before = clock.now()
    if (n === 300) expect(clock.behind()).toBeGreaterThan(25_000)
  }
  expect(Math.abs(clock.behind())).toBeLessThanOrEqual(100)
})

test('a little ahead is caught up without a jump', () => {
  const jumps: number[] = []
  clock.onJump(ms => void jumps.push(ms))
  wall += 1500
  passes(20_000)
  expect(jumps).toEqual([])
  expect(Math.abs(clock.behind())).toBeLessThanOrEqual(100)
})

test('a journal from the future is no reason to stay there', () => {
  clock.stop()
  clock = open(START + 10_000)
  expect(clock.now()).toBe(START + 10_000)
  passes(110_000)
  expect(Math.abs(clock.behind())).toBeLessThanOrEqual(100)
})

test('a moment that is farther away than a timer of Node can be is not called early', () => {
  // Comparing every second for two months takes seconds.
  clock.stop()
  const called: number[] = []
  clock.at((START + 60 * 24 * HOUR_MS) as EpochMs, () => called.push(clock.now()))
  for (let day = 0; day < 61; day++) {
    wall += 24 * HOUR_MS
    steady += 24 * HOUR_MS
    vi.advanceTimersByTime(24 * HOUR_MS)
    if (day < 59) expect(called).toEqual([])
  }
  expect(called).toHaveLength(1)
})
