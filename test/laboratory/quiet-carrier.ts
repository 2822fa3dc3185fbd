// A carrier that never answers OPTIONS, so that Asterisk takes it for one that is down; it answers calls all the same, or refuses them.
import { createSocket } from 'node:dgram'

export interface QuietCarrier {
  readonly invites: readonly string[]
  refuses: boolean
  /** Ends the call that it answered last. */
  hangUp(): void
  close(): Promise<void>
}

export function openQuietCarrier(address: string, port: number): QuietCarrier {
  const socket = createSocket('udp4')
  const invites: string[] = []
  const of = `IN IP4 ${address}`
  const body = ['v=0', `o=- 1 1 ${of}`, 's=-', `c=${of}`, 't=0 0', 'm=audio 40000 RTP/AVP 0', ''].join('\r\n')
  let bye = (): void => {}
  const carrier = {
    invites,
    refuses: false,
    hangUp: () => bye(),
    close: () => new Promise<void>(resolve => socket.close(() => resolve())),
  }
  socket.on('message', (packet, from) => {
    const text = packet.toString('latin1')
    const [method = ''] = text.split(' ')
    if (method !== 'INVITE' && method !== 'BYE' && method !== 'CANCEL') return
    if (method === 'INVITE') invites.push(text)
    const echoed = [...text.matchAll(/^(Via|From|To|Call-ID|CSeq):.*\r\n/gim)].map(([line]) => line).join('')
    const tagged = echoed.replace(/^(To:.*?)(;tag=[^\r]*)?\r/im, '$1;tag=quiet\r')
    const [, contact = ''] = /^Contact: <(.*?)>/im.exec(text) ?? []
    const headers = `${tagged}Contact: <sip:quiet@${address}:${port}>\r\n`
    const answer =
      method !== 'INVITE'
        ? `SIP/2.0 200 OK\r\n${tagged}Content-Length: 0\r\n\r\n`
        : carrier.refuses
          ? `SIP/2.0 503 No Channel\r\n${tagged}Content-Length: 0\r\n\r\n`
          : `SIP/2.0 200 OK\r\n${headers}Content-Type: application/sdp\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    socket.send(answer, from.port, from.address)
    const swapped = tagged.replace(/^(From|To):/gim, (_, name: string) => (name === 'From' ? 'To:' : 'From:'))
    const dialog = swapped.replace(/^(Via|CSeq):.*\r\n/gim, '')
    const via = `Via: SIP/2.0/UDP ${address}:${port};branch=z9hG4bK${invites.length}-bye`
    const end = `BYE ${contact} SIP/2.0\r\n${via}\r\n${dialog}CSeq: 1 BYE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n`
    if (method === 'INVITE') bye = () => socket.send(end, from.port, from.address)
  })
  socket.bind(port, address)
  return carrier
}
