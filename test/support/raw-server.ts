// A TCP server for tests that says whatever it is told to, byte by byte: HTTP as no library would write it.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface RawServer {
  readonly url: string
  close(): Promise<void>
}

/** `says` gets the connection as soon as a request has come. */
export async function openRawServer(says: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.once('data', () => says(socket))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}

/** Writes this piece again and again until the other side has had enough. */
export function without(end: 'pause' | 'none', socket: Socket, piece: string): void {
  const again = (): void => {
    if (socket.destroyed) return
    if (end === 'pause') setTimeout(again, 20)
    else setImmediate(again)
    socket.write(piece)
  }
  again()
}
