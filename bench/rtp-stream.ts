// One side's audio (RTP, RFC 3550): sends a constant A-law pattern every 20 ms and digits (RFC 4733), and says when the first packet
// of the other side's pattern arrives. Used by probe.ts alone.
import { createSocket, type Socket } from 'node:dgram'

const PACKET_MS = 20
const SAMPLES = 160
/** A key is held for so many packets, as in SIPp's recorded digits. */
const DIGIT_PACKETS = 7
/** After so long without a packet the next one is the beginning of something. */
const GAP_MS = 60
/** Of 160 bytes that must be the other side's pattern; not all, should a first packet be mixed. */
const ENOUGH = 140

export interface RtpStream {
  readonly port: number
  /** Begins sending to the box. */
  sendTo(address: string, port: number): void
  /** Presses a key; resolves with the moment it is let go, as `performance.now()`. */
  press(digit: number): Promise<number>
  /** When the other side's pattern was heard first, or null. */
  heardAt(): number | null
  /** When something was last to be heard; 0 when nothing was. The box may send packets of silence. */
  soundAt(): number
  /** The moment of the next packet that is heard; where not even silence comes, of any packet. */
  next(): Promise<number>
  close(): void
}

export async function openRtp(address: string, own: number, wanted: number): Promise<RtpStream> {
  const socket = createSocket('udp4')
  await new Promise<void>(resolve => socket.bind(0, address, resolve))
  const packet = Buffer.alloc(12 + SAMPLES, own)
  header(packet, 8)
  const event = Buffer.alloc(16)
  header(event, 101)
  let heard: number | null = null
  let sequence = 0
  let stamp = 0
  let to: { address: string; port: number } | null = null
  let timer: NodeJS.Timeout | null = null
  let pressing: { digit: number; sent: number; stamp: number; done: (at: number) => void } | null = null

  let [last, sound] = [0, 0]
  let waiting: (at: number) => void = () => {}
  socket.on('message', data => {
    if ((data[1] ?? 0) % 128 !== 8) return
    const [now, isSound] = [performance.now(), !data.subarray(13).every(byte => byte === data[12])]
    if (isSound || now - last > GAP_MS) waiting(now)
    if (isSound) sound = now
    last = now
    if (heard === null && isPattern(data, wanted)) heard = now
  })

  function send(which: Buffer, timestamp: number): void {
    if (to === null) return
    sequence = (sequence + 1) % 65_536
    which.writeUInt16BE(sequence, 2)
    which.writeUInt32BE(timestamp, 4)
    socket.send(which, to.port, to.address)
  }

  function tick(): void {
    stamp += SAMPLES
    if (pressing === null) {
      send(packet, stamp)
      return
    }
    const now = pressing
    now.sent += 1
    const ends = now.sent > DIGIT_PACKETS
    event.writeUInt8(now.digit, 12)
    event.writeUInt8(ends ? 0x8a : 0x0a, 13)
    event.writeUInt16BE(now.sent * SAMPLES, 14)
    // The end of a key is sent three times (RFC 4733, 2.5.1.4).
    for (let n = 0; n < (ends ? 3 : 1); n += 1) send(event, now.stamp)
    if (!ends) return
    pressing = null
    now.done(performance.now())
  }

  return {
    port: portOf(socket),
    sendTo(host, port) {
      to = { address: host, port }
      timer ??= setInterval(tick, PACKET_MS)
    },
    press: digit =>
      new Promise(done => {
        pressing = { digit, sent: 0, stamp, done }
      }),
    heardAt: () => heard,
    soundAt: () => sound,
    next: () =>
      new Promise(resolve => {
        waiting = resolve
      }),
    close() {
      if (timer) clearInterval(timer)
      socket.close()
    },
  }
}

function header(packet: Buffer, payloadType: number): void {
  packet.writeUInt8(0x80, 0)
  packet.writeUInt8(payloadType, 1)
  packet.writeUInt32BE(Math.floor(Math.random() * 2 ** 32), 8)
}

function isPattern(data: Buffer, wanted: number): boolean {
  let same = 0
  for (let n = 12; n < data.length; n += 1) if (data[n] === wanted) same += 1
  return same >= ENOUGH
}

function portOf(socket: Socket): number {
  return socket.address().port
}
