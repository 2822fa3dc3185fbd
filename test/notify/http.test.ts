// Webhooks and text messages against a real HTTP server: what arrives, that the signature verifies, and that nothing is lost and nobody
// else waits while a server is down, slow, or of another opinion.
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NoticeRule, Plan, SmsGateway } from '../../src/core/plan/plan.ts'
import { callId, incidentId } from '../../src/core/world/ids.ts'
import { legId } from '../../src/core/world/our-legs.ts'
import { at, examplePlan, incident, turn } from '../store/example-turns.ts'
import { type HttpServerOfTest, openHttpServer } from '../support/http-server.ts'
import { type MailServerOfTest, openMailServer } from '../support/mail-server.ts'
import { alarmed, Office, type OfficeOptions, until } from './office.ts'

const env = { PM_SECRET: 'geheim', SMS_KEY: 's3cr"t' }
let web: HttpServerOfTest
let post: MailServerOfTest
let office: Office
beforeEach(async () => {
  web = await openHttpServer()
  post = await openMailServer()
})
afterEach(async () => {
  await office.remove()
  await Promise.all([web.close(), post.close()])
})

const rule: NoticeRule = { on: ['opened', 'unreached', 'message', 'missed'], mail: [], sms: [], webhooks: ['pm'] }
const texts: NoticeRule = { ...rule, webhooks: [], sms: [{ kind: 'address', address: '+13125550301' }] }

function opened(notify: NoticeRule[], plan: Partial<Plan> = {}, more: Partial<OfficeOptions> = {}): Office {
  const webhooks = { pm: { id: 'pm', url: `${web.url}/hook?box=1`, secretFrom: 'env:PM_SECRET' } }
  office = new Office(post.port, { env, ...more, property: { notify, ...more.property }, plan: { webhooks, ...plan } })
  office.open()
  return office
}

function gateway(more: Partial<SmsGateway> = {}): Partial<Plan> {
  const url = `${web.url}/send`
  return {
    sms: {
      url,
      method: 'POST',
      headers: {},
      form: false,
      secretFrom: 'env:SMS_KEY',
      body: { to: '{to}', text: '{text}' },
      ...more,
    },
  }
}

const warnings = () => office.log.filter(({ level }) => level === 'warn')
const i = incidentId(callId('u1'), 1)

