// SIP by hand, from any loopback address: what no honest telephone sends. One socket; every request has its own ids unless it is given
// some. It answers nothing, but ends each call that it began. Used by tests on the real PBX.
import { randomUUID } from 'node:crypto'
import { createSocket } from 'node:dgram'

export interface Asked {
  readonly from?: string
  readonly to?: string
  readonly callId?: string
  readonly cseq?: number
  readonly headers?: readonly string[]
  readonly body?: string
}

export interface RawSip {
  /** The status of the final answer; 0 when none came within a second. */
  ask(method: string, uri: string, how?: Asked): Promise<number>
  /** Any bytes. */
  send(packet: string): void
  /** A whole request as text, to be spoiled and sent. */
  request(method: string, uri: string, how?: Asked): string
  close(): void
}

/** A-law audio that nobody hears. */
export const someAudio = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.9',
  's=-',
  'c=IN IP4 127.0.0.9',
  't=0 0',
  'm=audio 9 RTP/AVP 8',
  '',
].join('\r\n')

export async function openRawSip(address: string, boxPort: number): Promise<RawSip> {
  const socket = createSocket('udp4')
  await new Promise<void>(resolve => socket.bind(0, address, resolve))
  const { port } = socket.address()
  const waiting = new Map<string, (answer: string) => void>()
  socket.on('message', packet => {
    const text = packet.toString('latin1')
    const status = Number(/^SIP\/2\.0 (\d+)/.exec(text)?.[1] ?? 0)
    if (status >= 200) waiting.get(headerOf(text, 'CSeq') + headerOf(text, 'Call-ID'))?.(text)
  })

  function request(method: string, uri: string, how: Asked = {}): string {
    const body = how.body ?? ''
    return [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${address}:${port};branch=z9hG4bK-${randomUUID()};rport`,
      `From: ${how.from ?? '<sip:+15127770999@nowhere.invalid>;tag=1'}`,
      `To: ${how.to ?? `<${uri}>`}`,
      `Call-ID: ${how.callId ?? randomUUID()}`,
      `CSeq: ${how.cseq ?? 1} ${method}`,
      `Contact: <sip:nobody@${address}:${port}>`,
      'Max-Forwards: 70',
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      ...(how.headers ?? []),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n')
  }

  const send = (packet: string): void => socket.send(packet, boxPort, '127.0.0.1')

  /** A call is not left standing. */
  function finish(invite: string, answer: string): void {
    if (answer === '') {
      send(following('CANCEL', invite, headerOf(invite, 'To'), ''))
      return
    }
    const to = headerOf(answer, 'To')
    const answered = /^SIP\/2\.0 2/.test(answer)
    send(following('ACK', invite, to, answered ? '-ack' : ''))
    if (answered) send(following('BYE', invite, to, '-bye').replace(/^CSeq: \d+/m, 'CSeq: 90000'))
  }

  return {
    request,
    send,
    async ask(method, uri, how) {
      const text = request(method, uri, how)
      const key = headerOf(text, 'CSeq') + headerOf(text, 'Call-ID')
      const answer = await new Promise<string>(resolve => {
        const late = setTimeout(() => resolve(''), 1000)
        waiting.set(key, said => {
          clearTimeout(late)
          resolve(said)
        })
        send(text)
      })
      waiting.delete(key)
      if (method === 'INVITE') finish(text, answer)
      return Number(/^SIP\/2\.0 (\d+)/.exec(answer)?.[1] ?? 0)
    },
    close: () => void socket.close(),
  }
}

function headerOf(text: string, name: string): string {
  return new RegExp(`^${name}: (.*)$`, 'im').exec(text)?.[1]?.trim() ?? ''
}

/** A request about this INVITE; `branch` makes it a transaction of its own. */
function following(method: string, invite: string, to: string, branch: string): string {
  const [head = ''] = invite.split('\r\n\r\n')
  const lines = head
    .replace(/^INVITE/, method)
    .replace(/^(CSeq: \d+) INVITE/m, `$1 ${method}`)
    .replace(/;rport/, `${branch};rport`)
    .replace(/^To: .*$/m, `To: ${to}`)
    .split('\r\n')
  return [...lines.filter(line => !line.startsWith('Content-')), 'Content-Length: 0', '', ''].join('\r\n')
}
