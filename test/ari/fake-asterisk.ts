// A fake ARI in the test's own process: answers what it is told to, or misbehaves as it is told to. Not a simulation of
// calls (src/simulation is): it knows requests, sockets and faults only.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Log } from '../../src/daemon/ports.ts'

export interface Seen {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
}

/** What to do with a request: answer it, break the connection, or never answer. */
export type Reply = { readonly status: number; readonly json?: unknown; readonly raw?: string | Buffer } | 'reset' | 'hang'

export interface FakeAsterisk {
  readonly url: string
  readonly seen: Seen[]
  readonly sockets: WebSocket[]
  /** Path and query of each event socket. */
  readonly addresses: string[]
  /** The newest rule that matches wins; `times` limits it. */
  on(method: string, path: RegExp, reply: Reply | ((seen: Seen) => Reply), times?: number): void
  send(event: unknown): void
  sendRaw(text: string): void
  /** Refuse new event sockets with this status. */
  refuse(status: number | null): void
  /** Stop answering pings. */
  freeze(): void
  info: { version: string; startup: string }
  /** How many pings it got. */
  readonly pings: number
  asked(method: string, path: RegExp): Seen[]
  close(): Promise<void>
}

export async function startFakeAsterisk(port = 0): Promise<FakeAsterisk> {
  const rules: { method: string; path: RegExp; reply: Reply | ((seen: Seen) => Reply); left: number }[] = []
  const open = new Set<Socket>()
  const info = { version: '22.10.1', startup: '2026-11-23T08:00:00.000+0000' }
  const seen: Seen[] = []
  const sockets: WebSocket[] = []
  const addresses: string[] = []
  let frozen = false
  let pings = 0
  let refused: number | null = null

  const server: Server = createServer(async (request, response) => {
    act(replyTo(await read(request)), response)
  })
  server.on('connection', socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  const upgrades = new WebSocketServer({
    server,
    path: '/ari/events',
    autoPong: false,
    verifyClient: (_: unknown, decide: (good: boolean, status?: number) => void) =>
      refused ? decide(false, refused) : decide(true),
  })
  upgrades.on('connection', (socket, request) => {
    sockets.push(socket)
    addresses.push(request.url ?? '')
    socket.on('message', data => overSocket(socket, JSON.parse(String(data))))
    socket.on('ping', data => {
      pings += 1
      if (!frozen) socket.pong(data)
    })
  })
  await new Promise<void>(done => server.listen(port, '127.0.0.1', done))

  function replyTo(about: Seen): Reply {
    seen.push(about)
    const rule = rules.findLast(r => r.left > 0 && r.method === about.method && r.path.test(about.path))
    if (rule) rule.left--
    return rule ? (typeof rule.reply === 'function' ? rule.reply(about) : rule.reply) : usual(about)
  }

  function overSocket(socket: WebSocket, asked: Record<string, string>): void {
    const url = new URL(`http://x/${asked.uri}`)
    const body = asked.message_body ? JSON.parse(asked.message_body) : null
    const reply = replyTo({ method: asked.method ?? '', path: decodeURIComponent(url.pathname), query: url.searchParams, body })
    if (reply === 'reset') socket.terminate()
    if (typeof reply === 'string') return
    const answer = { type: 'RESTResponse', request_id: asked.request_id, status_code: reply.status }
    socket.send(JSON.stringify({ ...answer, message_body: String(reply.raw ?? JSON.stringify(reply.json ?? null)) }))
  }

  function usual(about: Seen): Reply {
    if (about.path === '/asterisk/info') {
      return { status: 200, json: { system: { version: info.version }, status: { startup_time: info.startup } } }
    }
    if (about.method === 'GET' && /^\/(channels|bridges)$/.test(about.path)) return { status: 200, json: [] }
    if (about.method === 'GET' && /^\/(channels|recordings)\//.test(about.path))
      return { status: 404, json: { message: 'Channel not found' } }
    return { status: 200, json: {} }
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    sockets,
    addresses,
    info,
    get pings() {
      return pings
    },
    on: (method, path, reply, times = Infinity) => void rules.push({ method, path, reply, left: times }),
    send: event => sockets.at(-1)?.send(JSON.stringify(event)),
    sendRaw: text => sockets.at(-1)?.send(text),
    refuse(status) {
      refused = status
    },
    freeze() {
      frozen = true
    },
    asked: (method, path) => seen.filter(s => s.method === method && path.test(s.path)),
    async close() {
      for (const socket of sockets) socket.terminate()
      for (const socket of open) socket.destroy()
      upgrades.close()
      await new Promise(done => server.close(done))
    },
  }
}

function act(reply: Reply, response: ServerResponse): void {
  if (reply === 'hang') return
  if (reply === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  const body = reply.raw ?? (reply.json === undefined ? '' : JSON.stringify(reply.json))
  response.writeHead(reply.status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body)
}

async function read(request: IncomingMessage): Promise<Seen> {
  const url = new URL(request.url ?? '/', 'http://fake')
  let text = ''
  for await (const part of request) text += String(part)
  const path = decodeURIComponent(url.pathname).replace(/^\/ari/, '')
  return { method: request.method ?? '', path, query: url.searchParams, body: text === '' ? null : JSON.parse(text) }
}

export type Line = { readonly level: string; readonly message: string; readonly fields: object }

export function keptLog(): Log & { readonly lines: Line[] } {
  const lines: Line[] = []
  const at = (level: string) => (fields: object, message: string) => void lines.push({ level, message, fields })
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

export async function until<T>(what: () => T | undefined | false | null, ms = 3000): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const found = what()
    if (found) return found
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain for ${what}`)
    await new Promise(done => setTimeout(done, 5))
  }
}
