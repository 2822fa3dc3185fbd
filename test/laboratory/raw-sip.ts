// A caller who writes SIP by hand, byte for byte, as no telephone would: for tests of what strangers send. UDP on one loopback
// address; it answers what it must (ACK, BYE, CANCEL) and nothing more. No retransmission: on loopback nothing is lost.
import { createSocket, type Socket } from 'node:dgram'

export interface RawCaller {
  readonly address: string
  readonly port: number
  /** `user`: of the request URI. `headers`: whole lines; a From line of its own takes the place of the usual one. */
  invite(user: Buffer, headers?: readonly Buffer[]): RawCall
  /** Sends this as it is. */
  send(packet: Buffer): void
  close(): Promise<void>
}

export interface RawCall {
  readonly callId: string
  /** The first provisional answer, or the final one. */
  readonly heard: Promise<number>
  /** The status that ends the INVITE; a 2xx is acknowledged. */
  readonly answered: Promise<number>
  /** CANCEL before the answer, BYE after it. */
  hangsUp(): void
}

interface Under {
  readonly via: string
  readonly from: Buffer
  readonly uri: Buffer
  to: string
  status: number
  heard: (status: number) => void
  answered: (status: number) => void
}

export async function openRawCaller(address: string, box: { address: string; port: number }): Promise<RawCaller> {
  const socket: Socket = createSocket('udp4')
  await new Promise<void>(resolve => socket.bind(0, address, resolve))
  const { port } = socket.address()
  const calls = new Map<string, Under>()
  let nth = 0

  function send(packet: Buffer): void {
    socket.send(packet, box.port, box.address)
  }

  function request(method: string, callId: string, call: Under, cseq: number, via: string): Buffer {
    return Buffer.concat([
      Buffer.from(`${method} `),
      call.uri,
      Buffer.from(` SIP/2.0\r\nVia: SIP/2.0/UDP ${address}:${port};branch=${via}\r\n`),
      call.from,
      Buffer.from(
        `\r\nTo: ${call.to}\r\nCall-ID: ${callId}\r\nCSeq: ${cseq} ${method}\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n`,
      ),
    ])
  }

  socket.on('message', packet => {
    const text = packet.toString('latin1')
    const callId = /^Call-ID: *(\S+)/im.exec(text)?.[1] ?? ''
    const call = calls.get(callId)
    if (!text.startsWith('SIP/2.0 ')) {
      // A BYE of the box, or OPTIONS.
      const echoed = [...text.matchAll(/^(Via|From|To|Call-ID|CSeq):.*\r\n/gim)].map(([line]) => line).join('')
      if (!text.startsWith('ACK')) send(Buffer.from(`SIP/2.0 200 OK\r\n${echoed}Content-Length: 0\r\n\r\n`, 'latin1'))
      return
    }
    const status = Number(text.slice(8, 11))
    if (call === undefined || !/^CSeq: *1 INVITE/im.test(text)) return
    call.heard(status)
    if (status < 200) return
    call.to = /^To: *(.*)\r$/im.exec(text)?.[1] ?? call.to
    call.status = status
    send(request('ACK', callId, call, 1, status < 300 ? `${call.via}-ack` : call.via))
    call.answered(status)
  })

  return {
    address,
    port,
    send,
    invite(user, headers = []) {
      nth += 1
      const callId = `raw-${port}-${nth}`
      const uri = Buffer.concat([Buffer.from('sip:'), user, Buffer.from(`@${box.address}:${box.port}`)])
      const own = headers.find(header => /^From:/i.test(header.toString('latin1')))
      const from = own ?? Buffer.from(`From: <sip:+15557770001@${address}>;tag=${callId}`)
      const body = [
        'v=0',
        `o=raw 1 1 IN IP4 ${address}`,
        's=-',
        `c=IN IP4 ${address}`,
        't=0 0',
        `m=audio ${port} RTP/AVP 0`,
        '',
      ].join('\r\n')
      let heard = (_: number): void => {}
      let answered = (_: number): void => {}
      const call: RawCall = {
        callId,
        heard: new Promise(resolve => {
          heard = resolve
        }),
        answered: new Promise(resolve => {
          answered = resolve
        }),
        hangsUp() {
          const under = calls.get(callId)
          if (under === undefined) return
          const over = under.status >= 200 && under.status < 300
          if (over) send(request('BYE', callId, under, 2, `${under.via}-bye`))
          else if (under.status === 0) send(request('CANCEL', callId, under, 1, under.via))
        },
      }
      const via = `z9hG4bK-${callId}`
      calls.set(callId, { via, from, uri, to: '<sip:line@box>', status: 0, heard, answered })
      send(
        Buffer.concat([
          Buffer.from('INVITE '),
          uri,
          Buffer.from(` SIP/2.0\r\nVia: SIP/2.0/UDP ${address}:${port};branch=${via}\r\n`),
          from,
          Buffer.from(`\r\nTo: <sip:line@box>\r\nCall-ID: ${callId}\r\nCSeq: 1 INVITE\r\n`),
          ...headers.filter(header => header !== own).flatMap(header => [header, Buffer.from('\r\n')]),
          Buffer.from(`Contact: <sip:raw@${address}:${port}>\r\nMax-Forwards: 70\r\nContent-Type: application/sdp\r\n`),
          Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
        ]),
      )
      return call
    },
    close: () => new Promise(resolve => socket.close(() => resolve())),
  }
}
