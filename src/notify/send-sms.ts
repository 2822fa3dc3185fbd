// Hands a text message to the gateway of the rules, by HTTP, in the form that the rules give. What stands in for `{to}`, `{text}`, `{key}`
// and `{secret}` is written as the place demands: in a URL, in JSON, in a form. A gateway that heard of it and did not say so may send it twice.
import type { Post } from '../core/notices/post.ts'
import type { SmsGateway, SmsTrunk } from '../core/plan/plan.ts'
import { type Delivery, failed } from './delivery.ts'
import { type HttpRequest, sendHttp } from './send-http.ts'
import type { SendNeeds } from './send-webhook.ts'

/** Gateways cut longer texts into several; nobody reads more at night. */
const LONGEST = 480

export async function sendSms(post: Pick<Post, 'to' | 'key'>, text: string, needs: SendNeeds): Promise<Delivery> {
  const { sms } = needs.plan
  if (sms === undefined) return failed('the rules name no gateway for text messages', 'write `sms:` into the rules again', true)
  if ('trunk' in sms) return overTrunk(sms, post.to, short(text), needs)
  let secret: string
  try {
    secret = sms.secretFrom === undefined ? '' : needs.secret(sms.secretFrom)
  } catch (error) {
    return failed(String(Object(error).message ?? error), 'let the `secret` under `sms:` be found', true)
  }
  return sendHttp(smsRequest(sms, { to: post.to, text: short(text), key: post.key, secret }, needs))
}

/** Asterisk says only that it has taken the message: nothing is known of the carrier. */
async function overTrunk({ trunk: id, from }: SmsTrunk, to: string, body: string, { plan, texts }: SendNeeds): Promise<Delivery> {
  const trunk = plan.trunks[id]
  if (trunk === undefined) return failed(`the rules know no trunk ${id}`, 'name another `trunk` under `sms:`', true)
  if (trunk.host === null) return failed(`trunk ${id} has no host`, 'name a `trunk` with a `host` under `sms:`', true)
  const done = await texts.sendText({ ...trunk, host: trunk.host }, { from, to, body })
  if (done.ok) return done
  return failed(done.reason, `is Asterisk up, and does it know the trunk ${id}?`, true)
}

export type SmsValues = Readonly<Record<'to' | 'text' | 'key' | 'secret', string>>

function smsRequest(sms: SmsGateway, values: SmsValues, { patienceMs, now }: SendNeeds): HttpRequest {
  const written = Object.entries(sms.headers).map(([name, value]) => [name.toLowerCase(), fill(value, values, oneLine)])
  const login = sms.user === undefined ? {} : { authorization: `Basic ${base64(`${sms.user}:${values.secret}`)}` }
  const type = contentType(sms)
  const headers = {
    'user-agent': 'Nightbell',
    'idempotency-key': values.key,
    ...(type === null ? {} : { 'content-type': type }),
    ...login,
    ...Object.fromEntries(written),
  }
  return {
    rule: 'sms',
    url: fill(sms.url, values, encodeURIComponent),
    method: sms.method,
    headers,
    patienceMs,
    now,
    ...(sms.ok === undefined ? {} : { ok: sms.ok }),
    body: sms.method === 'GET' ? null : bodyOf(sms, values),
  }
}

function bodyOf({ body, form, ...sms }: SmsGateway, values: SmsValues): string | null {
  if (body === undefined) return null
  if (typeof body !== 'string') {
    const fields = Object.entries(body).map(([name, value]): [string, string] => [name, fill(value, values, same)])
    return form ? new URLSearchParams(fields).toString() : JSON.stringify(Object.fromEntries(fields))
  }
  const type = contentType({ ...sms, form, body }) ?? ''
  return fill(
    body,
    values,
    /json/.test(type) ? inJson : /urlencoded/.test(type) ? encodeURIComponent : /xml/.test(type) ? inXml : same,
  )
}

function contentType({ headers, body, form, method }: SmsGateway): string | null {
  const written = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  if (written !== undefined) return written
  if (body === undefined || method === 'GET') return null
  if (typeof body !== 'string') return form ? 'application/x-www-form-urlencoded' : 'application/json'
  return /^\s*[[{]/.test(body) ? 'application/json' : form ? 'application/x-www-form-urlencoded' : 'text/plain; charset=utf-8'
}

function fill(text: string, values: SmsValues, as: (value: string) => string): string {
  return text.replaceAll(/\{(to|text|key|secret)\}/g, (_, hole: keyof SmsValues) => as(values[hole]))
}

function same(value: string): string {
  return value
}

function oneLine(value: string): string {
  return value.replaceAll(/[^\x20-\x7e]+/g, ' ')
}

function inJson(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}

function inXml(value: string): string {
  return value.replaceAll(/[<>&"']/g, char => `&#${char.charCodeAt(0)};`)
}

function short(text: string): string {
  const letters = [...text]
  return letters.length <= LONGEST ? text : `${letters.slice(0, LONGEST - 1).join('')}…`
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
