// SIP messages and reports of them, as tests write them.
import type { Dialog } from '../../src/cli/trunks/dialogs.ts'
import { readSip, type SipMessage } from '../../src/sip/message.ts'

export interface Written {
  readonly callId?: string
  readonly cseq?: string
  readonly from?: string
  readonly to?: string
  readonly headers?: readonly string[]
  readonly body?: string
}

export function sipText(first: string, how: Written = {}): string {
  const method = /^SIP/.test(first) ? 'INVITE' : first.split(' ')[0]
  return [
    first,
    'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1',
    `From: ${how.from ?? '"Ann Lee" <sip:+15127770001@192.0.2.1>;tag=1'}`,
    `To: ${how.to ?? '<sip:+15125550101@198.51.100.7>'}`,
    `Call-ID: ${how.callId ?? 'c1'}`,
    `CSeq: ${how.cseq ?? `1 ${method}`}`,
    ...(how.headers ?? []),
    `Content-Length: ${how.body?.length ?? 0}`,
    '',
    how.body ?? '',
  ].join('\r\n')
}

export function sip(first: string, how: Written = {}): SipMessage {
  const message = readSip(sipText(first, how))
  if (message === null) throw new Error(`no SIP: ${first}`)
  return message
}

export function sdp(formats: string, ...lines: readonly string[]): string {
  return ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0', `m=audio 9000 ${formats}`, ...lines, ''].join(
    '\r\n',
  )
}

export const DTMF = 'a=rtpmap:101 telephone-event/8000'

/** A packet as res_hep sends it. */
export function hep(
  text: string,
  how: { key?: string; from?: [string, number]; to?: [string, number]; at?: number } = {},
): Buffer {
  const { key = 'k', from = ['192.0.2.1', 5060], to = ['198.51.100.7', 5060], at = 1_772_956_790_250 } = how
  const chunk = (type: number, value: Buffer): Buffer => {
    const head = Buffer.alloc(6)
    head.writeUInt16BE(type, 2)
    head.writeUInt16BE(value.length + 6, 4)
    return Buffer.concat([head, value])
  }
  const figure = (value: number, bytes: number): Buffer => {
    const written = Buffer.alloc(bytes)
    written.writeUIntBE(value, 0, bytes)
    return written
  }
  const address = (text: string): Buffer => Buffer.from(text.split('.').map(Number))
  const chunks = Buffer.concat([
    chunk(1, figure(2, 1)),
    chunk(2, figure(17, 1)),
    chunk(3, address(from[0])),
    chunk(4, address(to[0])),
    chunk(7, figure(from[1], 2)),
    chunk(8, figure(to[1], 2)),
    chunk(9, figure(Math.floor(at / 1000), 4)),
    chunk(10, figure((at % 1000) * 1000, 4)),
    chunk(11, figure(1, 1)),
    chunk(14, Buffer.from(key)),
    chunk(15, Buffer.from(text)),
  ])
  const head = Buffer.from('HEP3\0\0')
  head.writeUInt16BE(chunks.length + 6, 4)
  return Buffer.concat([head, chunks])
}

/** A dialog whose messages are `in 0 INVITE …`: way, ms, and the first line. */
export function dialog(about: Partial<Dialog>, ...said: readonly (readonly ['in' | 'out', number, string, Written?])[]): Dialog {
  const messages = said.map(([way, at, first, how = {}]) => {
    const text = sipText(first, { callId: about.callId ?? 'c1', ...how })
    const read = readSip(text)
    if (read === null) throw new Error(`no SIP: ${first}`)
    return { at, way, transport: 'udp', peer: '192.0.2.1:5060', text, sip: read }
  })
  return {
    ...{ callId: 'c1', channel: null, trunk: 'carrier-a', endpoint: null, way: 'in', method: 'INVITE' },
    ...about,
    messages,
  }
}
