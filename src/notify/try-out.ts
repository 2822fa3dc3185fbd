// One notice that means nothing, sent at once past the outbox, so that an administrator sees before the night whether a mail server, a
// gateway or a webhook does what it should. Called by the act behind `nightbell outbox try`; never throws.
import type { NoticeWay } from '../core/notices/events.ts'
import { type Delivery, failed } from './delivery.ts'
import { sendSms } from './send-sms.ts'
import { callWebhook, type SendNeeds } from './send-webhook.ts'
import type { Smtp } from './smtp.ts'

/** Somebody waits at a terminal, ms. */
const PATIENCE_MS = 60_000

const TEXT = 'This is a test: nothing has happened. Whoever reads it will be told when something has.'

export async function tryOut(way: NoticeWay, to: string, smtp: Smtp | null, needs: SendNeeds): Promise<Delivery> {
  const { plan, now } = needs
  const key = `test:${now()}:${to}`
  const { name } = plan.box
  try {
    if (way === 'sms') return await sendSms({ to, key }, `${name}: ${TEXT}`, needs)
    if (way === 'webhook') {
      const body = { version: 1, id: key, event: 'test', at: new Date(now()).toISOString(), property: null, by: null }
      return await callWebhook(to, { key, event: 'test', body }, needs)
    }
    if (smtp === null || plan.mail === undefined)
      return failed('the rules name no mail server', 'write `mail:` with `server` and `from` into the rules', true)
    const { from } = plan.mail
    const mail = {
      to,
      all: [to],
      from: { name, address: from },
      subject: `[${name}] A test`,
      text: `${TEXT}\n`,
      attached: [],
      messageId: `<test.${now()}@${from.slice(from.lastIndexOf('@') + 1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Nightbell': 'test' },
    }
    return await smtp.deliver(mail, PATIENCE_MS)
  } catch (error) {
    return failed(String(error), 'this is a mistake in Nightbell: please report it', false)
  }
}