describe('a webhook', () => {
  test('gets a signed POST of the shape that is promised', async () => {
    opened([rule]).unreached()
    await web.take(2)
    const [one, two] = [...web.taken].sort((a, b) => a.body.length - b.body.length).map(({ body }) => JSON.parse(body))
    const asked = web.taken.find(({ headers }) => headers['nightbell-event'] === 'unreached')
    expect(asked).toMatchObject({ method: 'POST', url: '/hook?box=1' })
    expect(asked?.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Nightbell' })
    const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(asked?.headers['nightbell-signature'])) ?? []
    expect(v1).toBe(createHmac('sha256', 'geheim').update(`${t}.${asked?.body}`).digest('hex'))
    expect(Math.abs(Number(t) - office.clock.now() / 1000)).toBeLessThan(60)
    expect([one.event, two.event].sort()).toEqual(['opened', 'unreached'])
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      ...{ version: 1, id: `unreached:${i}:${at(90)}:webhook:pm`, event: 'unreached', at: '2026-03-08T08:01:20.000Z', by: null },
      property: { id: 'oak-creek', name: 'Oak Creek', zone: 'America/Chicago' },
      incident: {
        ...{ id: i, category: { id: 'leak', name: 'water leak' }, state: 'unreached', openedAt: '2026-03-08T07:59:55.000Z' },
        ...{ passes: 2, owner: null, ownedAt: null, statement: null },
      },
      call: { id: 'u1', number: '+13125550142', name: 'Ann "Annie" Lee', erased: false },
    })
    expect(asked?.headers['idempotency-key']).toBe(`unreached:${i}:${at(90)}:webhook:pm`)
  })

  test('a message and a missed call', async () => {
    opened([rule]).message()
    expect(JSON.parse((await web.take()).body)).toMatchObject({
      ...{ event: 'message', call: { id: 'c1' } },
      message: {
        id: 'c1-message-1',
        mailbox: { id: 'office', name: 'Oak Creek office' },
        seconds: 65,
        takenAt: '2026-03-08T08:01:10.000Z',
      },
    })
    office.missed('m1', 100)
    expect(JSON.parse((await web.take(2)).body)).toMatchObject({
      ...{ event: 'missed', id: 'missed:m1:webhook:pm' },
      call: { id: 'm1', number: '+13125550142', line: '+13125550100', waitedSeconds: 9 },
    })
  })

  test('down, then 503, then up: taken once, under the same key each time', async () => {
    await web.close()
    opened([{ ...rule, on: ['missed'] }]).missed('m1')
    await until(() => warnings().length >= 1, 'tried in vain')
    expect(warnings()[0]?.fields.toDo).toMatch(/does not answer: is it up/)
    web.says(503, 'back soon')
    await web.open()
    await web.ask(1)
    await until(() => warnings().some(({ fields }) => /answered 503: back soon/.test(String(fields.reason))), 'told of the 503')
    web.says(204)
    await web.take()
    await until(() => office.log.some(({ message }) => message === 'a notice was sent'), 'marked')
    expect(web.taken).toHaveLength(1)
    expect(new Set(web.asked.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set(['missed:m1:webhook:pm']))
  })

  test('hangs: mail and other webhooks do not wait for it', async () => {
    const other = await openHttpServer()
    web.says('hang')
    const hooks = { pm: { id: 'pm', url: web.url }, other: { id: 'other', url: other.url } }
    opened([{ ...rule, webhooks: ['pm', 'other'] }], { webhooks: hooks }).message()
    await web.ask(1)
    await Promise.all([other.take(), post.mail()])
    expect(web.taken).toEqual([])
    expect(other.taken[0]?.headers).not.toHaveProperty('nightbell-signature')
    web.says(200)
    await web.take()
    await other.close()
  })

  test.each([
    [302, /write the address that it points to under `webhooks: pm`/],
    [401, /check the `secret` under `webhooks: pm`/],
    [404, /check the `url` under `webhooks: pm`/],
    [422, /the server refuses this one/],
  ])('answers %i: said what to do, and tried again', async (status, toDo) => {
    web.says(status)
    opened([{ ...rule, on: ['missed'] }]).missed('m1')
    await until(() => warnings().length > 0, 'refused')
    expect(warnings()[0]?.fields.toDo).toMatch(toDo)
    web.says(200)
    await web.take()
  })

  test('a secret that can not be found, and a host that does not exist', async () => {
    const hooks = {
      pm: { id: 'pm', url: web.url, secretFrom: 'env:NOBODY_SET_THIS' },
      gone: { id: 'gone', url: 'https://nightbell.invalid/x' },
    }
    opened([{ ...rule, on: ['missed'], webhooks: ['pm', 'gone', 'unwritten'] }], { webhooks: hooks }).missed('m1')
    const says = (words: RegExp) => warnings().some(({ fields }) => words.test(`${fields.reason} / ${fields.toDo}`))
    await until(() => says(/set the environment variable NOBODY_SET_THIS/), 'no secret')
    await until(() => says(/nightbell\.invalid.*spelt right/), 'no host')
    await until(() => says(/the rules name no webhook unwritten/), 'no such webhook')
    expect(web.asked).toEqual([])
  })

  test('in vain for a day: a fact of the call, and an alarm', async () => {
    web.says(500)
    opened([{ ...rule, on: ['missed'] }]).missed('m1')
    await web.ask(1)
    office.now += 86_400_000
    await until(() => office.log.some(({ message }) => message === 'a notice was given up after a day'), 'given up')
    expect(office.told.filter(({ kind }) => kind === 'notice-given-up')).toMatchObject([
      { stream: 'm1', key: 'missed:m1:webhook:pm', way: 'webhook', whom: 'pm', event: 'missed' },
    ])
    await alarmed(office, /^the webhook pm about missed of oak-creek was given up: .*500/)
    expect(office.journal.outbox.lanes(office.clock.now())).toEqual([])
    expect(office.journal.outbox.again('missed:m1:webhook:pm', office.clock.now())).toBe(true)
    web.says(200)
    office.notify?.heard({ facts: office.told })
    await web.take()
    await until(() => office.log.some(({ message }) => message === 'a notice was sent'), 'marked')
    await until(() => office.notify?.alarms().length === 0, 'no alarm any more')
    expect(office.journal.outbox.again('missed:m1:webhook:pm', office.clock.now())).toBe(false)
  })
})

