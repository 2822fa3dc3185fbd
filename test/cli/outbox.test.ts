// `nightbell outbox`: what waits, what is held, what was given up; and trying it again, with the daemon's control socket and without.
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Control, openControl } from '../../src/daemon/control.ts'
import { outboxActs } from '../../src/daemon/outbox-acts.ts'
import { prepared } from '../notify/night-in-the-outbox.ts'
import { at } from '../store/example-turns.ts'
import { type Box, box } from './run-program.ts'

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
let here: Box
let control: Control | null = null
beforeEach(() => {
  here = box()
})
afterEach(async () => {
  await control?.close()
  control = null
  here.remove()
})

async function daemon(): Promise<{ woken: number }> {
  const state = { woken: 0 }
  const acts = outboxActs({ outbox: here.journal.outbox, now: () => at(5000), wake: () => void state.woken++, log: silent })
  control = await openControl(join(here.state, 'control.sock'), () => ({}), acts)
  return state
}

test('nothing', async () => {
  expect(await here.run('outbox', 'list')).toMatchObject({ code: 0, out: 'Nothing waits to be sent.\n' })
  expect((await here.run('outbox', 'list', '--all')).out).toBe('The outbox is empty.\n')
})

test('what waits, is held, was tried in vain, and given up', async () => {
  prepared(here.journal)
  const { out, code } = await here.run('outbox', 'list')
  expect(code).toBe(1)
  expect(out).toBe(
    `HAPPENED                    PROPERTY   EVENT    WAY      TO               STATE                                  LAST ANSWER           KEY
2026-03-08 03:01:10 -05:00  Oak Creek  message  mail     kim@oak.test     held by quiet hours until 03-08 07:00                        message:c1-message-1:kim@oak.test
2026-03-08 03:01:10 -05:00  Oak Creek  message  mail     office@oak.test  tried 1 time, next 03-08 03:16         connect ECONNREFUSED  message:c1-message-1:office@oak.test
2026-03-08 03:01:10 -05:00  Oak Creek  message  webhook  pm               given up 03-08 03:31                   pm.test answered 500  message:c1-message-1:webhook:pm
`,
  )
  const all = JSON.parse((await here.run('outbox', 'list', '--all', '--json')).out)
  expect(all.map(({ state, way, to }: Record<string, string>) => [state, way, to])).toEqual([
    ['held', 'mail', 'kim@oak.test'],
    ['waits', 'mail', 'office@oak.test'],
    ['sent', 'sms', '+13125550301'],
    ['given-up', 'webhook', 'pm'],
  ])
  expect(all[0]).toMatchObject({ nextLocal: '2026-03-08T07:00:00.000-05:00', event: 'message', property: 'oak-creek' })
  expect(await here.run('outbox', 'list', '--property', 'elm')).toMatchObject({ code: 0, out: 'Nothing waits to be sent.\n' })
})

test('tried again: all that was in vain, or what is named, also what is held', async () => {
  prepared(here.journal)
  const state = await daemon()
  expect(await here.run('outbox', 'retry', '--all')).toMatchObject({
    code: 0,
    out: 'message:c1-message-1:office@oak.test: is tried again\nmessage:c1-message-1:webhook:pm: is tried again\n',
  })
  expect(state.woken).toBe(1)
  expect(here.journal.outbox.due(at(5000), 9, 'webhook pm')).toMatchObject([{ attempts: 0, firstAt: at(5000) }])
  expect((await here.run('outbox', 'list')).out).not.toContain('given up')
  expect(await here.run('outbox', 'retry', 'message:c1-message-1:kim')).toMatchObject({ code: 0 })
  expect(here.journal.outbox.due(at(5000), 9, 'mail')).toHaveLength(2)
})

test('what is not there, and a daemon that is away', async () => {
  prepared(here.journal)
  expect(await here.run('outbox', 'retry')).toMatchObject({ code: 2 })
  expect(await here.run('outbox', 'retry', 'nonsense')).toMatchObject({
    ...{ code: 1, err: 'nightbell: nothing of the key nonsense waits or was given up\n' },
  })
  expect(await here.run('outbox', 'retry', '--all')).toMatchObject({ code: 3 })
})
