// The control socket: HTTP over a unix socket in the state directory, for `nightbell status`. Only this machine's root and the
// daemon's user can open it. Questions only; acts come as inputs like everything else.
import { chmodSync, existsSync, rmSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'

export interface Control {
  close(): Promise<void>
}

/** Rejects when another daemon listens there already: two must not write one journal. */
export async function refuseSecond(path: string): Promise<void> {
  if (!existsSync(path)) return
  if (await answers(path)) throw new Error(`another daemon answers on ${path}: stop it first, or use another --state directory`)
  rmSync(path, { force: true })
}

export async function openControl(path: string, status: () => object): Promise<Control> {
  const server = createServer((asked, answer) => {
    const known = asked.method === 'GET' && asked.url === '/status'
    answer.writeHead(known ? 200 : 404, { 'content-type': 'application/json' })
    answer.end(JSON.stringify(known ? status() : { error: `nothing at ${asked.url}` }))
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

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise(resolve => {
    const asking = request({ socketPath, path: '/status', timeout: 2000 }, answer => {
      answer.resume()
      resolve(true)
    })
    asking.on('error', () => resolve(false))
    asking.on('timeout', () => asking.destroy())
    asking.end()
  })
}
