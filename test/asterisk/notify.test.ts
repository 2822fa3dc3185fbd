// Who is told, on the real PBX and the real daemon: an incident that nobody takes, by mail, text message and signed webhook; servers that are
// dead while people call, and a daemon killed in between; a digest that comes at its minute.
import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ports } from '../laboratory/ports.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { type Asked, type HttpServerOfTest, openHttpServer } from '../support/http-server.ts'
import { type MailServerOfTest, openMailServer, type Received } from '../support/mail-server.ts'
import { nightbell } from '../support/nightbell.ts'

const SECRET = 'a secret of the laboratory'
process.env.NIGHTBELL_TEST_PM = SECRET
/** Changed rules are in force by then. */
const RELOADED_MS = 8000
let mails: MailServerOfTest
let web: HttpServerOfTest
let texts: HttpServerOfTest

beforeAll(async () => {
  mails = await openMailServer()
  web = await openHttpServer()
  texts = await openHttpServer()
})
afterAll(() => Promise.all([mails.close(), web.close(), texts.close()]))
const scene = useScene({ rules })

function rules(ports: Ports): Record<string, string> {
  const all = laboratoryRules(ports)
  return {
    ...all,
    'ladders.yaml':
      all['ladders.yaml']?.replace('  steps:\n', '  steps:\n    exhausted: { retry: never, notify: [mia] }\n') ?? '',
    'telling.yaml': `
mail: { server: 127.0.0.1, port: ${mails.port}, from: nightbell@box.test, tls: no }
webhooks: { pm: { url: "${web.url}/nightbell", secret: env:NIGHTBELL_TEST_PM } }
sms: { url: "${texts.url}/send", form: yes, body: { To: "{to}", Body: "{text}" } }
people: { mia: { name: Mia, mail: mia@box.test, sms: "+15125550199" } }
notices: { message: { subject: "A message for {mailbox}" } }
`,
    'properties.yaml': properties('04:00'),
  }
}

function properties(digestAt: string): string {
  return `
properties:
  closed-court:
    name: Closed Court
    zone: America/Chicago
    lines: ["${line.closed}"]
    hours: { mon-sun: closed }
    mailboxes: { office: { name: Closed Court office, mail: office@box.test } }
    digest: { at: "${digestAt}", mail: manager@box.test }
    notify:
      - { on: [opened, acknowledged, unreached, message, missed], webhook: pm }
      - { on: [acknowledged], mail: mia }
`
}

/** The next minute as the clock of a zone will show it, or the one after where that begins at once. */
function soon(timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone })
  return format.format(Date.now() + 60_000 + RELOADED_MS)
}

/** The first mail that fits, of those that came and will come. */
async function mailed(fits: (one: Received) => boolean, withinMs = 60_000): Promise<Received> {
  for (let n = 1; ; n++) {
    const one = await mails.mail(n, withinMs)
    if (fits(one)) return one
  }
}

interface Body {
  readonly id: string
  readonly event: string
  readonly by: string | null
  readonly incident?: { readonly id: string; readonly state: string; readonly owner: string | null }
  readonly call: { readonly id: string; readonly number: string | null }
  readonly message?: { readonly id: string }
}

/** The first webhook that fits; every one on the way is signed as it should be. */
async function hooked(event: string, number: string): Promise<Body> {
  for (let n = 1; ; n++) {
    const asked = await web.take(n)
    const body = verified(asked)
    if (body.event === event && body.call.number === number) return body
  }
}

function verified({ headers, body }: Asked): Body {
  const [, t = '', v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['nightbell-signature'])) ?? []
  expect(v1).toBe(createHmac('sha256', SECRET).update(`${t}.${body}`).digest('hex'))
  expect(Math.abs(Date.now() / 1000 - Number(t))).toBeLessThan(300)
  const told = JSON.parse(body) as Body
  expect(headers['idempotency-key']).toBe(told.id)
  return told
}

function seconds(sound: Buffer | undefined): number {
  const file = `${scene().lab.directory}/attached.wav`
  writeFileSync(file, sound ?? '')
  return Number(execFileSync('soxi', ['-D', file]).toString())
}

test('nobody takes it: told by mail, text and webhook, with what the caller said; and again when somebody owns it', async () => {
  const { lab, fact, state } = scene()
  const number = '+15127770021'
  for (const each of [phone.ana, phone.ben]) lab.phone(each).busy()
  const call = await lab.resident.calls(line.closed, { callerId: number })
  await call.answered()
  await call.presses('1')
  const opened = await hooked('opened', number)
  const { stream } = await fact('unreached')
  expect(opened.incident).toMatchObject({ id: stream })
  expect(await hooked('unreached', number)).toMatchObject({ by: null, incident: { id: stream, state: 'unreached', owner: null } })
  const told = await mailed(({ to }) => to.includes('mia@box.test'))
  expect(told.mail.subject).toBe('[Closed Court] URGENT, nobody could be reached: water leak')
  expect(told.mail.headers.get('x-nightbell-incident')).toBe(stream)
  const text = Object.fromEntries(new URLSearchParams((await texts.take()).body))
  expect(text.To).toBe('+15125550199')
  expect(text.Body).toMatch(
    /^Nightbell, Closed Court, URGENT: nobody could be reached for water leak, caller \+1 512 777 0021, since .*\. Please see to it\.$/,
  )
  expect(await fact('notice-sent', { way: 'sms' })).toMatchObject({ stream, event: 'unreached', whom: '+15125550199' })
  await fact('statement-began')
  await call.says('There is water everywhere in unit nine, it comes through the ceiling, please hurry.')
  await call.presses('#')
  const { recording } = await fact('statement-taken')
  await call.hangsUp()
  expect(await nightbell(['incidents', 'ack', stream, '--by', 'ben', '--why', 'on his way', '--state', state])).toMatchObject({
    code: 0,
  })
  expect(await hooked('acknowledged', number)).toMatchObject({
    by: 'Ben',
    incident: { id: stream, state: 'acknowledged', owner: 'Ben' },
  })
  const has = await mailed(({ mail }) => mail.subject === '[Closed Court] Ben has it: water leak')
  expect([has.mail.inReplyTo, has.mail.references]).toEqual([told.mail.inReplyTo, told.mail.references])
  expect(has.mail.inReplyTo).toMatch(/^<incident\./)
  const [attached] = has.mail.attachments
  expect(attached?.filename).toBe(`${recording}.wav`)
  expect(seconds(attached?.content)).toBeGreaterThan(1)
  await fact('notice-sent', { event: 'acknowledged', way: 'mail' })
  const shown = await nightbell(['calls', 'show', stream, '--state', state])
  expect(shown.stdout).toContain('Mail to mia@box.test about this (unreached) was sent')
})

