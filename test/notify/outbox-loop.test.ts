// The loop when its own database is in trouble: what a server has taken is not sent again because the mark could not be written.
import { expect, test } from 'vitest'
import type { Post } from '../../src/core/notices/post.ts'
import { callId, type EpochMs } from '../../src/core/world/ids.ts'
import type { Outbox } from '../../src/daemon/ports.ts'
import { openOutboxLoop } from '../../src/notify/outbox-loop.ts'
import { until } from './office.ts'

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
    ...{ event: 'message', call: callId('c'), mailbox: 'office', recording: 'r', takenAt: clock.now(), ms: 1000 },
    caller: { number: null, name: null, erased: false },
  },
}

test('a mark that could not be written is written later, and the mail is sent once', async () => {
  let refusals = 3
  let waits = true
  let delivered = 0
  const outbox = {
    lanes: () => ['mail'],
    prune: () => undefined,
    due: () => (waits ? [post] : []),
    sent() {
      if (refusals-- > 0) throw new Error('the disk is full')
      waits = false
    },
  } as unknown as Outbox
  const loop = openOutboxLoop({
    ...{ outbox, clock, log: silent, hurry: 100, giveUp: () => undefined },
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
    prune: () => undefined,
    due() {
      if (asked++ < 2) throw new Error('locked')
      return []
    },
  } as unknown as Outbox
  const loop = openOutboxLoop({
    outbox,
    clock,
    log: silent,
    hurry: 100,
    giveUp: () => undefined,
    deliver: async () => ({ ok: true }),
  })
  await until(() => asked >= 3, 'asked again')
  await loop.stop()
})
