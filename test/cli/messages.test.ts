// `nightbell messages`: listing, the path of a recording, and done, with the daemon's control socket and without.
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { callId } from '../../src/core/world/ids.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld } from '../../src/core/world/world.ts'
import { type Control, openControl } from '../../src/daemon/control.ts'
import { messageActs } from '../../src/daemon/message-acts.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { arrival, at, call, turn } from '../store/example-turns.ts'
import { aside } from '../support/followed-journal.ts'
import { type Box, box } from './run-program.ts'

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

function message(id: string, seconds = 0, mailbox = 'office'): string {
  const recording = `${id}-message-1`
  const input = { type: 'recordingFinished', channel: id, recording, ms: 45_000, speechMs: null } as const
  const taken = { kind: 'message-taken', mailbox, recording, ms: 45_000, why: 'the caller left a message' } as const
  here.journal.commit([arrival(id, seconds), turn(seconds + 60, input, [call(id)], [[callId(id), taken]])])
  return recording
}

/** The daemon's end of the socket: the real acts, the real core. */
async function daemon(): Promise<void> {
  const acts = messageActs({
    message: aside(here.journal.past).message,
    push: input => here.journal.commit([takeTurn(emptyWorld(), input, at(1800))]),
  })
  control = await openControl(join(here.state, 'control.sock'), { status: () => ({}), acts })
}

test('lists what waits, oldest first, in local time', async () => {
  message('c1')
  message('c2', 100)
  const { out, code } = await here.run('messages', 'list')
  expect(code).toBe(0)
  expect(out).toBe(`LEFT                        PROPERTY   MAILBOX  CALLER        LENGTH  ID
2026-03-08 03:00:50 -05:00  Oak Creek  office   +13125550142  45 s    c1-message-1
2026-03-08 03:02:30 -05:00  Oak Creek  office   +13125550142  45 s    c2-message-1
`)
})

test('of one property and mailbox, and of a time', async () => {
  message('c1')
  message('c2', 100, 'leasing')
  const ids = async (...choice: string[]) => {
    const { out } = await here.run('messages', 'list', '--json', ...choice)
    return (JSON.parse(out) as { recording: string }[]).map(({ recording }) => recording)
  }
  expect(await ids('--property', 'oak-creek', '--mailbox', 'leasing')).toEqual(['c2-message-1'])
  expect(await ids('--since', '2026-03-08 03:01 -05:00')).toEqual(['c2-message-1'])
  expect(await ids('--until', '2026-03-08 03:01 -05:00')).toEqual(['c1-message-1'])
  expect((await here.run('messages', 'list', '--mailbox', 'leasin')).out).toBe(
    'No mailbox is called leasin. Did you mean leasing?\n',
  )
  expect(await here.run('messages', 'list', '--since', 'tomorow')).toMatchObject({ code: 2 })
})

test('nothing, and a property that nobody knows', async () => {
  expect((await here.run('messages', 'list')).out).toBe('No message waits.\n')
  expect((await here.run('messages', 'list', '--all')).out).toBe('There are no messages.\n')
  expect((await here.run('messages', 'list', '--property', 'oak-crek')).out).toBe(
    'No property is called oak-crek. Did you mean oak-creek?\n',
  )
})

test('done: by whom and when; it waits no more, and a second time says who was first', async () => {
  message('c1')
  message('c2', 100)
  await daemon()
  expect(await here.run('messages', 'done', 'c1-message-1')).toMatchObject({ code: 0, out: 'c1-message-1: done\n' })
  const again = await here.run('messages', 'done', 'c1-message-1')
  expect(again.out).toMatch(/^c1-message-1: done already, by \S+\n$/)
  expect((await here.run('messages', 'list')).out).not.toContain('c1-message-1')
  const all = JSON.parse((await here.run('messages', 'list', '--all', '--json')).out)
  expect(all).toMatchObject([
    { recording: 'c2-message-1', doneAt: null, doneBy: null },
    { recording: 'c1-message-1', doneAt: at(1800), doneLocal: '2026-03-08T03:29:50.000-05:00' },
  ])
  expect(here.journal.outbox.waitingMessages()).toEqual([{ property: 'oak-creek', mailbox: 'office', count: 1 }])
  expect((await here.run('calls', 'show', 'c1')).out).toMatch(/\S+ has dealt with the message c1-message-1/)
})

test('done survives rebuilding, and the chain holds', async () => {
  message('c1')
  await daemon()
  await here.run('messages', 'done', 'message-1')
  here.journal.loseViews()
  const reader = openReader(join(here.state, 'journal.db'))
  expect(reader.listMessages({ all: true, limit: 9 })).toMatchObject([{ recording: 'c1-message-1', doneAt: at(1800) }])
  expect(reader.verifyChain()).toMatchObject({ intact: true })
  reader.close()
})

test('done behind sudo names the person', async () => {
  message('c1')
  await daemon()
  const { nightbell } = await import('./run-program.ts')
  await nightbell(['messages', 'done', 'c1-message-1'], { NIGHTBELL_STATE: here.state, SUDO_USER: 'kim' })
  expect(here.journal.past.message('c1-message-1')).toMatchObject({ doneBy: 'kim' })
})

test('done without the daemon, without such a message, and with an id that could be two', async () => {
  message('c1')
  message('c2', 100)
  expect(await here.run('messages', 'done', 'c1-message-1')).toMatchObject({
    code: 3,
    err: `nightbell: Nightbell is not running: there is no control socket ${here.state}/control.sock.\n`,
  })
  await daemon()
  expect(await here.run('messages', 'done', 'c9')).toMatchObject({ code: 1, err: 'nightbell: There is no message c9.\n' })
  const { code, err } = await here.run('messages', 'done', 'message-1')
  expect(code).toBe(1)
  expect(err).toContain('could be several messages:\n  c1-message-1\n  c2-message-1\n')
})

test('the socket refuses what it does not understand', async () => {
  await daemon()
  const { askAct } = await import('../../src/cli/control-client.ts')
  expect(await askAct(here.state, '/messages/done', { recording: 7 })).toMatchObject({ running: 'unclear' })
  expect(await askAct(here.state, '/messages/done', { recording: 'nothing', who: 'me' })).toMatchObject({
    running: 'unclear',
    why: 'it answered 404 {"error":"there is no message nothing"}',
  })
  expect(await askAct(here.state, '/messages/burn', {})).toMatchObject({ running: 'unclear' })
})
