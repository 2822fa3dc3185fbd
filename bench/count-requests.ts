// How many requests a call costs, counted on the wire: a few calls at a low rate while everything that is sent to Asterisk passes through a
// relay that counts HTTP requests and requests in websocket frames. Called by run.ts; nothing is timed meanwhile.
import { createServer, type Server, connect as to } from 'node:net'
import type { Program } from './bench-box.ts'
import { type Bench, runStep } from './load-step.ts'
import { ADDRESSES, PORTS } from './portfolio.ts'

const RATE = 2
const SECONDS = 15
/** What the daemon looks at now and then, calls or none. */
const LOOKS = /^GET (channels|bridges|endpoints|asterisk\b.*|applications\b.*)$/

export interface Requests {
  readonly aCall: number
  /** Such as `POST channels/…/play`, how many a call, the most frequent first. */
  readonly kinds: readonly (readonly [string, number])[]
}

/** The daemon is stopped afterwards. */
export async function countRequests(bench: Bench, start: (url: string) => Promise<Program>): Promise<Requests> {
  const seen = new Map<string, number>()
  const relay = await openRelay(kind => seen.set(kind, (seen.get(kind) ?? 0) + 1))
  const daemon = await start(`http://${ADDRESSES.box}:${PORTS.relay}`)
  await daemon.said('words rendered in advance')
  seen.clear()
  const controllers = { ...bench.controllers, nightbell: daemon }
  const { calls } = await runStep({ ...bench, controllers }, { system: 'nightbell', rate: RATE, seconds: SECONDS })
  const kinds = [...seen]
    .filter(([kind]) => !LOOKS.test(kind))
    .map(([kind, count]) => [kind, count / calls] as const)
    .sort(([, a], [, b]) => b - a)
  await daemon.stop()
  relay.close()
  return { aCall: kinds.reduce((all, [, count]) => all + count, 0), kinds }
}

function openRelay(count: (kind: string) => void): Promise<Server> {
  const server = createServer(client => {
    const box = to(PORTS.http, ADDRESSES.box)
    client.on('data', requestReader(count))
    client.pipe(box).pipe(client)
    for (const end of [client, box]) {
      end.setNoDelay(true)
      end.on('close', () => {
        client.destroy()
        box.destroy()
      })
      end.on('error', () => {})
    }
  })
  return new Promise(resolve => server.listen(PORTS.relay, ADDRESSES.box, () => resolve(server)))
}

/** Reads one connection from the client's side: HTTP heads, then, once it has become a websocket, frames (RFC 6455, 5.2). */
function requestReader(count: (kind: string) => void) {
  let frames: Buffer | null = null
  return (data: Buffer): void => {
    if (frames === null) {
      const text = data.toString('latin1')
      for (const [, method = '', path = ''] of text.matchAll(/(GET|POST|PUT|DELETE) (?:\/ari)?\/(\S+) HTTP\//g)) {
        if (!/^events\b/.test(path)) count(kindOf(method, path))
      }
      if (/^upgrade: websocket/im.test(text)) frames = data.subarray(text.indexOf('\r\n\r\n') + 4)
      return
    }
    frames = Buffer.concat([frames, data])
    for (let frame = readFrame(frames); frame !== null; frame = readFrame(frames)) {
      frames = frames.subarray(frame.bytes)
      const said: { method?: string; uri?: string } = frame.opcode === 1 ? JSON.parse(frame.text) : {}
      const { method, uri } = said
      if (method && uri) count(kindOf(method, uri.replace(/^(\/?ari)?\//, '')))
    }
  }
}

function readFrame(data: Buffer): { readonly opcode: number; readonly text: string; readonly bytes: number } | null {
  if (data.length < 2) return null
  const short = (data[1] ?? 0) & 0x7f
  const head = short === 127 ? 10 : short === 126 ? 4 : 2
  if (data.length < head + 4) return null
  const length = short === 127 ? Number(data.readBigUInt64BE(2)) : short === 126 ? data.readUInt16BE(2) : short
  const bytes = head + 4 + length
  if (data.length < bytes) return null
  const mask = data.subarray(head, head + 4)
  const text = data.subarray(head + 4, bytes).map((byte, n) => byte ^ (mask[n % 4] ?? 0))
  return { opcode: (data[0] ?? 0) & 0x0f, text: Buffer.from(text).toString('utf8'), bytes }
}

/** Without ids; a variable keeps its name. */
function kindOf(method: string, path: string): string {
  const [place = '', query = ''] = path.split('?')
  const parts = place.split('/').map((part, n) => (n % 2 === 1 && !/^(create|externalMedia)$/.test(part) ? '…' : part))
  const variable = /(?:^|&)variable=([^&]+)/.exec(query)?.[1]
  return `${method} ${parts.join('/')}${variable === undefined ? '' : ` ${decodeURIComponent(variable)}`}`
}
