// The thread that receives every SIP message from Asterisk (HEPv3 over UDP, on loopback), keeps it
// without its secrets, and tells the daemon what matters. Started by watch.ts. Calls do not depend
// on it: what it misses is missing only in traces.
import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { type ForgottenInSip, forgetIn } from './forget-in.ts'
import { readHep } from './hep.ts'
import type { KeptChannel } from './kept.ts'
import { readSip, viaTransport } from './message.ts'
import type { SipNews } from './news.ts'
import { openObserver } from './observe.ts'
import { addressOf, openPeers, type TrunkPlace } from './peers.ts'
import { openTraceFiles, type TraceFiles } from './trace-files.ts'
import { keepTrunks, keptTrunks } from './trunks-file.ts'
import { withoutSecrets } from './without-secrets.ts'

export interface SipWork {
  readonly state: string
  /** Where to listen. */
  readonly address: string
  readonly port: number
  readonly key: string
  /** Where Asterisk listens for SIP. */
  readonly sip: { readonly address: string; readonly port: number } | null
  readonly trunks: readonly TrunkPlace[]
}

export type ToSip =
  | { readonly trunks: readonly TrunkPlace[] }
  | { readonly channel: Omit<KeptChannel, 't'> }
  | { readonly forget: readonly ForgottenInSip[]; readonly id: number }
  | { readonly end: true }

export type FromSip =
  | { readonly news: readonly SipNews[] }
  | { readonly done: number }
  | { readonly failed: number; readonly why: string }

const LOOK_MS = 1000
const FLUSH_MS = 200
const AGAIN_MS = 5000
const OWN_MS = 5000
const ANY = '0.0.0.0'
/** Large enough for a burst of calls, bytes. */
const RECEIVE_BUFFER = 4 << 20
/** Strangers' messages kept per second: the rest is only counted. */
const STRANGERS_A_SECOND = 20
/** Methods that belong to no call. */
const NO_CALL = new Set(['OPTIONS', 'REGISTER', 'SUBSCRIBE', 'NOTIFY', 'PUBLISH'])

const work = workerData as SipWork
const files: TraceFiles = openTraceFiles(work.state)
let news: SipNews[] = []
let [keptOfStrangers, unkept] = [0, 0]
let trouble: string | null = 'it does not listen yet'
let trunksChanged = false

const observer = openObserver(openPeers(work.trunks), keptTrunks(work.state), one => {
  if (one.type === 'trunk') trunksChanged = true
  // Sent at once: after an answer, the daemon needs to know whether keys can arrive.
  if (one.type === 'media') parentPort?.postMessage({ news: [one] } satisfies FromSip)
  else news.push(one)
})
for (const [trunk, seen] of observer.trunks) news.push({ type: 'trunk', trunk, seen })

function hear(packet: Buffer): void {
  const reported = readHep(packet, work.key)
  const message = reported === null ? null : readSip(reported.text)
  if (reported === null || message === null) return
  const way = isOurs(reported.from, reported.to) ? 'out' : 'in'
  const peer = way === 'out' ? reported.to : reported.from
  const { at } = reported
  // Asterisk reports TLS as TCP.
  const transport = reported.transport === 'udp' ? 'udp' : viaTransport(message) || reported.transport
  const { trunk, stranger } = observer.see({ at, way, transport, peer, message })
  if (stranger && ++keptOfStrangers > STRANGERS_A_SECOND) {
    unkept++
    return
  }
  const kind = stranger || NO_CALL.has(message.cseq.method) ? 'other' : 'calls'
  const k = trunk === null ? {} : { k: trunk }
  files.add(kind, { t: at, d: way, p: transport, a: peer, ...k, c: message.callId, m: withoutSecrets(reported.text) })
}

/**
 * If Asterisk listens on one address, it reports that address; else one of this machine's, with its
 * port.
 */
function isOurs(from: string, to: string): boolean {
  const { sip } = work
  if (sip !== null && sip.address !== ANY) return addressOf(from) === sip.address && addressOf(to) !== sip.address
  const own = ownAddresses()
  if (!own.has(addressOf(from))) return false
  return !own.has(addressOf(to)) || from.endsWith(`:${sip?.port ?? 5060}`)
}

let own: { readonly until: number; readonly addresses: ReadonlySet<string> } = { until: 0, addresses: new Set() }

/** Read again every few seconds: addresses may come and go. */
function ownAddresses(): ReadonlySet<string> {
  const now = performance.now()
  if (own.until > now) return own.addresses
  const all = Object.values(networkInterfaces()).flatMap(each => (each ?? []).map(({ address }) => address))
  own = { until: now + OWN_MS, addresses: new Set([...all, ANY]) }
  return own.addresses
}

function listen(): Socket {
  const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER })
  socket.on('message', packet => {
    try {
      hear(packet)
    } catch (error) {
      // Our own bug: the message is lost, but the thread goes on.
      setTrouble(`a SIP message could not be read: ${String(error)}`)
    }
  })
  socket.once('listening', () => setTrouble(null))
  socket.once('error', error => {
    setTrouble(`SIP can not be heard on ${work.address}:${work.port}/udp: ${error.message}`)
    socket.close()
    setTimeout(() => {
      heardOn = listen()
    }, AGAIN_MS).unref()
  })
  socket.bind(work.port, work.address)
  return socket
}

function setTrouble(what: string | null): void {
  if (what === trouble) return
  trouble = what
  news.push({ type: 'trouble', what })
}

function flush(): void {
  try {
    files.flush(Date.now())
    if (trunksChanged) keepTrunks(work.state, observer.trunks)
    trunksChanged = false
    if (trouble?.startsWith('SIP can not be kept')) setTrouble(null)
  } catch (error) {
    setTrouble(`SIP can not be kept: ${Object(error).message ?? error}`)
  }
  if (news.length === 0) return
  parentPort?.postMessage({ news } satisfies FromSip)
  news = []
}

function look(): void {
  observer.look(Date.now())
  keptOfStrangers = 0
  if (unkept > 0) news.push({ type: 'strangers', refused: [], unkept })
  unkept = 0
}

let heardOn = listen()
const timers = [setInterval(flush, FLUSH_MS), setInterval(look, LOOK_MS)]

parentPort?.on('message', (message: ToSip) => {
  if ('trunks' in message) observer.take(openPeers(message.trunks))
  else if ('channel' in message) {
    const { ch, e, c } = message.channel
    files.add('calls', { t: Date.now(), ...message.channel })
    if (e.startsWith('trunk-') && ch !== '') observer.belongs(c, e.slice('trunk-'.length))
  } else if ('forget' in message) {
    const { id } = message
    const done = (answer: FromSip): void => parentPort?.postMessage(answer)
    forgetIn(files, message.forget).then(
      () => done({ done: id }),
      (error: unknown) => done({ failed: id, why: String(Object(error).message ?? error) }),
    )
  } else {
    for (const timer of timers) clearInterval(timer)
    heardOn.close()
    flush()
    files.close()
    parentPort?.close()
  }
})
