// What an answer to REGISTER means for a trunk: the registrar's answer to the box, or the box's
// answer to a trunk that logs in. Pure. Called by observe.ts.
import { header, type SipMessage, wordsOf } from './message.ts'
import type { TrunkSeen } from './news.ts'

interface Asked {
  readonly expires: number | null
}

const USUAL_EXPIRY_S = 3600
/** 423: the registrar wants longer registrations; Asterisk retries with those at once. */
const TOO_BRIEF = 423

/** Applies the registrar's last answer. */
export function afterOurs(seen: TrunkSeen, asked: Asked, message: SipMessage, at: number): TrunkSeen {
  const expires = asked.expires === 0 ? 0 : (expiryIn(message) ?? asked.expires ?? USUAL_EXPIRY_S)
  if (message.status < 300) return held(seen, expires, at, 'we took it back')
  const words = wordsOf(message)
  const since = seen.notRegistered?.since ?? at
  const lastRefusal = { at, method: 'REGISTER', way: 'out' as const, words, callId: message.callId }
  const registered = message.status === TOO_BRIEF ? seen.registered : null
  return { ...seen, registered, notRegistered: { since, words }, lastRefusal }
}

/** Applies the box's acceptance; the answer lists the current contacts. */
export function afterTheirs(seen: TrunkSeen, asked: Asked, message: SipMessage, at: number): TrunkSeen {
  const isThere = header(message, 'contact') !== ''
  const expires = expiryIn(message) ?? asked.expires ?? USUAL_EXPIRY_S
  return held(seen, isThere ? expires : 0, at, 'it logged out')
}

/**
 * Seconds until a registration expires, if the message says so. A registrar lists all contacts of
 * the account, including those at an old address: the one just renewed lasts longest.
 */
export function expiryIn(message: SipMessage): number | null {
  const contacts = message.headers.flatMap(([name, value]) => (name === 'contact' ? [value] : [])).join()
  const inContacts = [...contacts.matchAll(/;\s*expires\s*=\s*"?(\d{1,9})/gi)].map(([, seconds]) => Number(seconds))
  if (inContacts.length > 0) return Math.max(...inContacts)
  const said = /^\d{1,9}$/.exec(header(message, 'expires'))?.[0]
  return said === undefined ? null : Number(said)
}

/** The digest was right, but its nonce too old: the next attempt succeeds. */
export function isStale(message: SipMessage): boolean {
  return message.headers.some(([name, value]) => /^(www|proxy)-authenticate$/.test(name) && /\bstale\s*=\s*"?true/i.test(value))
}

function held(seen: TrunkSeen, expires: number, at: number, ended: string): TrunkSeen {
  if (expires === 0) return { ...seen, registered: null, notRegistered: { since: at, words: ended } }
  // After expiry, it counts as a new registration.
  const since = seen.registered !== null && seen.registered.until >= at ? seen.registered.since : at
  return { ...seen, registered: { since, last: at, until: at + expires * 1000 }, notRegistered: null }
}
