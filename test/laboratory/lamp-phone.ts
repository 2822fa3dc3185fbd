// An office telephone that is nothing but a lamp: a UDP socket that answers OPTIONS and NOTIFY with 200 and remembers what the NOTIFYs
// said about waiting messages (RFC 3842). Used by the tests on the real PBX.
import { createSocket, type Socket } from 'node:dgram'

export interface Lamp {
  readonly lit: boolean
  /** New messages. */
  readonly waiting: number
}

export class LampPhone {
  readonly history: Lamp[] = []
  #socket: Socket | null = null
  readonly #listeners = new Set<() => void>()

  listen(address: string, port: number): void {
    const socket = createSocket('udp4')
    socket.on('message', (packet, from) => {
      const text = packet.toString('utf8')
      const method = text.slice(0, text.indexOf(' '))
      if (method !== 'OPTIONS' && method !== 'NOTIFY') return
      socket.send(answerTo(text), from.port, from.address)
      const lamp = method === 'NOTIFY' ? lampOf(text) : null
      if (lamp === null) return
      this.history.push(lamp)
      for (const listener of this.#listeners) listener()
    })
    socket.bind(port, address)
    this.#socket = socket
  }

  /** The lamp is, or becomes, like this. */
  async shows(lamp: Lamp, withinMs = 20_000): Promise<void> {
    const deadline = performance.now() + withinMs
    for (;;) {
      const last = this.history.at(-1)
      if (last?.lit === lamp.lit && last.waiting === lamp.waiting) return
      const left = deadline - performance.now()
      if (left <= 0) throw new Error(`the lamp never showed ${JSON.stringify(lamp)}, but ${JSON.stringify(this.history)}`)
      await new Promise<void>(resolve => {
        const listener = (): void => {
          clearTimeout(timer)
          this.#listeners.delete(listener)
          resolve()
        }
        const timer = setTimeout(listener, left)
        this.#listeners.add(listener)
      })
    }
  }

  close(): void {
    this.#socket?.close()
  }
}

function lampOf(notify: string): Lamp | null {
  const lit = /^Messages-Waiting:\s*(yes|no)/im.exec(notify)?.[1]
  if (lit === undefined) return null
  return { lit: lit.toLowerCase() === 'yes', waiting: Number(/^Voice-Message:\s*(\d+)/im.exec(notify)?.[1] ?? 0) }
}

function answerTo(request: string): string {
  const head = request.split('\r\n\r\n')[0] ?? ''
  const copied = head.split('\r\n').filter(line => /^(via|from|call-id|cseq|v|f|i):/i.test(line.replace(/\s+:/, ':')))
  const to = /^(to|t)\s*:\s*(.*)$/im.exec(head)?.[2]?.trim() ?? ''
  const tagged = /;tag=/i.test(to) ? to : `${to};tag=lamp`
  return ['SIP/2.0 200 OK', ...copied, `To: ${tagged}`, 'Content-Length: 0', '', ''].join('\r\n')
}