describe('a text message', () => {
  const words = 'Nightbell, Oak Creek: missed call from +1 312 555 0142.'

  test('as JSON fields', async () => {
    opened([texts], gateway({ headers: { Authorization: 'Bearer {secret}', 'X-Id': '{key}' } })).missed('m1')
    const { headers, body, method } = await web.take()
    expect([method, JSON.parse(body)]).toEqual(['POST', { to: '+13125550301', text: words }])
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer s3cr"t',
      'x-id': 'missed:m1:sms:+13125550301',
    })
  })

  test('as a form, with user and password', async () => {
    const body = { To: '{to}', From: '+13125550100', Body: '{text}' }
    opened([texts], gateway({ form: true, user: 'AC1', body })).missed('m1')
    const asked = await web.take()
    expect(Object.fromEntries(new URLSearchParams(asked.body))).toEqual({ To: '+13125550301', From: '+13125550100', Body: words })
    expect(asked.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(asked.headers.authorization).toBe(`Basic ${Buffer.from('AC1:s3cr"t').toString('base64')}`)
  })

  test('as JSON of one’s own, as XML, and in the address alone', async () => {
    const json = '{"to":["{to}"],"text":"{text}","key":"{secret}"}'
    opened([texts], gateway({ body: json })).missed('m1')
    expect(JSON.parse((await web.take()).body)).toEqual({ to: ['+13125550301'], text: words, key: 's3cr"t' })
    await office.remove()
    opened([texts], gateway({ headers: { 'Content-Type': 'text/xml' }, body: '<sms to="{to}">{text} {secret}</sms>' })).missed(
      'm1',
    )
    expect((await web.take(2)).body).toBe(`<sms to="+13125550301">${words} s3cr&#34;t</sms>`)
    await office.remove()
    opened([texts], gateway({ url: `${web.url}/s?to={to}&text={text}&key={secret}`, method: 'GET' })).missed('m1')
    const { url, body, method } = await web.take(3)
    expect([method, body, Object.fromEntries(new URL(url, web.url).searchParams)]).toEqual([
      ...['GET', ''],
      { to: '+13125550301', text: words, key: 's3cr"t' },
    ])
  })

  test('over a trunk: what Asterisk refuses is tried again', async () => {
    const trunks = { 'carrier-a': { id: 'carrier-a', host: '192.0.2.10', port: 5060 } }
    opened([texts], { sms: { trunk: 'carrier-a', from: '+13125550100' }, trunks: trunks as unknown as Plan['trunks'] }).missed(
      'm1',
    )
    await until(() => office.log.some(({ message }) => message === 'a notice was sent'), 'sent')
    expect(office.texts).toEqual(Array(2).fill(`carrier-a +13125550100 +13125550301: ${words}`))
    expect(warnings()[0]?.fields.toDo).toBe('is Asterisk up, and does it know the trunk carrier-a?')
  })

  test('a gateway in trouble is waited for, and its secret stands in no log', async () => {
    web.says(429)
    opened([texts], gateway({ url: `${web.url}/s3cr"t` })).missed('m1')
    await until(() => warnings().length > 0, 'refused')
    web.says(200)
    await web.take()
    expect(JSON.stringify(office.log)).not.toContain('s3cr')
    expect(JSON.stringify(office.log)).not.toContain('5550301')
  })
})

test('a test, sent at once: by mail, text and webhook, past whatever waits', async () => {
  opened([{ ...rule, on: ['missed'] }], gateway())
  const notify = office.notify
  expect(await notify?.tryOut('mail', 'kim@oak.test')).toMatchObject({ ok: true, said: expect.stringMatching(/^250/) })
  expect((await post.mail()).mail.subject).toBe('[Nightbell] A test')
  expect(await notify?.tryOut('webhook', 'pm')).toEqual({ ok: true })
  expect(JSON.parse(web.taken[0]?.body ?? '')).toMatchObject({ version: 1, event: 'test', property: null })
  expect(web.taken[0]?.headers['nightbell-signature']).toMatch(/^t=\d+,v1=/)
  expect(await notify?.tryOut('sms', '+13125550301')).toEqual({ ok: true })
  expect(JSON.parse(web.taken[1]?.body ?? '').text).toMatch(/^Nightbell: This is a test/)
  web.says(500)
  expect(await notify?.tryOut('webhook', 'pm')).toMatchObject({ ok: false, reason: expect.stringContaining('500') })
  expect(await notify?.tryOut('webhook', 'mp')).toMatchObject({ ok: false, reason: 'the rules name no webhook mp' })
})

