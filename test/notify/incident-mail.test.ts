// Mails about one incident, against a real SMTP server: kept together by their headers, with what the caller said; words of one's own, and
// what happens when they can't be used; the outbox forgets after a month.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { NoticeRule, Plan } from '../../src/core/plan/plan.ts'
import { callId, type EpochMs, incidentId } from '../../src/core/world/ids.ts'
import { legId } from '../../src/core/world/our-legs.ts'
import { at, incident, turn } from '../store/example-turns.ts'
import { type MailServerOfTest, openMailServer } from '../support/mail-server.ts'
import { Office, until } from './office.ts'

let server: MailServerOfTest
let office: Office
beforeEach(async () => {
  server = await openMailServer()
})
afterEach(async () => {
  await office.remove()
  await server.close()
})

const mail = [{ kind: 'address', address: 'kim@oak.test' } as const]
const all: NoticeRule = { on: ['opened', 'acknowledged', 'unreached'], mail, sms: [], webhooks: [] }
const i = incidentId(callId('u1'), 1)

function opened(plan: Partial<Plan> = {}): Office {
  office = new Office(server.port, { property: { notify: [all] }, plan })
  office.open()
  return office
}

function owned(seconds = 100): void {
  const input = { type: 'ownedByHand', stream: i, who: 'bob', why: 'on his way' } as const
  const how = { leg: legId(i, 0), person: 'bob', how: 'by-hand', why: 'on his way' } as const
  office.commit(
    turn(
      seconds,
      input,
      [incident('u1')],
      [
        [i, { kind: 'owned', ...how }],
        [i, { kind: 'acknowledged', person: 'bob', why: '' }],
      ],
    ),
  )
}

function statement(): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'nightbell-tone-'))
  const file = join(directory, 'tone.wav')
  execFileSync('sox', ['-n', '-r', '8000', '-c', '1', '-b', '16', file, 'synth', '1.5', 'sine', '440'])
  const sound = readFileSync(file)
  rmSync(directory, { recursive: true })
  return sound
}

test('all mails of an incident answer to the same one, each has an id of its own, and the text says who has it', async () => {
  opened().unreached()
  owned()
  // At least once: a machine that is busy may make one come twice, under the same id.
  const once = () => [...new Map(server.received.map(one => [one.mail.messageId, one])).values()]
  for (let n = 3; once().length < 3; n++) await server.mail(n)
  const [subjects, ids, answers] = [
    once()
      .map(({ mail: one }) => one.subject)
      .sort(),
    once().map(({ mail: one }) => one.messageId),
    once().map(({ mail: one }) => [one.references, one.inReplyTo, one.headers.get('x-nightbell-incident')]),
  ]
  expect(subjects).toEqual([
    '[Oak Creek] Bob Stone has it: water leak',
    '[Oak Creek] URGENT, nobody could be reached: water leak',
    '[Oak Creek] Urgent: water leak',
  ])
  expect(new Set(ids).size).toBe(3)
  const root = `<incident.${i}@box.test>`
  expect(answers).toEqual(Array(3).fill([root, root, i]))
  const taken = server.received.find(({ mail: one }) => /has it/.test(one.subject ?? ''))?.mail
  expect(taken?.text).toBe(`Bob Stone has taken this on.

Property  Oak Creek
What      water leak
Since     Sunday, March 8, 2026 at 01:59 CST
Caller    +1 312 555 0142  "Ann "Annie" Lee"
Taken     Sunday, March 8, 2026 at 03:01 CDT
Now       Bob Stone has it

The whole story:
  nightbell calls show u1
`)
})

test('what the caller said is attached, and plays', async () => {
  opened()
  const sound = statement()
  writeFileSync(join(office.recordings, 'u1-statement-1.wav'), sound)
  const said = { recording: 'u1-statement-1', ms: 1500, speechMs: 1500, why: 'it is over' }
  const input = { type: 'recordingFinished', channel: 'u1', recording: said.recording, ms: 1500, speechMs: 1500 } as const
  office.unreached()
  office.commit(turn(95, input, [], [[callId('u1'), { kind: 'statement-taken', ...said }]]))
  owned()
  await server.mail(3)
  const last = server.received.find(({ mail: one }) => /has it/.test(one.subject ?? ''))?.mail
  expect(last?.text).toContain('What the caller said is attached.')
  const file = join(office.directory, 'attached.wav')
  writeFileSync(file, last?.attachments[0]?.content ?? '')
  expect(Number(execFileSync('soxi', ['-D', file]).toString())).toBeCloseTo(1.5, 1)
})

test('words of one’s own; what can not be filled falls back to the box’s own, and is said', async () => {
  const unreached = { subject: '{property}: {what}!', text: 'Hello {nobody}.' }
  opened({ notices: { unreached, opened: { text: 'A {what} at {property}.\n{statement}\nCall {number}.' } } }).unreached()
  await server.mail(2)
  const [first, second] = ['Urgent: water leak', 'Oak Creek: water leak!'].map(
    subject => server.received.find(({ mail: one }) => one.subject?.includes(subject))?.mail,
  )
  expect(first?.text).toBe('A water leak at Oak Creek.\nCall +1 312 555 0142.\n')
  expect(second?.text).toContain('Tried     2 times through the whole ladder')
  expect(office.log.filter(({ message }) => /words under/.test(message)).map(({ fields }) => fields.parts)).toContainEqual([
    'text',
  ])
})

test('a caller’s name can put nothing into the words', async () => {
  opened({ notices: { opened: { subject: '{caller}' } } }).unreached('u1', 0, 'Eve {number}\r\nBcc: all@oak.test')
  await server.mail(2)
  expect(server.received.map(({ mail: one }) => one.subject)).toContain('+1 312 555 0142  "Eve {number} Bcc: all@oak.test"')
  expect(server.received.map(({ to, mail: one }) => [to, one.bcc])).toEqual(Array(2).fill([['kim@oak.test'], undefined]))
})

test('what was sent or given up is forgotten after a month, but the last digest', async () => {
  opened().unreached()
  await server.mail(2)
  await until(() => office.log.filter(({ message }) => message === 'a notice was sent').length === 2, 'marked')
  const { outbox } = office.journal
  for (const day of [1, 2]) {
    const until = at(day * 1000)
    outbox.addDigests([{ property: 'oak-creek', from: at(0), until, mail: ['kim@oak.test'] }], until)
    outbox.sent(`digest:oak-creek:${until}:kim@oak.test`, until)
  }
  const rows = () => office.rows()
  expect(rows()).toHaveLength(4)
  outbox.prune(at(0))
  expect(rows()).toHaveLength(4)
  outbox.prune((at(0) + 31 * 86_400_000) as EpochMs)
  expect(rows()).toEqual([`digest:oak-creek:${at(2000)}:kim@oak.test`])
  expect(outbox.lastDigest('oak-creek')).toBe(at(2000))
})
