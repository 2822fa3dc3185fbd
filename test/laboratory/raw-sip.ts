// SIP written by hand, byte for byte, from any loopback address: what no honest telephone sends. One UDP socket; it answers what it
// must (ACK, and 200 to what the box asks) and nothing more. No retransmission: on loopback nothing is lost.
import { randomUUID } from 'node:crypto'
import { createSocket } from 'node:dgram'

export interface RawSip {
  readonly address: string
  readonly port: number
  /** Every packet of the box, as Latin-1. */
  readonly received: readonly string[]
  /** `user`: of the request URI, or a whole URI. `headers`: whole lines; a From or To line takes the place of the usual one. */
  invite(user: string | Buffer, headers?: readonly (string | Buffer)[]): RawCall
  /** The status of the final answer; 0 when none came within a second. A call that it began is ended. */
  ask(method: string, uri: string, how?: Asked): Promise<number>
  /** A whole request as Latin-1, to be spoiled and sent. */
  request(method: string, uri: string, how?: Asked): string
  /** Any bytes. */
  send(packet: string): void
  close(): Promise<void>
}

export interface Asked {
  readonly from?: string
  readonly to?: string
  readonly callId?: string
  readonly cseq?: number
  readonly branch?: string
  readonly headers?: readonly string[]
  readonly body?: string
}

export interface RawCall {
  readonly callId: string
  /** The first provisional answer, or the final one. */
  readonly heard: Promise<number>
  /** The status that ends the INVITE; a 2xx is acknowledged. */
  readonly answered: Promise<number>
  /** A request in the call, once it is answered; gives its status. */
  asks(method: string, headers?: readonly string[], body?: string): Promise<number>
  /** CANCEL before the answer, BYE after it. */
  hangsUp(): void
}

/** A-law audio that nobody hears. */
export const someAudio = soundAt('127.0.0.9', 9, 8)

function soundAt(address: string, port: number, codec: number): string {
  const of = `IN IP4 ${address}`
  return ['v=0', `o=- 1 1 ${of}`, 's=-', `c=${of}`, 't=0 0', `m=audio ${port} RTP/AVP ${codec}`, ''].join('\r\n')
}

interface Sent {
  heard(status: number): void
  answered(answer: string): void
  acknowledge(to: string, branch: string): void
}

