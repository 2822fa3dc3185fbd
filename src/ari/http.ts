// One ARI request: sent over a small keep-alive pool, and always settled, whatever the PBX or the network does.
// Used by everything else in this room; knows HTTP and nothing about calls. Never throws.
import { Pool } from 'undici'

export type Query = Readonly<Record<string, string | number | boolean>>

/** `status` is null when there was no answer at all; `message` says why, or what ARI said went wrong. */
export interface Answer {
  readonly status: number | null
  readonly message: string
  readonly body: unknown
  readonly bytes: number
}

export interface Asked {
  readonly query?: Query
  readonly body?: unknown
  /** Whether the body is wanted, or only its size (for recordings). */
  readonly want?: 'json' | 'size'
  /** Safe to send again when the connection broke under it. */
  readonly again?: boolean
  /** Never waits for a channel's own thread: may go over the event socket (over-socket.ts). */
  readonly quick?: boolean
  /** May have to wait for the channel's own thread: goes over connections of its own, and may take 20 s. */
  readonly patient?: boolean
  /** Longest wait for this answer, ms, where somebody waits who hears nothing meanwhile. */
  readonly withinMs?: number
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface AriHttp {
  ask(method: Method, path: string, asked?: Asked): Promise<Answer>
  close(): Promise<void>
}

export interface AriHttpOptions {
  /** For example `http://127.0.0.1:8088`; a trailing `/ari` is allowed. */
  readonly url: string
  readonly user: string
  readonly password: string
  readonly connections?: number
  /** Longest wait for an answer, milliseconds, waiting for a free connection included. */
  readonly timeoutMs?: number
}

const PATIENT_CONNECTIONS = 8
export const PATIENT_MS = 20_000

export function ariBase(url: string): string {
  return `${url.replace(/\/+$/, '').replace(/\/ari$/, '')}/ari`
}

export function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

export function openHttp(options: AriHttpOptions): AriHttp {
  const base = new URL(ariBase(options.url))
  const limit = options.timeoutMs ?? 6000
  const most = (patient: boolean) => (patient ? Math.max(limit, PATIENT_MS) : limit)
  const poolOf = (connections: number, patient: boolean) =>
    new Pool(base.origin, {
      connections,
      // Shorter than Asterisk's own session_keep_alive (15 s by default), so that we never write to a closing connection.
      keepAliveTimeout: 8000,
      keepAliveMaxTimeout: 10_000,
      connectTimeout: 2000,
      headersTimeout: most(patient),
      bodyTimeout: most(patient),
      pipelining: 1,
    })
  const quick = poolOf(options.connections ?? 24, false)
  const slow = poolOf(PATIENT_CONNECTIONS, true)
  const headers = { authorization: basicAuth(options.user, options.password), 'content-type': 'application/json' }

  async function once(method: Method, path: string, asked: Asked): Promise<Answer> {
    const stop = new AbortController()
    const longest = Math.min(most(asked.patient === true), asked.withinMs ?? Number.POSITIVE_INFINITY)
    let timer: NodeJS.Timeout | undefined
    // The pool drops a request that waits for a connection only when its turn comes: nobody waits for that.
    const late = new Promise<Answer>(resolve => {
      timer = setTimeout(() => {
        const message = `no answer within ${longest} ms`
        stop.abort(new Error(message))
        resolve({ status: null, message, body: null, bytes: 0 })
      }, longest)
    })
    const answer = await Promise.race([request(method, path, asked, stop.signal), late])
    clearTimeout(timer)
    return answer
  }

  async function request(method: Method, path: string, asked: Asked, signal: AbortSignal): Promise<Answer> {
    try {
      const body = asked.body === undefined ? null : JSON.stringify(asked.body)
      const reply = await (asked.patient === true ? slow : quick).request({
        method,
        path: base.pathname + path + queryOf(asked.query),
        headers,
        body,
        signal,
      })
      if (asked.want === 'size' && reply.statusCode < 300) {
        const bytes = Number(reply.headers['content-length'] ?? 0)
        // A short body is read to its end, so that the connection can be used again; a long one is cut off.
        await reply.body.dump({ limit: 128 * 1024 }).catch(() => {})
        return { status: reply.statusCode, message: '', body: null, bytes }
      }
      return answerOf(reply.statusCode, await reply.body.text())
    } catch (error) {
      return { status: null, message: reasonOf(error), body: null, bytes: 0 }
    }
  }

  return {
    async ask(method, path, asked = {}) {
      const answer = await once(method, path, asked)
      const brokeUnderIt = answer.status === null && /ECONNRESET|UND_ERR_SOCKET|EPIPE|other side closed/.test(answer.message)
      return brokeUnderIt && (asked.again ?? method !== 'POST') ? once(method, path, asked) : answer
    },
    async close() {
      await Promise.allSettled([quick.destroy(), slow.destroy()])
    },
  }
}

export function answerOf(status: number, text: string): Answer {
  const body = parse(text)
  return { status, message: status < 300 ? '' : messageOf(body, status), body, bytes: text.length }
}

/** A channel, bridge, playback or recording id as one piece of a path. */
export function piece(id: string): string {
  return encodeURIComponent(id)
}

export function queryOf(query: Query | undefined): string {
  if (!query) return ''
  const pairs = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  return `?${pairs.join('&')}`
}

function parse(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function messageOf(json: unknown, status: number): string {
  if (typeof json === 'object' && json !== null) {
    if ('message' in json && typeof json.message === 'string') return json.message
    if ('error' in json && typeof json.error === 'string') return json.error
  }
  return `status ${status}`
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return `${code}${error.message}`
}
