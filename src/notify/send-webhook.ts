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

export async function sendWebhook(post: Post, needs: SendNeeds): Promise<Delivery> {
  const hook = needs.plan.webhooks?.[post.to]
  if (hook === undefined)
    return failed(`the rules name no webhook ${post.to}`, `write \`webhooks: ${post.to}\` into the rules again`, true)
  let secret: string | null
  try {
    secret = hook.secretFrom === undefined ? null : needs.secret(hook.secretFrom)
  } catch (error) {
    return failed(String(Object(error).message ?? error), `let the \`secret\` of \`webhooks: ${hook.id}\` be found`, true)
  }
  return sendHttp(webhookRequest(post, hook, secret, needs))
}

export function webhookRequest(
  post: Post,
  hook: Webhook,
  secret: string | null,
  { plan, now, patienceMs }: Pick<SendNeeds, 'plan' | 'now' | 'patienceMs'>,
): HttpRequest {
  const body = JSON.stringify(webhookBody(post, plan))
  const t = Math.floor(now() / 1000)
  const signed = secret === null ? {} : { 'nightbell-signature': `t=${t},v1=${signature(secret, t, body)}` }
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Nightbell',
    'nightbell-event': post.about.event,
    'idempotency-key': post.key,
    ...signed,
  }
  return { rule: `webhooks: ${hook.id}`, url: hook.url, method: 'POST', headers, body, patienceMs }
}

export function signature(secret: string, t: number, body: string): string {
  return createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
}
