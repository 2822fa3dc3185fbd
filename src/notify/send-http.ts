// One HTTP request to somebody else's server, and what came of it. Used for webhooks and text messages. Never throws, always settles.
// Redirects are not followed: what is told goes where the rules say, or nowhere. The URL may hold a secret and is never repeated.
// Whether a 2xx was a yes is decided by what the body says (core/notices/success.ts).
import { Agent } from 'undici'
import { verdictOn } from '../core/notices/success.ts'
import type { Success } from '../core/plan/servers.ts'
import { readAnswer } from './answer-body.ts'
import { type Delivery, failed, saidOf } from './delivery.ts'
import { retryAfter } from './retry-after.ts'

export interface HttpRequest {
  /** Where the rules name it, such as `webhooks: pm`. */
  readonly rule: string
  readonly url: string
  readonly method: 'POST' | 'PUT' | 'GET'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  /** What a yes looks like, where the rules say so. */
  readonly ok?: Success
  /** Longest wait for all of it, ms. */
  readonly patienceMs: number
  readonly now: () => number
}

const CONNECT_MS = 10_000

export async function sendHttp(asked: HttpRequest): Promise<Delivery> {
  const { rule, url, method, body, patienceMs, now } = asked
  const host = hostOf(url)
  const dispatcher = new Agent({ connect: { timeout: Math.min(CONNECT_MS, patienceMs) }, pipelining: 1 })
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const headers = { 'accept-encoding': 'identity', ...asked.headers }
    const { origin, pathname, search } = new URL(url)
    const answer = await dispatcher.request({ origin, path: `${pathname}${search}`, method, headers, body, signal })
    const said = await readAnswer(answer.body, String(answer.headers['content-encoding'] ?? ''), patienceMs)
    const { statusCode: status } = answer
    if (status >= 200 && status < 300) return ofYes(asked, host, status, said)
    const again = retryAfter(answer.headers['retry-after'], answer.headers.date, now())
    return ofStatus(status, said.text, rule, host, again)
  } catch (error) {
    return inWords(error, rule, host, patienceMs)
  } finally {
    void dispatcher.destroy().catch(() => undefined)
  }
}

/** `whole`: the body was read to its end. */
function ofYes({ rule, ok }: HttpRequest, host: string, status: number, body: { text: string; whole: boolean }): Delivery {
  const verdict = verdictOn(body.text, ok)
  const said = saidOf(body.text)
  if (verdict === 'yes') return { ok: true, ...said }
  if (verdict === 'doubted')
    return failed(
      `${host} answered ${status}, and its answer looks like a no`,
      `say under \`${rule}\` what a yes looks like: \`ok:\``,
      false,
      { ...said, end: 'uncertain' },
    )
  if (!body.whole)
    return failed(`${host} answered ${status}, and its answer could not be read to its end`, 'is the server in trouble?', true, {
      ...said,
      end: 'uncertain',
    })
  return failed(
    `${host} answered ${status}, but not with what is \`ok\``,
    `see its answer, and \`ok\` under \`${rule}\``,
    false,
    {
      ...said,
      end: 'refused',
    },
  )
}

function ofStatus(status: number, body: string, rule: string, host: string, again: { readonly retryAfterMs?: number }): Delivery {
  const more = { ...saidOf(body), ...again }
  const reason = `${host} answered ${status}`
  if (status < 400) return failed(reason, `write the address that it points to under \`${rule}\``, true, more)
  if (status === 401 || status === 403) return failed(reason, `check the \`secret\` under \`${rule}\``, true, more)
  if (status === 404 || status === 405) return failed(reason, `check the \`url\` under \`${rule}\``, true, more)
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return failed(reason, 'the server is in trouble; it will be tried again', true, more)
  return failed(reason, `the server refuses this one: see its answer, and \`${rule}\``, false, { ...more, end: 'refused' })
}

/** Before these, nothing was sent. */
const NOT_SENT =
  /^(ENOTFOUND|EAI_AGAIN|EDNS|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG|ERR_INVALID_URL)$/

function inWords(error: unknown, rule: string, host: string, patienceMs: number): Delivery {
  const { code = '', name = '', message = '' } = Object(error) as { code?: string; name?: string; message?: string }
  const uncertain = { end: 'uncertain' } as const
  if (name === 'TimeoutError' || name === 'AbortError')
    return failed(
      `${host} gave no whole answer within ${patienceMs / 1000} s`,
      `is ${host} up, and fast enough?`,
      true,
      uncertain,
    )
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EDNS')
    return failed(message, `is the \`url\` under \`${rule}\` spelt right, and does this machine resolve names?`, true)
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code))
    return failed(message, `${host} and this machine do not agree on encryption: install its certificate`, true)
  return failed(
    message === '' ? String(error) : message,
    `${host} does not answer: is it up, is the port right, does a firewall stand between?`,
    true,
    NOT_SENT.test(code) ? {} : uncertain,
  )
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'the server'
}
