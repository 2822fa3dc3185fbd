// The control socket: HTTP over a unix socket in the state directory, for the command line. Only this machine's root and the daemon's
// user can open it. A GET asks how the daemon is; a POST with JSON asks for an act (*-acts.ts), which becomes an input like everything else.
import { chmodSync, existsSync, rmSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'

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

/** The longest POST, characters. */
const MOST = 10_000

/** `acts`: by path. */
export async function openControl(
  path: string,
  status: () => object,
  acts: Readonly<Record<string, Act>> = {},
): Promise<Control> {
  const server = createServer((asked, answer) => {
    function reply(code: number, body: object): void {
      answer.writeHead(code, { 'content-type': 'application/json' })
      answer.end(JSON.stringify(body))
    }
    const { method, url = '' } = asked
    if (method === 'GET' && url === '/status') return reply(200, status())
    const act = method === 'POST' && Object.hasOwn(acts, url) ? acts[url] : undefined
    if (act === undefined) return reply(404, { error: `nothing at ${url}` })
    let text = ''
    asked.setEncoding('utf8')
    asked.on('data', (chunk: string) => {
      text += chunk
      if (text.length > MOST) asked.destroy()
    })
    asked.on('end', () => {
      void done(act, text).then(({ code, body }) => reply(code, body))
    })
  })
  await listen(server, path)
  chmodSync(path, 0o600)
  return {
    close: () =>
      new Promise(resolve => {
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
