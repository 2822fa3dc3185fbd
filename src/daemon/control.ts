// The control socket: HTTP over a unix socket in the state directory, for the command line. Only this machine's root and the daemon's
// user can open it. A GET asks how the daemon is; a POST with JSON asks for an act (*-acts.ts), which becomes an input like everything else.
// Somebody who cleans up may take the socket away: then it is made again.
import { chmodSync, existsSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'

export interface Control {
  close(): Promise<void>
}

/** How long a daemon may take to answer before it counts as busy, ms. */
const PATIENCE_MS = 2000

/** Rejects when another daemon listens there already, or is too busy to answer: two must not write one journal. */
export async function refuseSecond(path: string, patienceMs = PATIENCE_MS): Promise<void> {
  if (!existsSync(path)) return
  if (await answers(path, patienceMs))
    throw new Error(`another daemon answers on ${path}: stop it first, or use another --state directory`)
  rmSync(path, { force: true })
}

/** What a POST asks for; the answer's HTTP code and body. */
export type Act = (asked: unknown) => Answered | Promise<Answered>
export interface Answered {
  readonly code: number
  readonly body: object
}

/** The longest POST, characters: the figures of a thousand people are long. */
const MOST = 10_000
const MOST_AT: Readonly<Record<string, number>> = { '/report/close': 3_000_000 }

/** How often the socket is looked for, ms. */
const LOOK_MS = 5000

export interface Asked {
  readonly status: () => object
  /** Why calls can't be taken now; empty when they can. */
  readonly unready?: () => readonly string[]
  /** By path. */
  readonly acts?: Readonly<Record<string, Act>>
  readonly lookMs?: number
}

export async function openControl(path: string, { status, unready, acts = {}, lookMs }: Asked): Promise<Control> {
  function take(asked: IncomingMessage, answer: ServerResponse): unknown {
    function reply(code: number, body: object): unknown {
      answer.writeHead(code, { 'content-type': 'application/json' })
      return answer.end(JSON.stringify(body))
    }
    const { method, url = '' } = asked
    if (method === 'GET' && url === '/status') return reply(200, status())
    // Alive: this answer. Ready: a call that arrives now is taken. Neither asks whether there are alarms.
    if (method === 'GET' && url === '/livez') return reply(200, { alive: true })
    if (method === 'GET' && url === '/readyz') {
      const why = unready?.() ?? []
      return reply(why.length === 0 ? 200 : 503, { ready: why.length === 0, why })
    }
    const act = method === 'POST' && Object.hasOwn(acts, url) ? acts[url] : undefined
    if (act === undefined) return reply(404, { error: `nothing at ${url}` })
    let text = ''
    asked.setEncoding('utf8')
    asked.on('data', (chunk: string) => {
      text += chunk
      if (text.length > (MOST_AT[url] ?? MOST)) asked.destroy()
    })
    asked.on('end', () => {
      void done(act, text).then(({ code, body }) => reply(code, body))
    })
    return undefined
  }

  async function opened(): Promise<Server> {
    const made = createServer(take)
    await listen(made, path)
    chmodSync(path, 0o600)
    return made
  }

  let server = await opened()
  let looking = false
  async function look(): Promise<void> {
    if (looking || existsSync(path)) return
    looking = true
    // Closing takes away what has its path, so the old one goes first; who is being answered gets the answer.
    server.close()
    server = await opened().catch(() => server)
    looking = false
  }
  const timer = setInterval(() => void look(), lookMs ?? LOOK_MS)
  timer.unref()
  return {
    close: () =>
      new Promise(resolve => {
        clearInterval(timer)
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function done(act: Act, text: string): Promise<Answered> {
  try {
    return await act(JSON.parse(text))
  } catch (error) {
    return {
      code: error instanceof SyntaxError ? 400 : 500,
      body: { error: error instanceof Error ? error.message : String(error) },
    }
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', error => {
      const taken = 'code' in error && error.code === 'EADDRINUSE'
      reject(taken ? new Error(`another daemon has just started on ${path}: use another --state directory`) : error)
    })
    server.listen(path, resolve)
  })
}

function answers(socketPath: string, timeout: number): Promise<boolean> {
  return new Promise(resolve => {
    const asking = request({ socketPath, path: '/status', timeout }, answer => {
      answer.resume()
      resolve(true)
    })
    // Only a socket on which nobody listens is one of a daemon that died; a busy daemon is one, too.
    asking.on('error', error => resolve(!('code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ENOENT'))))
    asking.on('timeout', () => {
      resolve(true)
      asking.destroy()
    })
    asking.end()
  })
}
