// `nightbell outbox`: what waits, what is held, what was given up; and trying it again, with the daemon's control socket and without.
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NOTICE_WORDS } from '../../src/core/notices/notice-words.ts'
import { type Control, openControl } from '../../src/daemon/control.ts'
import { outboxActs } from '../../src/daemon/outbox-acts.ts'
import { compileRules } from '../../src/rules/load.ts'
import { prepared } from '../notify/night-in-the-outbox.ts'
import { SMALL, told } from '../rules/small-rules.ts'
import { at } from '../store/example-turns.ts'
import { aside } from '../support/followed-journal.ts'
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
  const acts = outboxActs({
    outbox: aside(here.journal.outbox),
    now: () => at(5000),
    wake: () => void state.woken++,
    tryOut,
    log: silent,
  })
  control = await openControl(join(here.state, 'control.sock'), { status: () => ({}), acts })
  return state
}

test('what the server said to a test is shown', async () => {
  const acts = outboxActs({
    ...{ outbox: aside(here.journal.outbox), now: () => at(5000), wake: () => undefined, log: silent },
    tryOut: async () => ({ ok: true, said: '{"status":"queued"}' }),
  })
  control = await openControl(join(here.state, 'control.sock'), { status: () => ({}), acts })
  expect(await here.run('outbox', 'try', '--webhook', 'pm')).toMatchObject({
    ...{ code: 0, out: 'webhook pm: taken\n  the server said: {"status":"queued"}\n' },
  })
})

const tryOut: Parameters<typeof outboxActs>[0]['tryOut'] = async (way, to) =>
  way === 'mail' ? { ok: true } : { ok: false, reason: `no ${way} to ${to}`, toDo: 'look at the rules' }

test('a test: what the server said, and what to do', async () => {
  expect(await here.run('outbox', 'try', '--mail', 'kim@oak.test')).toMatchObject({ code: 3 })
  await daemon()
  expect(await here.run('outbox', 'try', '--mail', 'kim@oak.test')).toMatchObject({ code: 0, out: 'mail kim@oak.test: taken\n' })
  expect(await here.run('outbox', 'try', '--sms', '+1 312 555-0301', '--webhook', 'pm')).toMatchObject({
    ...{
      code: 1,
      out: 'text +13125550301: NOT taken: no sms to +13125550301\n  look at the rules\nwebhook pm: NOT taken: no webhook to pm\n  look at the rules\n',
    },
  })
  expect(await here.run('outbox', 'try')).toMatchObject({ code: 2 })
  expect(await here.run('outbox', 'try', '--sms', '911')).toMatchObject({
    ...{ code: 2, err: expect.stringContaining('911 is an emergency number') },
  })
})

test('the box’s own words are rules that `check` accepts, and say what the box says', async () => {
  const { out, code } = await here.run('outbox', 'words')
  expect(code).toBe(0)
  const compiled = compileRules(
    new Map([
      ['a.yaml', SMALL],
      ['words.yaml', out],
    ]),
  )
  expect(told(compiled)).toEqual([])
  const said = Object.entries(NOTICE_WORDS).map(([event, parts]) => [
    event,
    Object.fromEntries(Object.entries(parts).filter(([, words]) => words !== '')),
  ])
  expect(compiled.ok && compiled.plan.notices).toEqual(Object.fromEntries(said))
  expect((await here.run('outbox', 'words', 'missed')).out).toContain('subject: "[{property}] Missed call from {number}"')
  expect(await here.run('outbox', 'words', 'nonsense')).toMatchObject({ code: 1 })
})

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
