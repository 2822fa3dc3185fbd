// Tells a program elsewhere: a signed POST of the body that docs/notifications.md promises. Its receiver knows a second copy by the
// Idempotency-Key, and a forgery by the signature: HMAC-SHA256 of `<t>.<body>` under the shared secret.
import { createHmac } from 'node:crypto'
import type { Post } from '../core/notices/post.ts'
import type { Plan, Webhook } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Texts } from '../daemon/ports.ts'
import { type Delivery, failed } from './delivery.ts'
import { type HttpRequest, sendHttp } from './send-http.ts'
import { webhookBody } from './webhook-body.ts'

export interface SendNeeds {
  readonly plan: Plan
  readonly secret: (reference: string) => string
  readonly now: () => EpochMs
  readonly patienceMs: number
  readonly texts: Texts
}

/** What is told to a webhook: the body is sent as JSON. */
export interface HookCall {
  readonly key: string
  readonly event: string
  readonly body: object
}

export function sendWebhook(post: Post, needs: SendNeeds): Promise<Delivery> {
  return callWebhook(post.to, { key: post.key, event: post.about.event, body: webhookBody(post, needs.plan) }, needs)
}

export async function callWebhook(name: string, call: HookCall, needs: SendNeeds): Promise<Delivery> {
  const hook = needs.plan.webhooks?.[name]
  if (hook === undefined)
    return failed(`the rules name no webhook ${name}`, `write \`webhooks: ${name}\` into the rules again`, true)
  let secret: string | null
  try {
    secret = hook.secretFrom === undefined ? null : needs.secret(hook.secretFrom)
  } catch (error) {
    return failed(String(Object(error).message ?? error), `let the \`secret\` of \`webhooks: ${hook.id}\` be found`, true)
  }
  return sendHttp(webhookRequest(call, hook, secret, needs))
}

export function webhookRequest(
  call: HookCall,
  hook: Webhook,
  secret: string | null,
  { now, patienceMs }: Pick<SendNeeds, 'now' | 'patienceMs'>,
): HttpRequest {
  const body = JSON.stringify(call.body)
  const t = Math.floor(now() / 1000)
  const signed = secret === null ? {} : { 'nightbell-signature': `t=${t},v1=${signature(secret, t, body)}` }
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Nightbell',
    'nightbell-event': call.event,
    'idempotency-key': call.key,
    ...signed,
  }
  const ok = hook.ok === undefined ? {} : { ok: hook.ok }
  return { rule: `webhooks: ${hook.id}`, url: hook.url, method: 'POST', headers, body, ...ok, patienceMs, now }
}

function signature(secret: string, t: number, body: string): string {
  return createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
}
