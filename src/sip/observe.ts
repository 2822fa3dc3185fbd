// Matches requests with their answers and reports what matters: the state of each trunk, refusals
// with their SIP text, calls that Asterisk itself rejects for their media, negotiated digits, and
// strangers. It takes one message after the other and emits news. It does no I/O and forgets old
// data. A message may be anything: nothing here throws, and memory is bounded.
import { digestUser, header, partyOf, type SipMessage, tagOf, wordsOf } from './message.ts'
import type { CallMedia, SipNews, TrunkSeen } from './news.ts'
import { openPasswords } from './passwords.ts'
import type { Peers } from './peers.ts'
import { addressOf } from './peers.ts'
import { openRecent } from './recent.ts'
import { afterOurs, afterTheirs, expiryIn, isStale } from './registrations.ts'
import { mediaIn, mediaInWords } from './sdp.ts'
import { openStrangers } from './strangers.ts'

export interface Heard {
  readonly at: number
  readonly way: 'in' | 'out'
  readonly transport: string
  /** The other side, `address:port`. */
  readonly peer: string
  readonly message: SipMessage
}

export interface Seen {
  readonly trunk: string | null
  readonly stranger: boolean
}

/**
 * A request that waits for its final answer, or had it. Only the needed parts of the message are
 * kept.
 */
interface Asked {
  readonly at: number
  readonly way: 'in' | 'out'
  readonly transport: string
  readonly peer: string
  readonly method: string
  readonly callId: string
  readonly trunk: string | null
  /** Outside any dialog. */
  readonly first: boolean
  /** The user of the digest; null: no digest. */
  readonly digest: string | null
  /** The account that a REGISTER registers. */
  readonly account: string
  readonly line: string
  readonly caller: string
  readonly offered: string | null
  readonly expires: number | null
  readonly tries: number
  readonly done: boolean
  readonly cancelled: boolean
  /** Provisional answers so far; `rang`: it rang. */
  readonly sign: 'none' | 'heard' | 'rang'
}

const MOST_REQUESTS = 4000
const MOST_CALLS = 4000
/** Asterisk gives up on a request after this, ms. */
const GIVEN_UP_MS: Readonly<Record<string, number>> = { OPTIONS: 4000, INVITE: 33_000, REGISTER: 33_000 }
/**
 * The telephone is busy, somebody declined, or the box cancelled the call: no fault of the trunk.
 */
const NO_REFUSAL = new Set([486, 487, 600])
/** The core uses the same rule (decision 43). */
const RINGS = new Set([180, 183])
const MEDIA_REFUSED = new Set([415, 488, 606])
const CHALLENGES = new Set([401, 407])
const FOLLOWED = new Set(['INVITE', 'REGISTER', 'OPTIONS'])
/** application/dtmf-relay, application/dtmf. */
const KEYS = /^application\/dtmf(-relay)?\b/i
const LONGEST = 100

const NEW: TrunkSeen = {
  transport: '',
  address: '',
  registered: null,
  notRegistered: null,
  qualify: null,
  unanswered: null,
  lastRefusal: null,
}

export interface Observer {
  see(heard: Heard): Seen
  /** Asterisk reports which trunk this dialog belongs to. */
  belongs(callId: string, trunk: string): void
  /** Time has passed: handles unanswered requests and reports counts. */
  look(now: number): void
  /** Rules have changed. */
  take(peers: Peers): void
  readonly trunks: ReadonlyMap<string, TrunkSeen>
}