export async function openRawSip(address: string, box: { address: string; port: number }): Promise<RawSip> {
  const socket = createSocket('udp4')
  await new Promise<void>(resolve => socket.bind(0, address, resolve))
  const { port } = socket.address()
  const received: string[] = []
  const sent = new Map<string, Sent>()
  let nth = 0

  const send = (packet: string): void => socket.send(Buffer.from(packet, 'latin1'), box.port, box.address)

  function request(method: string, uri: string, how: Asked = {}): string {
    const { headers = [], body = '', callId = randomUUID() } = how
    const ownFrom = headers.find(isFrom)
    return [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${address}:${port};branch=z9hG4bK-${how.branch ?? randomUUID()};rport`,
      ownFrom ?? `From: ${how.from ?? '<sip:+15127770999@nowhere.invalid>;tag=1'}`,
      `To: ${how.to ?? `<${uri}>`}`,
      `Call-ID: ${callId}`,
      `CSeq: ${how.cseq ?? 1} ${method}`,
      `Contact: <sip:nobody@${address}:${port}>`,
      'Max-Forwards: 70',
      ...headers.filter(header => header !== ownFrom),
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n')
  }

  socket.on('message', packet => {
    const text = packet.toString('latin1')
    received.push(text)
    if (!text.startsWith('SIP/2.0 ')) {
      const echoed = [...text.matchAll(/^(Via|From|To|Call-ID|CSeq):.*\r\n/gim)].map(([line]) => line).join('')
      if (!text.startsWith('ACK')) send(`SIP/2.0 200 OK\r\n${echoed}Content-Length: 0\r\n\r\n`)
      return
    }
    const one = sent.get(headerOf(text, 'Call-ID') + headerOf(text, 'CSeq'))
    const status = statusOf(text)
    one?.heard(status)
    if (status < 200) return
    one?.acknowledge(headerOf(text, 'To'), status < 300 ? '-ack' : '')
    one?.answered(text)
  })

  /** Sends a request and follows it. `answer`: the whole final one. */
  function begin(
    method: string,
    uri: string,
    how: Asked & { callId: string },
  ): { heard: Promise<number>; answer: Promise<string> } {
    const { cseq = 1, callId } = how
    const branch = how.branch ?? randomUUID()
    const heard = Promise.withResolvers<number>()
    const answer = Promise.withResolvers<string>()
    sent.set(`${callId}${cseq} ${method}`, {
      heard: heard.resolve,
      answered: answer.resolve,
      acknowledge(to, own) {
        const headers = (how.headers ?? []).filter(isFrom)
        if (method === 'INVITE') send(request('ACK', uri, { ...how, headers, body: '', to, branch: branch + own }))
      },
    })
    send(request(method, uri, { ...how, branch }))
    return { heard: heard.promise, answer: answer.promise }
  }

  function call(uri: string, how: Asked & { callId: string }): RawCall & { readonly answer: Promise<string> } {
    const branch = randomUUID()
    const { heard, answer } = begin('INVITE', uri, { ...how, branch })
    const inCall = { ...how, headers: (how.headers ?? []).filter(isFrom), body: '' }
    let [final, cseq] = ['', how.cseq ?? 1]
    void answer.then(text => {
      final = text
    })
    return {
      callId: how.callId,
      heard,
      answer,
      answered: answer.then(statusOf),
      async asks(method, headers = [], body = '') {
        const to = headerOf(await answer, 'To')
        cseq += 1
        const asked = { ...inCall, to, cseq, body, headers: [...inCall.headers, ...headers] }
        return statusOf(await begin(method, uri, asked).answer)
      },
      hangsUp() {
        if (final === '') send(request('CANCEL', uri, { ...inCall, branch }))
        else if (statusOf(final) < 300) send(request('BYE', uri, { ...inCall, to: headerOf(final, 'To'), cseq: 90_000 }))
      },
    }
  }

  return {
    address,
    port,
    received,
    request,
    send,
    invite(user, headers = []) {
      nth += 1
      const callId = `raw-${port}-${nth}`
      const text = latin1(user)
      const uri = /^(sips?|tel):/i.test(text) ? text : `sip:${text}@${box.address}:${box.port}`
      const body = soundAt(address, port, 0)
      const from = `<sip:+15557770001@${address}>;tag=${callId}`
      const lines = headers.map(latin1)
      const to = lines.flatMap(line => /^To: *(.*)$/i.exec(line)?.[1] ?? [])[0] ?? '<sip:line@box>'
      return call(uri, { callId, from, to, headers: lines.filter(line => !/^To:/i.test(line)), body })
    },
    async ask(method, uri, how = {}) {
      const asked = { ...how, callId: how.callId ?? randomUUID() }
      const made = method === 'INVITE' ? call(uri, asked) : begin(method, uri, asked)
      const answer = await Promise.race([made.answer, new Promise<string>(resolve => setTimeout(resolve, 1000, ''))])
      if ('hangsUp' in made) made.hangsUp()
      return answer === '' ? 0 : statusOf(answer)
    },
    close: () => new Promise(resolve => socket.close(() => resolve())),
  }
}

function latin1(text: string | Buffer): string {
  return typeof text === 'string' ? text : text.toString('latin1')
}

function isFrom(header: string): boolean {
  return /^(From|f)\s*:/i.test(header)
}

function statusOf(answer: string): number {
  return Number(/^SIP\/2\.0 (\d+)/.exec(answer)?.[1])
}

function headerOf(text: string, name: string): string {
  return new RegExp(`^${name}: *(.*?) *\\r$`, 'im').exec(text)?.[1] ?? ''
}
