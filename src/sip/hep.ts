// Reads the packets in which Asterisk (res_hep) reports SIP messages: HEPv3, chunks of vendor, type
// and length. Pure. Anybody on the machine can send such a packet, so nothing here throws, and
// packets without the key are ignored.

export interface Reported {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly transport: 'udp' | 'tcp' | 'other'
  /** `address:port`; an IPv6 address is in brackets. */
  readonly from: string
  readonly to: string
  readonly text: string
}

/** The longest message in bytes; the rest is cut. */
const MOST_BYTES = 16_384
const UDP = 17
const TCP = 6
const SIP = 1

const CHUNK = {
  protocol: 2,
  from4: 3,
  to4: 4,
  from6: 5,
  to6: 6,
  fromPort: 7,
  toPort: 8,
  seconds: 9,
  microseconds: 10,
  kind: 11,
  key: 14,
  payload: 15,
}

/** Null: not HEPv3, not SIP, cut off, or sent without the key. */
export function readHep(packet: Buffer, key: string): Reported | null {
  const chunks = chunksOf(packet)
  if (chunks === null) return null
  if (chunks.get(CHUNK.key)?.toString('latin1') !== key) return null
  const payload = chunks.get(CHUNK.payload)
  const from = address(chunks.get(CHUNK.from4) ?? chunks.get(CHUNK.from6))
  const to = address(chunks.get(CHUNK.to4) ?? chunks.get(CHUNK.to6))
  if (payload === undefined || from === null || to === null || figure(chunks.get(CHUNK.kind)) !== SIP) return null
  const protocol = figure(chunks.get(CHUNK.protocol))
  const at = figure(chunks.get(CHUNK.seconds)) * 1000 + Math.floor(figure(chunks.get(CHUNK.microseconds)) / 1000)
  return {
    at,
    transport: protocol === UDP ? 'udp' : protocol === TCP ? 'tcp' : 'other',
    from: `${from}:${figure(chunks.get(CHUNK.fromPort))}`,
    to: `${to}:${figure(chunks.get(CHUNK.toPort))}`,
    text: payload.toString('utf8', 0, Math.min(payload.length, MOST_BYTES)),
  }
}

function chunksOf(packet: Buffer): Map<number, Buffer> | null {
  if (packet.length < 6 || packet.toString('latin1', 0, 4) !== 'HEP3') return null
  const end = Math.min(packet.readUInt16BE(4), packet.length)
  const chunks = new Map<number, Buffer>()
  for (let at = 6; at + 6 <= end; ) {
    const vendor = packet.readUInt16BE(at)
    const length = packet.readUInt16BE(at + 4)
    if (length < 6 || at + length > end) return null
    if (vendor === 0) chunks.set(packet.readUInt16BE(at + 2), packet.subarray(at + 6, at + length))
    at += length
  }
  return chunks
}

function figure(chunk: Buffer | undefined): number {
  return chunk === undefined || chunk.length === 0 || chunk.length > 4 ? 0 : chunk.readUIntBE(0, chunk.length)
}

function address(chunk: Buffer | undefined): string | null {
  if (chunk?.length === 4) return [...chunk].join('.')
  if (chunk?.length !== 16) return null
  const groups = Array.from({ length: 8 }, (_, n) => chunk.readUInt16BE(n * 2).toString(16))
  return `[${groups.join(':')}]`
}
