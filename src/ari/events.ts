// The event socket: connects, stays alive, comes back. Hands over parsed JSON and says when it is up, down or replaced.
// Used by connect.ts alone. Nothing that arrives here can throw into the process: what is not JSON is logged and dropped.
import WebSocket from 'ws'
import type { Log } from '../daemon/ports.ts'
import { ariBase, basicAuth } from './http.ts'

export interface EventSocketOptions {
  readonly url: string
  readonly user: string
  readonly password: string
  readonly app: string
  readonly log: Log
  /** Runs on a fresh socket before anything else; false drops it and tries again. Events wait meanwhile. */
  readonly prepare: () => Promise<boolean>
  readonly onUp: () => void
  readonly onDown: (reason: string) => void
  readonly onEvent: (json: unknown) => void
  /** A ping goes out this often, and its pong is due before the next one. */
  readonly pingMs?: number
  readonly firstRetryMs?: number
  readonly longestRetryMs?: number
  /** How often to say that Asterisk is still away. */
  readonly sayMs?: number
}

export interface EventSocket {
  isUp(): boolean
  send(text: string): void
  /** Ends it for good. */
  close(): void
}

export function openEventSocket(options: EventSocketOptions): EventSocket {
  const { log } = options
  const pingMs = options.pingMs ?? 5000
  const firstRetry = options.firstRetryMs ?? 200
  const address = `${ariBase(options.url).replace(/^http/, 'ws')}/events?app=${encodeURIComponent(options.app)}`
  let closed = false
  let tries = 0
  let lastSaid = 0
  let awaySince = Date.now()
  let socket: WebSocket | null = null
  let isUp = false
  let retry: NodeJS.Timeout | null = null

  function connect(): void {
    retry = null
    if (closed) return
    const mine = new WebSocket(address, {
      headers: { authorization: basicAuth(options.user, options.password) },
      handshakeTimeout: 5000,
      perMessageDeflate: false,
      maxPayload: 8 * 1024 * 1024,
    })
    socket = mine
    let up = false
    let over = false
    let waiting: unknown[] | null = []
    let ping: NodeJS.Timeout | null = null
    let alive = true

    function end(reason: string): void {
      if (over) return
      over = true
      isUp = false
      if (ping) clearInterval(ping)
      mine.terminate()
      if (closed) return
      if (up) {
        awaySince = Date.now()
        lastSaid = 0
        log.warn({ reason }, 'lost the event socket of Asterisk')
        guarded('down', () => options.onDown(reason))
      } else sayAway(reason)
      const wait = Math.min(options.longestRetryMs ?? 5000, firstRetry * 2 ** Math.min(tries, 10))
      tries++
      retry = setTimeout(connect, wait * (0.75 + Math.random() / 2))
    }

    mine.on('open', async () => {
      ping = setInterval(() => {
        if (!alive) return end(`no pong within ${pingMs} ms`)
        alive = false
        mine.ping()
      }, pingMs)
      const ready = await options.prepare().catch(() => false)
      if (over || closed) return
      if (!ready) return end('the application could not be prepared')
      tries = 0
      up = true
      isUp = true
      log.info({ app: options.app, awayMs: Date.now() - awaySince }, 'connected to Asterisk')
      guarded('up', options.onUp)
      const early = waiting ?? []
      waiting = null
      for (const json of early) guarded('event', () => options.onEvent(json))
    })
    mine.on('pong', () => {
      alive = true
    })
    mine.on('message', data => {
      // Whatever arrives shows that the other side lives.
      alive = true
      if (over || closed) return
      const json = parsed(String(data), log)
      if (json === undefined) return
      if (waiting) waiting.push(json)
      else guarded('event', () => options.onEvent(json))
    })
    mine.on('error', error => end(error.message))
    mine.on('close', (code, reason) => end(`closed with ${code} ${String(reason).slice(0, 100)}`.trim()))
  }

  function guarded(what: string, act: () => void): void {
    try {
      act()
    } catch (error) {
      log.error(
        { what, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
        'a listener of the PBX failed',
      )
    }
  }

  function sayAway(reason: string): void {
    const now = Date.now()
    if (now - lastSaid < (options.sayMs ?? 5000)) return
    lastSaid = now
    const fields = { reason, awayMs: now - awaySince }
    if (/\b401\b|\b403\b/.test(reason)) log.error(fields, 'Asterisk refuses the ARI user or its password; trying again')
    else log.warn(fields, 'waiting for Asterisk')
  }

  connect()
  return {
    isUp: () => isUp,
    send: text => socket?.send(text),
    close() {
      closed = true
      if (retry) clearTimeout(retry)
      socket?.terminate()
    },
  }
}

function parsed(text: string, log: Log): unknown {
  try {
    return JSON.parse(text)
  } catch {
    log.warn({ start: text.slice(0, 80), length: text.length }, 'an event that is not JSON')
    return undefined
  }
}