export function openObserver(first: Peers, known: ReadonlyMap<string, TrunkSeen>, tell: (news: SipNews) => void): Observer {
  let peers = first
  const trunks = new Map(known)
  for (const [trunk, { registered, address }] of known) if (registered !== null) learnLogin(trunk, address)
  const asked = openRecent<Asked>(MOST_REQUESTS)
  const media = openRecent<CallMedia>(MOST_CALLS)
  const peerOf = openRecent<string>(MOST_CALLS)
  const strangers = openStrangers()
  const passwords = openPasswords()

  /** The address a trunk logged in from before the rules changed or the daemon started. */
  function learnLogin(trunk: string, address: string): void {
    if (address !== '') peers.learn(trunk, address)
  }

  function keyOf(message: SipMessage, way: 'in' | 'out'): string {
    return `${way} ${message.cseq.nth} ${message.cseq.method} ${message.callId}`
  }

  function see(heard: Heard): Seen {
    const { way, message, peer } = heard
    const users = (): string[] => usersOf(message)
    if (message.method !== null && way === 'out') peers.sentTo(partyOf(message.uri).host, peer, users)
    const trunk = peers.trunkOf(peer, users)
    peerOf.put(message.callId, peer)
    noteMedia(heard)
    if (message.method === null) answered(heard, trunk)
    else request(heard, message.method, trunk)
    return {
      trunk,
      stranger: trunk === null && way === 'in' && message.method !== null && strangers.isOne(addressOf(peer), heard.at),
    }
  }

  function request(heard: Heard, method: string, trunk: string | null): void {
    const { message, way } = heard
    if (method === 'CANCEL') {
      const key = `${way} ${message.cseq.nth} INVITE ${message.callId}`
      const invite = asked.get(key)
      if (invite !== undefined) asked.put(key, { ...invite, cancelled: true })
    }
    if (method === 'ACK') return
    const key = keyOf(message, way)
    const before = asked.get(key)
    asked.put(key, before === undefined ? askedNow(heard, method, trunk) : { ...before, tries: before.tries + 1 })
  }

  function answered(heard: Heard, trunk: string | null): void {
    const { message, way } = heard
    const key = keyOf(message, way === 'in' ? 'out' : 'in')
    const one = asked.get(key)
    if (message.status < 200) {
      if (one !== undefined && one.sign !== 'rang') asked.put(key, { ...one, sign: RINGS.has(message.status) ? 'rang' : 'heard' })
      return
    }
    if (one === undefined || one.done) return
    asked.put(key, { ...one, done: true })
    if (way === 'out') {
      weAnswered(one, heard)
      return
    }
    const id = one.trunk ?? trunk
    if (id !== null && FOLLOWED.has(one.method)) theyAnswered(id, one, heard)
  }

  function theyAnswered(trunk: string, one: Asked, { at, message, peer, transport }: Heard): void {
    const seen = { ...(trunks.get(trunk) ?? NEW), address: peer, transport }
    const words = wordsOf(message)
    const challenged = CHALLENGES.has(message.status) && (one.digest === null || isStale(message))
    if (one.method === 'OPTIONS') {
      // Asterisk counts any answer as reachable.
      if (one.first) change(trunk, { ...seen, qualify: { at, ms: at - one.at, words }, unanswered: null })
    } else if (challenged || (message.status >= 300 && message.status < 400)) change(trunk, seen)
    else if (one.method === 'REGISTER') change(trunk, afterOurs(seen, one, message, at))
    // After ringing, the called person refused, not the trunk.
    else if (message.status >= 400 && !NO_REFUSAL.has(message.status) && !one.cancelled && one.sign !== 'rang')
      change(trunk, { ...seen, lastRefusal: { at, method: 'INVITE', way: 'out', words, callId: message.callId } })
    else change(trunk, seen)
  }

  function weAnswered(one: Asked, { at, message, peer, transport }: Heard): void {
    const address = addressOf(peer)
    notePassword(one, message, address, at)
    const login = one.method === 'REGISTER' && message.status < 300 ? peers.loggedInAs(one.account) : null
    if (login !== null) {
      peers.learn(login, peer)
      strangers.letIn(address, at)
      change(login, afterTheirs({ ...(trunks.get(login) ?? NEW), address: peer, transport }, one, message, at))
      return
    }
    const { trunk } = one
    if (trunk === null) {
      if (message.status < 300) strangers.letIn(address, at)
      else if (message.status >= 400 && !NO_REFUSAL.has(message.status)) strangers.refused(address, at)
      return
    }
    const seen = { ...(trunks.get(trunk) ?? NEW), address: peer, transport }
    const words = wordsOf(message)
    const isRefused = one.method === 'INVITE' && message.status >= 400 && !NO_REFUSAL.has(message.status) && !one.cancelled
    if (isRefused && one.first) {
      change(trunk, { ...seen, lastRefusal: { at, method: 'INVITE', way: 'in', words, callId: message.callId } })
      if (MEDIA_REFUSED.has(message.status)) mediaRefused(trunk, one, message, at)
    } else change(trunk, seen)
  }

  function notePassword({ digest }: Asked, message: SipMessage, address: string, at: number): void {
    if (digest === null) return
    if (message.status < 300) passwords.right(digest, address, at)
    else if (CHALLENGES.has(message.status) && !isStale(message)) passwords.wrong(digest, address, at)
  }

  function mediaRefused(trunk: string, one: Asked, { status, callId }: SipMessage, at: number): void {
    const { line, caller } = one
    const offered = one.offered ?? 'nothing that could be read as audio'
    const refused = { trunk, at, status, callId, line, caller, offered }
    tell({ type: 'media-refused', refused })
  }

  /** Offer and answer of the current INVITE: the first and the second SDP, from different sides. */
  function noteMedia({ way, message }: Heard): void {
    if (message.method === 'INFO' && way === 'in' && KEYS.test(header(message, 'content-type'))) noteInfo(message.callId)
    if (!['INVITE', 'ACK', 'UPDATE', 'PRACK'].includes(message.cseq.method)) return
    const said = mediaIn(message.body)
    if (said === null) return
    const by = way === 'out' ? 'us' : 'them'
    const before = media.get(message.callId)
    const answers = before?.offer != null && before.offeredBy !== by && (message.method === null || message.method === 'ACK')
    const info = before?.info ? { info: true as const } : {}
    const now: CallMedia = answers ? { ...before, answer: said } : { offer: said, answer: null, offeredBy: by, ...info }
    if (!answers && before?.answer != null && message.method === null) return
    if (JSON.stringify(now) === JSON.stringify(before)) return
    media.put(message.callId, now)
    if (answers) tell({ type: 'media', callId: message.callId, media: now })
  }

  function noteInfo(callId: string): void {
    const before = media.get(callId)
    if (before === undefined || before.info) return
    const now: CallMedia = { ...before, info: true }
    media.put(callId, now)
    tell({ type: 'media', callId, media: now })
  }

  function change(trunk: string, seen: TrunkSeen): void {
    const before = trunks.get(trunk)
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(seen)) return
    trunks.set(trunk, seen)
    tell({ type: 'trunk', trunk, seen })
  }

  function unanswered(trunk: string, one: Asked, now: number): void {
    const seen = trunks.get(trunk) ?? { ...NEW, address: one.peer, transport: one.transport }
    const words = `no answer, sent ${one.tries === 1 ? 'once' : `${one.tries} times`}`
    const lastRefusal = { at: now, method: one.method, way: 'out' as const, words, callId: one.callId }
    if (one.method === 'OPTIONS') {
      const { since, times } = seen.unanswered ?? { since: one.at, times: 0 }
      change(trunk, { ...seen, unanswered: { since, times: times + 1 } })
    } else if (one.method === 'REGISTER')
      change(trunk, {
        ...seen,
        registered: null,
        notRegistered: { since: seen.notRegistered?.since ?? one.at, words },
        lastRefusal,
      })
    else if (!one.cancelled) change(trunk, { ...seen, lastRefusal })
  }

  return {
    see,
    trunks,
    belongs(callId, trunk) {
      const peer = peerOf.get(callId)
      if (peer !== undefined) peers.learn(trunk, peer)
    },
    look(now) {
      for (const [key, one] of [...asked.entries()]) {
        const patience = GIVEN_UP_MS[one.method] ?? GIVEN_UP_MS.INVITE ?? 0
        if (now - one.at < patience) continue
        const isWaiting = !one.done && one.way === 'out' && one.trunk !== null && FOLLOWED.has(one.method)
        // A telephone may ring longer than a request waits; the ringing counts as an answer.
        if (isWaiting && one.trunk !== null && one.sign === 'none') unanswered(one.trunk, one, now)
        if (one.done || isWaiting || now - one.at > 300_000) asked.delete(key)
      }
      const counted = strangers.counted(now)
      if (counted.length > 0) tell({ type: 'strangers', refused: counted, unkept: 0 })
      const proved = passwords.counted()
      if (proved.length > 0) tell({ type: 'passwords', passwords: proved })
    },
    take(next) {
      peers = next
      for (const [trunk, { address }] of trunks) learnLogin(trunk, address)
    },
  }
}

function askedNow({ at, way, transport, peer, message }: Heard, method: string, trunk: string | null): Asked {
  const offer = method === 'INVITE' ? mediaIn(message.body) : null
  return {
    at,
    way,
    transport,
    peer,
    method,
    trunk,
    callId: message.callId,
    first: tagOf(header(message, 'to')) === '',
    digest: digestUser(message),
    account: partyOf(header(message, 'to')).user.slice(0, LONGEST),
    line: partyOf(message.uri).user.slice(0, LONGEST),
    caller: partyOf(header(message, 'from')).user.slice(0, LONGEST),
    offered: offer === null ? null : mediaInWords(offer),
    expires: expiryIn(message),
    tries: 1,
    done: false,
    cancelled: false,
    sign: 'none',
  }
}

function usersOf(message: SipMessage): string[] {
  const named = ['from', 'to'].map(name => partyOf(header(message, name)).user)
  return [digestUser(message) ?? [], ...named].flat()
}