test('held by quiet hours, and told when they are over', async () => {
  // The office's clock stands at three in the morning of the day on which clocks go forward.
  const quiet = { window: { from: 21 * 60, to: 7 * 60 }, zone: 'America/Chicago' }
  const mail = [{ kind: 'address', address: 'kim@oak.test' } as const]
  opened([{ ...rule, webhooks: [], mail, quiet }]).message()
  expect((await post.mail()).to).toEqual(['office@oak.test'])
  await until(() => office.log.some(({ message }) => message === 'a notice was sent'), 'marked')
  expect(office.journal.outbox.lanes(Date.parse('2026-03-08T06:59:59-05:00') as never)).toEqual([])
  expect(post.received).toHaveLength(1)
  office.now = Date.parse('2026-03-08T07:00:00-05:00')
  expect((await post.mail(2)).to).toEqual(['kim@oak.test'])
})

describe('a text to whoever owns an incident', () => {
  function told(of: 'reminder' | 'added-words', desk?: NonNullable<Plan['box']['desk']>): Office {
    const plan = examplePlan()
    const bob = { ...plan.people.bob, sms: '+13125550302' } as Plan['people'][string]
    const box = { ...plan.box, ...(desk ? { desk } : {}) }
    opened([], { ...gateway(), box, people: { ...plan.people, bob } }).unreached()
    office.now = at(1400)
    const how = { leg: legId(i, 0), person: 'bob', how: 'by-hand', why: 'on his way' } as const
    const input = { type: 'ownedByHand', stream: i, who: 'bob', why: 'on his way' } as const
    office.commit(
      turn(100, input, [incident('u1')], [[i, { kind: 'owned', ...how }]]),
      turn(...([1300, { type: 'due', stream: i } as const, [incident('u1')]] as const), [
        [i, { kind: 'owner-told', person: 'bob', of, by: 'sms', statements: 2, why: 'nobody has said what became of it' }],
      ]),
    )
    return office
  }
  const took = 'water leak, yours since Sun, Mar 8, 03:01, caller +1 312 555 0142. What became of it?'

  test('says how to answer: by the phone desk, or at the box', async () => {
    told('reminder', { lines: ['+15125550108'], trustedTrunks: [], tries: 3, lockSeconds: 900 })
    const { body } = await web.take()
    expect(JSON.parse(body)).toEqual({
      to: '+13125550302',
      text: `Nightbell, Oak Creek: ${took} Please call +15125550108 and press 4.`,
    })
    await office.remove()
    told('reminder')
    expect(JSON.parse((await web.take(2)).body).text).toContain(`Please have it noted: nightbell incidents resolve ${i}`)
  })

  test('says that there is more to hear', async () => {
    told('added-words', { lines: ['+15125550108'], trustedTrunks: [], tries: 3, lockSeconds: 900 })
    expect(JSON.parse((await web.take()).body).text).toBe(
      'Nightbell, Oak Creek: water leak, yours since Sun, Mar 8, 03:01: 2 callers have said more. To hear it, call +15125550108 and press 4.',
    )
  })

  test('refused by the gateway in the body of a 200: a fact at once, so that they are rung', async () => {
    web.says(200, '{"status":"invalid_dst"}')
    told('reminder')
    await until(() => office.told.some(({ kind }) => kind === 'notice-given-up'), 'given up')
    expect(office.told).toMatchObject([{ kind: 'notice-given-up', stream: i, event: 'reminder', way: 'sms' }])
    expect(web.asked).toHaveLength(1)
    await office.remove()
    web.says(400, 'no such number')
    told('reminder')
    await until(() => office.told.some(({ kind }) => kind === 'notice-given-up'), 'given up')
    expect(web.asked).toHaveLength(2)
  })

  test('in vain for five minutes: a fact of the incident, which rings them then', async () => {
    web.says(500)
    told('reminder')
    await web.ask(1)
    office.now += 300_000
    await until(() => office.told.some(({ kind }) => kind === 'notice-given-up'), 'given up')
    expect(office.told.filter(({ kind }) => kind === 'notice-given-up')).toMatchObject([
      { stream: i, way: 'sms', whom: '+13125550302', event: 'reminder' },
    ])
    expect(office.log.some(({ message }) => message === 'a text to an owner was given up')).toBe(true)
  })
})
