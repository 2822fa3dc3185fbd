// The shape of who else is told: webhooks, the gateway for text messages, rules under `notify`, quiet hours, and words that an
// administrator puts in place of the box's own. Part of shapes.ts; the same rules hold: texts in, what they mean out, no defaults.
import { z } from 'zod'
import { NOTICE_EVENTS } from '../core/notices/events.ts'
import { patternOf } from '../core/notices/pattern.ts'
import type { Window } from '../core/plan/plan.ts'
import { parseNumber } from './parse-number.ts'
import { type Parsed, parseTimeOfDay, parseWindow, parseYesNo } from './parse-text.ts'
import { secretOf } from './shape-notices.ts'
import { names, oneOrMany, parsed, strict, word } from './shape-parts.ts'

function parseUrl(text: string): Parsed<string> {
  // Holes of a gateway's address are filled later.
  const url = URL.parse(text.replaceAll(/[{}]/g, ''))
  if (url !== null && /^https?:$/.test(url.protocol) && !/\s/.test(text)) return { ok: true, value: text }
  const expected = 'an address such as https://example.com/nightbell'
  const hint = /^[A-Za-z0-9.-]+\.[a-z]{2,}(\/|$)/.test(text) ? `write https://${startOf(text)}` : undefined
  return { ok: false, message: `\`${startOf(text)}\` is not the address of a web server`, expected, hint }
}

/** The rest can be a secret: a login, a path, a query. */
function startOf(text: string): string {
  const host = text.slice(0, 300).match(/^([a-z+]{0,20}:\/{0,3})?([^\s/?#]*@)?[^\s/?#@]*/i)?.[0] ?? ''
  const shown = host.replace(/[^/@]*@/, '***@')
  return host.length === text.length ? shown : `${shown}/…`
}

/** What the answer of a server looks like that has taken it. */
function parsePattern(text: string): Parsed<string> {
  const pattern = patternOf(text)
  if (pattern.ok) return { ok: true, value: text }
  const expected = 'a regular expression such as "^OK", or fields of the JSON that is answered, such as { status: queued }'
  return { ok: false, message: `this is no pattern: ${pattern.why}`, expected }
}

const url = parsed(parseUrl)
const sharedSecret = secretOf('a secret')
const yesNo = parsed(parseYesNo)

const success = z.union([parsed(parsePattern), z.record(z.string(), oneOrMany(word))])

export const webhookShape = strict({
  url,
  secret: sharedSecret.optional(),
  ok: success.optional(),
  anchor: parsed(parseTimeOfDay).optional(),
})

const smsTrunk = strict({ trunk: word, from: parsed(parseNumber).optional() })
const smsGateway = strict({
  url,
  method: z.enum(['POST', 'PUT', 'GET']).optional(),
  headers: z.record(z.string(), word).optional(),
  body: z.union([prose(), z.record(z.string(), word)]).optional(),
  form: yesNo.optional(),
  user: word.optional(),
  secret: sharedSecret.optional(),
  ok: success.optional(),
})

export const smsShape = z.union([smsGateway, smsTrunk])

const window = parsed(parseWindow)
export const quietShape = z
  .union([
    window.transform((hours): { hours: Window; unreached?: boolean } => ({ hours })),
    strict({ hours: window, unreached: yesNo.optional() }),
  ])
  .superRefine(({ hours: { from, to } }, ctx) => {
    if (from !== 0 || to !== 1440) return
    const message = 'this is quiet for ever: nothing would be told'
    ctx.addIssue({ code: 'custom', message, params: { expected: 'a part of the day, such as 21:00-07:00' } })
  })

const events = z.enum(NOTICE_EVENTS)
const noticeRule = strict({
  on: oneOrMany(events),
  mail: names.optional(),
  sms: names.optional(),
  webhook: names.optional(),
  quiet: quietShape.optional(),
}).superRefine((rule, ctx) => {
  if (rule.mail ?? rule.sms ?? rule.webhook) return
  ctx.addIssue({ code: 'custom', message: 'this tells nobody', params: { expected: '`mail`, `sms` or `webhook`' } })
})
export const notifyShape = z.array(noticeRule).min(1)

const mailWords = strict({ subject: word.optional(), text: prose().optional(), sms: word.optional() })
export const noticesShape = strict({
  opened: mailWords.optional(),
  acknowledged: mailWords.optional(),
  late: mailWords.optional(),
  unreached: mailWords.optional(),
  resolved: mailWords.optional(),
  storm: mailWords.optional(),
  message: mailWords.optional(),
  missed: mailWords.optional(),
  'missed-many': mailWords.optional(),
  emergency: mailWords.optional(),
  'emergency-test': mailWords.optional(),
  trunk: mailWords.optional(),
  reminder: strict({ sms: word.optional() }).optional(),
  'added-words': strict({ sms: word.optional() }).optional(),
  digest: strict({ subject: word.optional(), text: prose().optional() }).optional(),
})

/** A text whose lines stay as they are written. */
function prose() {
  return parsed(given => (given === '' ? { ok: false, message: 'this text is empty' } : { ok: true, value: given }))
}

export type WebhookRules = z.output<typeof webhookShape>
export type SmsRules = z.output<typeof smsShape>
export type NoticeRules = z.output<typeof noticesShape>
export type QuietRules = z.output<typeof quietShape>
