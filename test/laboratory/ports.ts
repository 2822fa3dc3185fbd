// Addresses and ports of one laboratory. Several laboratories run side by side on one machine: each takes a slot, and
// holds it by listening on the slot's guard port until the process ends. Called by laboratory.ts.
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** Who has which loopback address. */
export const addresses = {
  box: '127.0.0.1',
  'carrier-a': '127.0.0.2',
  'carrier-b': '127.0.0.3',
  'maple-pbx': '127.0.0.4',
  office: '127.0.0.5',
  stranger: '127.0.0.9',
} as const

export interface Ports {
  readonly slot: number
  readonly boxSip: number
  readonly boxHttp: number
  readonly boxRtp: { readonly from: number; readonly to: number }
  readonly carrierSip: number
  readonly carrierHttp: number
  readonly carrierRtp: { readonly from: number; readonly to: number }
  /** A free port for whatever the test starts itself, the daemon's console for one. */
  readonly spare: number
  release(): Promise<void>
}

const slots = 20

/** Throws if all slots are taken. */
export async function takePorts(): Promise<Ports> {
  for (let attempt = 0; attempt < slots; attempt += 1) {
    const slot = (process.pid + attempt) % slots
    const ports = await tryToTake(slot)
    if (ports !== undefined) return ports
  }
  throw new Error(`all ${slots} places for laboratories on this machine are taken`)
}

async function tryToTake(slot: number): Promise<Ports | undefined> {
  const base = 7000 + slot * 10
  const guard = await listen(base)
  if (guard === undefined) return undefined
  const [boxSip, carrierSip, boxHttp, carrierHttp, spare] = [base + 1, base + 2, base + 3, base + 4, base + 5]
  const free = [
    await udpFree(addresses.box, boxSip),
    await udpFree(addresses['carrier-a'], carrierSip),
    await tcpFree(boxHttp),
    await tcpFree(carrierHttp),
    await tcpFree(spare),
  ]
  if (free.includes(false)) {
    await guard()
    return undefined
  }
  const audio = 10_000 + slot * 2000
  return {
    slot,
    boxSip,
    boxHttp,
    boxRtp: { from: audio, to: audio + 999 },
    carrierSip,
    carrierHttp,
    carrierRtp: { from: audio + 1000, to: audio + 1999 },
    spare,
    release: guard,
  }
}

function listen(port: number): Promise<(() => Promise<void>) | undefined> {
  return new Promise(resolve => {
    const server = createServer()
    server.unref()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => resolve(() => new Promise(closed => server.close(() => closed()))))
  })
}

async function tcpFree(port: number): Promise<boolean> {
  const close = await listen(port)
  await close?.()
  return close !== undefined
}

function udpFree(address: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createSocket('udp4')
    socket.once('error', () => resolve(false))
    socket.bind(port, address, () => socket.close(() => resolve(true)))
  })
}