test('a caller who says nothing: a webhook', async () => {
  const { lab, fact } = scene()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770022' })
  await call.answered()
  await fact('asked', { question: 'urgency' })
  await call.hangsUp()
  const body = await hooked('missed', '+15127770022')
  expect(body.id).toBe(`missed:${body.call.id}:webhook:pm`)
})

test('every server dead, the daemon killed after the message: the call notices nothing, and each is told once when they are back', async () => {
  const { lab, fact, state, killDaemon, startDaemon } = scene()
  const [mailsBefore, hooksBefore, asked] = [mails.received.length, web.taken.length, web.asked.length]
  mails.says('hang')
  web.says('hang')
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770023' })
  await call.answered()
  await call.presses('2')
  await fact('statement-began')
  await call.says('Please call me about the lease, it is about apartment nine.')
  const pressed = performance.now()
  await call.presses('#')
  const { recording } = await fact('message-taken')
  expect(performance.now() - pressed).toBeLessThan(5000)
  await web.ask(asked + 1)
  await killDaemon()
  await lab.carrier.hangUpAll()
  await Promise.all([mails.close(), web.close()])
  await startDaemon()
  const listed = await nightbell(['outbox', 'list', '--json', '--state', state])
  const waiting = (JSON.parse(listed.stdout) as { key: string; state: string }[]).filter(({ key }) => key.includes(recording))
  expect(waiting.map(({ key, state: now }) => [key, now])).toEqual([
    [`message:${recording}:office@box.test`, 'waits'],
    [`message:${recording}:webhook:pm`, 'waits'],
  ])
  mails.says('ok')
  web.says(200)
  await Promise.all([mails.open(), web.open()])
  expect(await nightbell(['outbox', 'retry', `message:${recording}`, '--state', state])).toMatchObject({ code: 0 })
  const body = await hooked('message', '+15127770023')
  expect(body.message?.id).toBe(recording)
  const { mail } = await mailed(one => one.mail.messageId?.includes(recording) === true)
  expect(mail.subject).toBe('A message for Closed Court office')
  expect(seconds(mail.attachments[0]?.content)).toBeGreaterThan(1)
  await told(recording)
  expect(mails.received.length - mailsBefore).toBe(1)
  expect(web.taken.length - hooksBefore).toBe(1)
  // The first attempt, which the kill cut off, and the last have one key, so that a receiver knows the second copy.
  const keys = web.asked.slice(asked).map(({ headers }) => headers['idempotency-key'])
  expect(keys.length).toBeGreaterThan(1)
  expect(new Set(keys)).toEqual(new Set([`message:${recording}:webhook:pm`]))
})

/** The outbox has marked both as sent: nothing of it waits. */
async function told(recording: string): Promise<void> {
  const { daemonLog, logged } = scene()
  await logged(`"post":"message:${recording}:office@box.test","way":"mail"`)
  await logged(`"post":"message:${recording}:webhook:pm","way":"webhook"`)
  expect(daemonLog()).not.toContain(SECRET)
}

test('a test of every way, from the command line', async () => {
  const { state } = scene()
  const ways = ['--mail', 'kim@box.test', '--sms', '+15125550199', '--webhook', 'pm']
  expect(await nightbell(['outbox', 'try', ...ways, '--state', state])).toMatchObject({
    code: 0,
    stdout:
      'mail kim@box.test: taken\n  the server said: 250 OK: message queued\n' + 'text +15125550199: taken\nwebhook pm: taken\n',
  })
})

test('the digest comes at its minute on the property’s clock: exceptions first, calls, incidents, messages', {
  tags: 'slow',
  timeout: 180_000,
}, async () => {
  const { config, state } = scene()
  writeFileSync(`${config}/properties.yaml`, properties(soon('America/Chicago')))
  expect(await nightbell(['reload', '--state', state])).toMatchObject({ code: 0 })
  const { mail, to } = await mailed(({ mail: one }) => one.messageId?.startsWith('<digest.') === true, 120_000)
  expect(to).toEqual(['manager@box.test'])
  expect(mail.date?.getSeconds()).toBeLessThan(10)
  expect(mail.subject).toMatch(/^\[Closed Court\] \d calls?, \d messages? waiting$/)
  expect(mail.text).toMatch(/CALLS: \d[\s\S]*INCIDENTS: 1\n {2}.*water leak.*Ben took it after/)
})
