// The few SIP messages (RFC 3261) that the probe's caller and telephone exchange with the box: made and read as text. Used by
// probe.ts alone; no retransmission, because on loopback nothing is lost.

export interface SipMessage {
  readonly start: string
  /** By lower-case name, in order; a header may come several times. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly body: string
}

export interface Side {
  readonly address: string
  readonly sipPort: number
  readonly rtpPort: number
}

export function readSip(text: string): SipMessage {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const [start = '', ...lines] = head.split('\r\n')
  const headers = new Map<string, string[]>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()])
  }
  return { start, headers, body }
}

export function header(message: SipMessage, name: string): string {
  return message.headers.get(name)?.[0] ?? ''
}

/** Where the other side wants its audio. */
export function mediaOf(message: SipMessage): { readonly address: string; readonly port: number } {
  const address = /^c=IN IP4 (\S+)/m.exec(message.body)?.[1] ?? ''
  const port = Number(/^m=audio (\d+)/m.exec(message.body)?.[1] ?? 0)
  return { address, port }
}

/** A-law and RFC 4733 digits. */
export function sdp({ address, rtpPort }: Side): string {
  return [
    'v=0',
    `o=probe 1 1 IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${rtpPort} RTP/AVP 8 101`,
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    'a=ptime:20',
    '',
  ].join('\r\n')
}

export interface Dialog {
  readonly uri: string
  readonly callId: string
  readonly from: string
  readonly to: string
}

export function request(method: 'INVITE' | 'ACK' | 'BYE', dialog: Dialog, side: Side, cseq: number, body = ''): string {
  return [
    `${method} ${dialog.uri} SIP/2.0`,
    `Via: SIP/2.0/UDP ${side.address}:${side.sipPort};branch=z9hG4bK-${dialog.callId}-${cseq}-${method};rport`,
    `From: ${dialog.from}`,
    `To: ${dialog.to}`,
    `Call-ID: ${dialog.callId}`,
    `CSeq: ${cseq} ${method}`,
    `Contact: <sip:probe@${side.address}:${side.sipPort}>`,
    'Max-Forwards: 70',
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

export function answer(to: SipMessage, status: string, tag: string, side: Side, body = ''): string {
  const all = (name: string, as: string): string[] => (to.headers.get(name) ?? []).map(value => `${as}: ${value}`)
  const tagged = header(to, 'to').includes(';tag=') ? header(to, 'to') : `${header(to, 'to')};tag=${tag}`
  return [
    `SIP/2.0 ${status}`,
    ...all('via', 'Via'),
    ...all('from', 'From'),
    `To: ${tagged}`,
    ...all('call-id', 'Call-ID'),
    ...all('cseq', 'CSeq'),
    `Contact: <sip:probe@${side.address}:${side.sipPort}>`,
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}
