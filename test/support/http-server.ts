// A real HTTP server for tests: keeps what it was sent; can be down, slow, or answer whatever it is told to.
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface HttpServerOfTest {
  readonly url: string
  /** Everything that was asked, whatever was answered. */
  readonly asked: readonly Asked[]
  /** What was taken, with a 2xx. */
  readonly taken: readonly Asked[]
  /** The n-th request that is taken, from 1, as soon as it is there. */
  take(n?: number): Promise<Asked>
  /** Waits until it has been asked for the n-th time. */
  ask(n: number): Promise<Asked>
  /** A status, or nothing at all until it says something else. */
  says(what: number | 'hang', body?: string): void
  open(): Promise<void>
  close(): Promise<void>
}

export async function openHttpServer(): Promise<HttpServerOfTest> {
  const asked: Asked[] = []
  const taken: Asked[] = []
  const waiting: (() => void)[] = []
  let saying: number | 'hang' = 200
  let words = ''
  let server: Server | null = null
  let port = 0

  function told(): void {
    for (const tell of waiting.splice(0)) tell()
  }
  async function nth<T>(list: readonly T[], n: number): Promise<T> {
    const deadline = performance.now() + 20_000
    for (;;) {
      const found = list[n - 1]
      if (found !== undefined) return found
      const left = deadline - performance.now()
      if (left <= 0) throw new Error(`no ${n}. request; there are ${list.length}`)
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, left)
        waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }
  function make(): Server {
    return createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8')
      request.on('data', (chunk: string) => {
        body += chunk
      })
      request.on('end', () => {
        const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body }
        asked.push(one)
        if (saying !== 'hang') {
          if (saying < 300) taken.push(one)
          response.writeHead(saying, { location: 'http://127.0.0.1:1/elsewhere' }).end(words)
        }
        told()
      })
    })
  }
  async function open(): Promise<void> {
    if (server !== null) return
    server = make().listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  await open()
  return {
    ...{ asked, taken, open, url: `http://127.0.0.1:${port}` },
    take: (n = 1) => nth(taken, n),
    ask: n => nth(asked, n),
    says(what, body = '') {
      saying = what
      words = body
    },
    async close() {
      const open = server
      server = null
      if (open === null) return
      open.closeAllConnections()
      await new Promise<void>(resolve => open.close(() => resolve()))
    },
  }
}
