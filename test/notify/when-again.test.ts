// When a notice is tried again: what a server asks for is followed and hastened by nothing, what may have been taken is repeated rarely, and what can only
// be told at its moment is given up at once. On a journal of its own, with a clock that is moved by hand.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { type Delivery, failed } from '../../src/notify/delivery.ts'
import { openOutboxLoop } from '../../src/notify/outbox-loop.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { aside } from '../support/followed-journal.ts'
import { Office, until } from './office.ts'

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const MINUTE = 60_000
const HOUR = 60 * MINUTE

let night: Office
let now: EpochMs
let answers: (key: string) => Delivery
let asked: string[]
let loop: ReturnType<typeof openOutboxLoop>
beforeEach(() => {
  night = new Office(1)
  now = night.clock.now()
  asked = []
  loop = openOutboxLoop({
    ...{
      outbox: aside(night.journal.outbox),
      log: silent,
      settled: () => undefined,
      inFlight: new Set(),
      clock: { now: () => now },
    },
    async deliver({ key }) {
      asked.push(key)
      return answers(key)
    },
  })
})
afterEach(async () => {
  await loop.stop()
  await night.remove()
})

/** Lets so much time pass, and gives how often somebody was asked in it. */
async function pass(ms: number): Promise<number> {
  const before = asked.length
  now = (now + ms) as EpochMs
  for (let n = 0; n < 5; n++) {
    loop.wake()
    await new Promise(resolve => setImmediate(resolve))
  }
  return asked.length - before
}

test('Retry-After of an hour: not before, and then at once', async () => {
  answers = () => failed('busy', '', true, { retryAfterMs: HOUR })
  night.message('c1')
  expect(await pass(1000)).toBe(1)
  expect(await pass(HOUR - MINUTE)).toBe(0)
  expect(await pass(MINUTE)).toBe(1)
})

test('another notice that goes through does not hasten what was put off, or what may have been taken', async () => {
  answers = key => (key.includes('c1-') ? failed('busy', '', true, { retryAfterMs: HOUR }) : { ok: true })
  night.message('c1')
  expect(await pass(1000)).toBe(1)
  night.message('c2', 1)
  expect(await pass(11 * MINUTE)).toBe(1)
  expect(await pass(MINUTE)).toBe(0)
  expect(await pass(HOUR)).toBe(1)
})

test('what may have been taken is repeated after two, four and eight hours, and no more', async () => {
  answers = () => failed('no answer', '', true, { end: 'uncertain' })
  night.message('c1')
  expect(await pass(1000)).toBe(1)
  expect(await pass(2 * HOUR - MINUTE)).toBe(0)
  expect(await pass(MINUTE)).toBe(1)
  expect(await pass(4 * HOUR)).toBe(1)
  expect(await pass(8 * HOUR)).toBe(1)
})

test('what a server said stands in the list, whether it took it or not', async () => {
  answers = () => failed('sms.test answered 400', '', false, { end: 'refused', said: 'no such number' })
  night.message('c1')
  await pass(1000)
  const list = () => {
    const reader = openReader(`${night.directory}/journal.db`)
    const items = reader.listOutbox({ all: true, limit: 9, now })
    reader.close()
    return items
  }
  expect(list()).toMatchObject([{ state: 'waits', error: 'sms.test answered 400: no such number' }])
  answers = () => ({ ok: true, said: '250 queued as 7' })
  await pass(HOUR)
  expect(list()).toMatchObject([{ state: 'sent', error: null, answer: '250 queued as 7' }])
})

test('a slow server is asked for the next beside, but not by more than four', async () => {
  await loop.stop()
  let open = 0
  const slow = openOutboxLoop({
    ...{
      outbox: aside(night.journal.outbox),
      log: silent,
      settled: () => undefined,
      inFlight: new Set(),
      clock: { now: () => now },
    },
    deliver: () => {
      open++
      return new Promise<Delivery>(() => undefined)
    },
  })
  for (let n = 0; n < 9; n++) night.message(`c${n}`, n)
  slow.wake()
  await until(() => open === 1, 'the first')
  for (let n = 0; n < 9; n++) {
    now = (now + 16_000) as EpochMs
    slow.wake()
    await new Promise(resolve => setImmediate(resolve))
  }
  expect(open).toBe(4)
  void slow.stop()
})
