// The loop when its own database is in trouble: what a server has taken is not sent again because the mark could not be written.
import { expect, test } from 'vitest'
import type { Post } from '../../src/core/notices/post.ts'
import { callId, type EpochMs } from '../../src/core/world/ids.ts'
import type { Outbox } from '../../src/daemon/ports.ts'
import { openOutboxLoop } from '../../src/notify/outbox-loop.ts'
import { aside } from '../support/followed-journal.ts'
import { Office, until } from './office.ts'

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const clock = { now: () => Math.round(performance.now()) as EpochMs }

const post: Post = {
  ...{
    key: 'k:a@b.test',
    thread: 'k',
    way: 'mail',
    who: null,
    firstAt: clock.now(),
    to: 'a@b.test',
    all: ['a@b.test'],
    madeAt: clock.now(),
    attempts: 0,
    property: 'p',
  },
  about: {
    ...{
      event: 'message',
      call: callId('c'),
      mailbox: 'office',
      recording: 'r',
      takenAt: clock.now(),
      ms: 1000,
      cut: false,
      lost: null,
    },
    caller: { number: null, name: null, erased: false },
  },
}

test('a mark that could not be written is written later, and the mail is sent once', async () => {
  let refusals = 3
  let waits = true
  let delivered = 0
  const outbox = {
    lanes: () => ['mail'],
    ...{ prune: () => undefined, unnoted: () => [], hasten: () => undefined },
    due: () => (waits ? [post] : []),
    sent() {
      if (refusals-- > 0) throw new Error('the disk is full')
      waits = false
    },
  } as unknown as Outbox
  const loop = openOutboxLoop({
    ...{ outbox: aside(outbox), clock, log: silent, hurry: 100, settled: () => undefined, inFlight: new Set() },
    async deliver() {
      delivered++
      return { ok: true }
    },
  })
  await until(() => !waits, 'marked')
  await loop.stop()
  expect(delivered).toBe(1)
})

test('a database that can not be read is asked again', async () => {
  let asked = 0
  const outbox = {
    lanes: () => ['mail'],
    ...{ prune: () => undefined, unnoted: () => [], hasten: () => undefined },
    due() {
      if (asked++ < 2) throw new Error('locked')
      return []
    },
  } as unknown as Outbox
  const loop = openOutboxLoop({
    outbox: aside(outbox),
    clock,
    log: silent,
    hurry: 100,
    settled: () => undefined,
    inFlight: new Set(),
    deliver: async () => ({ ok: true }),
  })
  await until(() => asked >= 3, 'asked again')
  await loop.stop()
})

test('a server that comes back: what waited for its turn goes out at once', async () => {
  const night = new Office(1, { mail: { port: 1 } })
  const [first, ...others] = ['c1', 'c2', 'c3', 'c4']
  for (const [n, id] of [first, ...others].entries()) night.message(id, n)
  let down = true
  const sent: string[] = []
  const { outbox } = night.journal
  let now = night.clock.now()
  const pass = (ms: number): void => {
    now = (now + ms) as EpochMs
  }
  const loop = openOutboxLoop({
    ...{ outbox: aside(outbox), log: silent, hurry: 100, settled: () => undefined, inFlight: new Set() },
    clock: { now: () => now },
    async deliver(one) {
      if (down) return { ok: false, reason: 'away', toDo: '', server: true }
      sent.push(one.key)
      return { ok: true }
    },
  })
  await until(() => {
    pass(100)
    return outbox.troubles(0 as EpochMs).length > 0
  }, 'often in vain')
  down = false
  // The next attempt is made after this; then time stands still, and without haste the others would wait for ever.
  await until(() => {
    if (sent.length === 0) pass(100)
    return sent.length > 0
  }, 'one is sent')
  await until(() => sent.length === 4, 'all are sent')
  await loop.stop()
  await night.remove()
})

test('what was sent is a fact, and one that a dead daemon did not write is written by the next', async () => {
  const night = new Office(1)
  night.message('c1')
  const { outbox } = night.journal
  outbox.sent('message:c1-message-1:office@oak.test', night.clock.now())
  expect(outbox.unnoted(9).map(({ key }) => key)).toEqual(['message:c1-message-1:office@oak.test'])
  night.open()
  await until(() => night.told.length > 0, 'the fact')
  expect(night.told).toMatchObject([
    { kind: 'notice-sent', stream: 'c1', way: 'mail', whom: 'office@oak.test', event: 'message' },
  ])
  expect(outbox.unnoted(9)).toEqual([])
  await night.remove()
})

test('rules that change while a post is under way: the next loop does not send it as well', async () => {
  const night = new Office(1)
  night.message('c1')
  let delivered = 0
  let taken: () => void = () => undefined
  const common = {
    outbox: aside(night.journal.outbox),
    clock: night.clock,
    log: silent,
    settled: () => undefined,
    inFlight: new Set<string>(),
  }
  const slow = openOutboxLoop({
    ...common,
    async deliver() {
      delivered++
      await new Promise<void>(resolve => {
        taken = resolve
      })
      return { ok: true }
    },
  })
  await until(() => delivered === 1, 'under way')
  const next = openOutboxLoop({ ...common, hurry: 100, deliver: async () => ({ ok: Boolean(++delivered) as true }) })
  night.message('c2', 1)
  await until(() => delivered === 2, 'the other is sent')
  taken()
  await slow.stop()
  await until(() => night.journal.outbox.lanes(night.clock.now()).length === 0, 'all marked')
  await next.stop()
  expect(delivered).toBe(2)
  await night.remove()
})
