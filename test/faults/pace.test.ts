// More callers than the box can look after: those who are let in are looked after, the others wait
// a little or hear busy, and when it is over everybody is let in at once again.
import { expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { openPace, type Pace } from '../../src/daemon/pace.ts'
import { openVirtualClock, type VirtualClock } from '../../src/simulation/virtual-clock.ts'
import { keptLog } from './fake-telephony.ts'

const START = 1_800_000_000_000 as EpochMs
/** What one caller asks of Asterisk, spread evenly over the time until they talk. */
const REQUESTS = 18
const SECONDS = 3

interface House {
  readonly clock: VirtualClock
  readonly pace: Pace
  readonly told: Input[]
  /** How long callers were kept waiting, ms, in the order in which they were let in. */
  readonly waits: number[]
  /** The most requests that were without an answer at any time. */
  most(): number
  refused(): number
  /** Who came last. */
  last(): string
  arrive(): void
  pass(seconds: number): Promise<void>
}

/** An Asterisk that answers so many requests a second, and a dialplan that turns away. */
function openHouse(perSecond: number): House {
  const clock = openVirtualClock(START)
  const told: Input[] = []
  const waits: number[] = []
  const cameAt = new Map<string, number>()
  let unanswered = 0
  let most = 0
  let refused = 0
  let awayUntil = 0
  let nth = 0
  const load = {
    unanswered: () => unanswered,
    async turnAway(seconds: number) {
      awayUntil = clock.now() + seconds * 1000
      return { ok: true } as const
    },
  }
  function tell(input: Input): void {
    told.push(input)
    if (input.type !== 'arrived') return
    waits.push(clock.now() - (cameAt.get(input.channel) ?? 0))
    for (let n = 0; n < REQUESTS; n++) {
      clock.after((n * SECONDS) / REQUESTS, () => {
        unanswered++
        most = Math.max(most, unanswered)
      })
    }
  }
  function serve(): void {
    unanswered = Math.max(0, unanswered - perSecond / 100)
    clock.after(0.01, serve)
  }
  serve()
  const pace = openPace({ load, clock, log: keptLog(), tell })
  return {
    ...{ clock, pace, told, waits },
    most: () => most,
    refused: () => refused,
    last: () => `caller-${nth - 1}`,
    arrive() {
      if (clock.now() < awayUntil) refused++
      else {
        const channel = `caller-${nth++}`
        cameAt.set(channel, clock.now())
        pace.hear(arrived(channel))
      }
    },
    pass: seconds => clock.runUntil((clock.now() + seconds * 1000) as EpochMs),
  }
}

function arrived(channel: string): Input {
  return { type: 'arrived', channel } as Input
}

async function callers(house: House, rate: number, seconds: number): Promise<void> {
  for (let n = 0; n < rate * seconds; n++) {
    house.arrive()
    await house.pass(1 / rate)
  }
}

test('a house that keeps up lets everybody in at once, fifty in the same moment included', async () => {
  const house = openHouse(100 * REQUESTS)
  for (let n = 0; n < 50; n++) house.arrive()
  await house.pass(3)
  await callers(house, 40, 20)
  expect(house.waits).toHaveLength(850)
  expect(Math.max(...house.waits)).toBeLessThanOrEqual(50)
  expect(house.pace.alarms()).toEqual([])
})

test('two and a half times what it can do: those who are let in are looked after, the others hear busy soon', async () => {
  const house = openHouse(40 * REQUESTS)
  await callers(house, 100, 60)
  // Three quarters of what it can do at least, none of them in a jam of more than half a second.
  expect(house.waits.length).toBeGreaterThan(60 * 40 * 0.75)
  expect(house.most()).toBeLessThan(40 * REQUESTS)
  expect(Math.max(...house.waits)).toBeLessThan(8000)
  expect(house.refused()).toBeGreaterThan(0)
  expect(house.pace.alarms()).toMatchObject([
    { kind: 'overload', about: 'machine', what: expect.stringMatching(/callers wait up to \d s .* hear busy/) },
  ])
  await house.pass(20)
  expect(house.pace.alarms()).toEqual([])
  const before = house.waits.length
  await callers(house, 10, 10)
  expect(Math.max(...house.waits.slice(before))).toBe(0)
})

test('a little more than it can do is carried by waiting alone', async () => {
  const house = openHouse(40 * REQUESTS)
  await callers(house, 20, 10)
  await callers(house, 50, 4)
  await house.pass(10)
  expect(house.refused()).toBe(0)
  expect(house.waits).toHaveLength(400)
  expect(Math.max(...house.waits)).toBeLessThan(3000)
  // How long they were kept waiting goes into the journal with them.
  const told = house.told.map(input => (input.type === 'arrived' ? (input.waitedMs ?? 0) : 0))
  expect(told).toEqual(house.waits)
})

test('whoever hangs up while they wait has called and hung up, in that order, and at once', async () => {
  const house = openHouse(REQUESTS)
  await callers(house, 60, 2)
  const hungUp = house.last()
  expect(house.told).not.toContainEqual(arrived(hungUp))
  const ended: Input = { type: 'ended', channel: hungUp, cause: 16, sip: null, fax: false }
  house.pace.hear(ended)
  expect(house.told.slice(-2)).toEqual([arrived(hungUp), ended])
  await house.pass(60)
  expect(house.told.filter(input => 'channel' in input && input.channel === hungUp)).toHaveLength(2)
})
