// That an urgent matter is late, as people and programs outside are told it: whom, when, and in
// which words.
import { expect, test } from 'vitest'
import { noticesOf } from '../../src/core/notices/notices-of.ts'
import type { Post } from '../../src/core/notices/post.ts'
import type { NoticeRule, Person, Plan } from '../../src/core/plan/plan.ts'
import type { Fact } from '../../src/core/world/facts.ts'
import { callId, type EpochMs, incidentId } from '../../src/core/world/ids.ts'
import { webhookBody } from '../../src/notify/webhook-body.ts'
import { writeNotice } from '../../src/notify/write-notice.ts'
import { at } from '../store/example-turns.ts'
import { openMailServer } from '../support/mail-server.ts'
import { Office, planWithMail } from './office.ts'

const i = incidentId(callId('u1'), 1)
const late = { kind: 'late', calledAt: at(0), targetSeconds: 600, why: 'nobody has it within its target' } as const
const fact: Fact = { ...late, stream: i, at: at(600) }

function plan(rule: Partial<NoticeRule>): Plan {
  const quiet = { zone: 'America/Chicago', window: { from: 21 * 60, to: 7 * 60 } }
  const luz: Person = {
    ...{ id: 'luz', name: 'Luz', phones: [], language: 'es', roles: [], absences: [], quiet },
    ...{ mail: 'luz@oak.test', sms: '+13125550303' },
  }
  const notify: NoticeRule = { on: ['late'], mail: [], sms: [], webhooks: [], ...rule }
  const base = planWithMail(25, { property: { notify: [notify] } })
  return { ...base, people: { ...base.people, luz } }
}

const whose = { property: 'oak-creek', ladder: 'emergencies' }

test('told by rule alone, once for each incident, and no quiet hours hold it', () => {
  const [notice, ...more] = noticesOf(fact, whose, plan({ mail: [{ kind: 'person', id: 'luz' }], webhooks: ['pm'] }))
  expect(more).toEqual([])
  expect(notice).toMatchObject({ key: `late:${i}`, event: 'late', subject: i })
  expect(notice?.tell).toEqual([
    { way: 'webhook', to: 'pm', at: at(600) },
    { way: 'mail', to: 'luz@oak.test', at: at(600) },
  ])
  expect(noticesOf(fact, whose, plan({ on: ['unreached'], webhooks: ['pm'] }))).toEqual([])
})

function post(way: 'mail' | 'sms', to: string): Post {
  return {
    ...{ key: 'k', thread: 't', way, to, all: [to], attempts: 0, property: 'oak-creek', who: null },
    ...{ madeAt: at(600), firstAt: 0 as EpochMs },
    about: {
      ...{ event: 'late', incident: i, call: callId('u1'), category: 'leak', state: 'ringing', passes: 3 },
      ...{ openedAt: at(5), owner: null, ownedAt: null, statement: null },
      late: { calledAt: at(0), targetSeconds: 600 },
      caller: { number: '+13125550142', name: null, erased: false },
    },
  }
}

test('in English: for how long, since when, and what is being done', () => {
  const { subject, text, sms, unusable } = writeNotice(post('mail', 'kim@oak.test'), plan({}), 'none')
  expect(subject).toBe('[Oak Creek] LATE, nobody has it: water leak')
  expect(text).toBe(`A caller needs help, and nobody has taken it on within 10 min of the call.

Property  Oak Creek
What      water leak
Since     Sunday, March 8, 2026 at 01:59 CST
Caller    +1 312 555 0142
Called    Sun, Mar 8, 01:59
Now       the people on call are being rung

The whole story:
  nightbell calls show u1
`)
  expect(sms).toBe(
    'Nightbell, Oak Creek, LATE: nobody has water leak within 10 min, caller +1 312 555 0142, called Sun, Mar 8, 01:59. Now: the people on call are being rung.',
  )
  expect(unusable).toEqual([])
})

test('in Spanish to whoever reads Spanish', () => {
  const { subject, text, sms } = writeNotice(post('sms', '+13125550303'), plan({}), 'none')
  expect(subject).toBe('[Oak Creek] CON RETRASO, nadie se encarga: water leak')
  expect(text).toContain('nadie se ha hecho cargo en los 10 min desde que llamó.')
  expect(sms).toContain('CON RETRASO: nadie se encarga de water leak en 10 min, llamó +1 312 555 0142')
})

test('a webhook has both times', () => {
  expect(webhookBody(post('mail', 'x'), plan({}))).toMatchObject({
    event: 'late',
    incident: { state: 'ringing', late: { calledAt: '2026-03-08T07:59:50.000Z', targetSeconds: 600 } },
  })
})

test('through the journal and the outbox, to a mail server', async () => {
  const server = await openMailServer()
  const mail = [{ kind: 'address', address: 'kim@oak.test' } as const]
  const notify: NoticeRule = { on: ['late'], mail, sms: [], webhooks: [] }
  const office = new Office(server.port, { property: { notify: [notify] } })
  try {
    office.open()
    office.late()
    const { mail: one } = await server.mail(1).then(() => server.received[0] ?? { mail: null })
    expect(one?.subject).toBe('[Oak Creek] LATE, nobody has it: water leak')
    expect(one?.text).toContain('nobody has taken it on within 1 min 30 s of the call.')
  } finally {
    await office.remove()
    await server.close()
  }
})
