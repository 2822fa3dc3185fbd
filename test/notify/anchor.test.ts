// The anchor of the log: once a day to the webhooks that want it, and in every digest. It is the head
// of the journal when it is sent, and `log verify` reads it where it was kept.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Webhook } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { addDueAnchors } from '../../src/notify/digests.ts'
import { nightbell } from '../cli/run-program.ts'
import { arrival, at } from '../store/example-turns.ts'
import { aside } from '../support/followed-journal.ts'
import { type HttpServerOfTest, openHttpServer } from '../support/http-server.ts'
import { openMailServer } from '../support/mail-server.ts'
import { Office } from './office.ts'

const ZONE = 'America/New_York'
const time = (iso: string) => Date.parse(iso) as EpochMs
let web: HttpServerOfTest
let office: Office
const hook = (): Webhook => ({ id: 'vault', url: `${web.url}/anchors`, secretFrom: 'env:VAULT', anchor: 450 })
beforeEach(async () => {
  web = await openHttpServer()
  const property = { digest: { at: 450, mail: ['manager@oak.test'] } }
  office = new Office(1, {
    env: { VAULT: 'geheim' },
    property,
    plan: { webhooks: { vault: hook() } },
  })
})
afterEach(async () => {
  await office.remove()
  await web.close()
})

const verify = (...args: string[]) => nightbell(['log', 'verify', '--quick', ...args], { NIGHTBELL_STATE: office.directory })

/** As the timer asks at this time. */
function ask(at: string): Promise<void> {
  const outbox = aside(office.journal.outbox)
  return addDueAnchors({ outbox, clock: { now: () => time(at) } }, ZONE, [hook()])
}

function keys(): string[] {
  const due = office.journal.outbox.due(time('2027-01-01T00:00:00Z'), 9, 'webhook vault')
  return due.map(({ key }) => key)
}

test('one a day for each webhook, whoever asks and however often', async () => {
  office.commit(arrival('c1'))
  // Before the time of today it is that of yesterday.
  await ask('2026-03-10T07:29:00-04:00')
  expect(keys()).toEqual([`anchor:${time('2026-03-09T07:30:00-04:00')}:webhook:vault`])
  await ask('2026-03-10T07:30:00-04:00')
  await ask('2026-03-10T09:05:00-04:00')
  expect(keys()).toHaveLength(2)
})

test('an empty log has no anchor; it is sent once there is a turn', async () => {
  await ask('2026-03-10T07:30:00-04:00')
  await ask('2026-03-10T08:05:00-04:00')
  expect(keys()).toEqual([])
  office.commit(arrival('c1'))
  await ask('2026-03-10T09:05:00-04:00')
  expect(keys()).toEqual([`anchor:${time('2026-03-10T07:30:00-04:00')}:webhook:vault`])
  await ask('2026-03-10T10:05:00-04:00')
  expect(keys()).toHaveLength(1)
})

test('a webhook gets the head as it is when it is sent; what it keeps is found by `log verify`', async () => {
  office.commit(arrival('c1'))
  web.says(503)
  office.now = time('2026-03-10T08:00:00-04:00')
  office.open()
  await web.ask(1)
  office.commit(arrival('c2', 10))
  web.says(200)
  office.notify?.wake()
  const { body, headers } = await web.take()
  expect(headers['nightbell-event']).toBe('anchor')
  const sent = JSON.parse(body)
  expect(sent).toEqual({
    ...{ version: 1, id: expect.stringMatching(/^anchor:\d+:webhook:vault$/), event: 'anchor', by: null },
    ...{ at: expect.stringMatching(/^2026-03-10T12:00/), property: null },
    log: { seq: 2, at: new Date(at(10)).toISOString(), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
  const kept = join(office.directory, 'kept.jsonl')
  writeFileSync(kept, `${body}\n`)
  expect((await verify('--anchor', kept)).out).toContain('1 earlier anchor\n')
  expect((await verify('--anchor', kept)).out).not.toContain('WRONG (anchor)')
  writeFileSync(kept, body.replace(/"hash":"./, '"hash":"x').replace('x', sent.log.hash.startsWith('0') ? '1' : '0'))
  expect((await verify('--anchor', kept)).out).toContain('WRONG (anchor): turn 2 is not the one that an anchor names')
})

test('the digest ends with it', async () => {
  const server = await openMailServer()
  const mailed = new Office(server.port, { property: { digest: { at: 450, mail: ['manager@oak.test'] }, mailboxes: {} } })
  mailed.message()
  mailed.now = time('2026-03-08T08:00:00-05:00')
  mailed.open()
  const { mail } = await server.mail()
  const anchor = /ANCHOR OF THE LOG \(keep this mail; see nightbell log verify\)\n {2}(\d+:[0-9a-f]{64} \S+Z)\n/.exec(
    String(mail.text),
  )
  const file = join(mailed.directory, 'mail.txt')
  writeFileSync(file, String(mail.text))
  const ran = await nightbell(['log', 'verify', '--quick', '--anchor', file], { NIGHTBELL_STATE: mailed.directory })
  expect(ran.out).toContain(`Anchor: ${anchor?.[1]}\n`)
  expect(ran.out).toContain('1 earlier anchor\n')
  await mailed.remove()
  await server.close()
})
