// One HTTP request to somebody else's server, and what came of it. Used for webhooks and text messages. Never throws, always settles.
// Redirects are not followed: what is told goes where the rules say, or nowhere. The URL may hold a secret and is never repeated.
import { Agent, request } from 'undici'
import { type Delivery, failed } from './delivery.ts'

export interface HttpRequest {
  /** Where the rules name it, such as `webhooks: pm`. */
  readonly rule: string
  readonly url: string
  readonly method: 'POST' | 'PUT' | 'GET'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  /** Longest wait for all of it, ms. */
  readonly patienceMs: number
}

const CONNECT_MS = 10_000
/** So much of an answer is read, for the log. */
const READ = 400

export async function sendHttp({ rule, url, method, headers, body, patienceMs }: HttpRequest): Promise<Delivery> {
  const host = hostOf(url)
  const dispatcher = new Agent({ connect: { timeout: Math.min(CONNECT_MS, patienceMs) }, pipelining: 1 })
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const answer = await request(url, { method, headers: { ...headers }, body, signal, dispatcher })
    const said = await beginningOf(answer.body)
    return ofStatus(answer.statusCode, said, rule, host)
  } catch (error) {
    return inWords(error, rule, host, patienceMs)
  } finally {
    void dispatcher.destroy().catch(() => undefined)
  }
}

async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  let said = ''
  for await (const chunk of body) {
    said += chunk.toString('utf8')
    if (said.length > READ) break
  }
  return said
    .slice(0, READ)
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}

function ofStatus(status: number, said: string, rule: string, host: string): Delivery {
  if (status >= 200 && status < 300) return { ok: true }
  const reason = `${host} answered ${status}${said === '' ? '' : `: ${said}`}`
  if (status < 400) return failed(reason, `write the address that it points to under \`${rule}\``, true)
  if (status === 401 || status === 403) return failed(reason, `check the \`secret\` under \`${rule}\``, true)
  if (status === 404 || status === 405) return failed(reason, `check the \`url\` under \`${rule}\``, true)
  if (status === 408 || status === 429 || status >= 500)
    return failed(reason, 'the server is in trouble; it will be tried again', true)
  return failed(reason, `the server refuses this one: see its answer, and \`${rule}\``, false)
}

function inWords(error: unknown, rule: string, host: string, patienceMs: number): Delivery {
  const { code = '', name = '', message = '' } = Object(error) as { code?: string; name?: string; message?: string }
  if (name === 'TimeoutError' || name === 'AbortError')
    return failed(`${host} gave no whole answer within ${patienceMs / 1000} s`, `is ${host} up, and fast enough?`, true)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EDNS')
    return failed(message, `is the \`url\` under \`${rule}\` spelt right, and does this machine resolve names?`, true)
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code))
    return failed(message, `${host} and this machine do not agree on encryption: install its certificate`, true)
  return failed(
    message === '' ? String(error) : message,
    `${host} does not answer: is it up, is the port right, does a firewall stand between?`,
    true,
  )
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'the server'
}
