// What an answer to REGISTER means for a trunk: of the registrar to the box, and of the box to a trunk that logs in. Pure. Called by observe.ts.
import { header, type SipMessage, wordsOf } from './message.ts'
import type { TrunkSeen } from './news.ts'

interface Asked {
  readonly expires: number | null
}

const USUAL_EXPIRY_S = 3600
/** It wants longer registrations; Asterisk asks again at once, with those. */
const TOO_BRIEF = 423

/** The registrar's last answer. */
export function afterOurs(seen: TrunkSeen, asked: Asked, message: SipMessage, at: number): TrunkSeen {
  const expires = asked.expires === 0 ? 0 : (expiryIn(message) ?? asked.expires ?? USUAL_EXPIRY_S)
  if (message.status < 300) return held(seen, expires, at, 'we took it back')
  const words = wordsOf(message)
  const since = seen.notRegistered?.since ?? at
  const lastRefusal = { at, method: 'REGISTER', way: 'out' as const, words, callId: message.callId }
  const registered = message.status === TOO_BRIEF ? seen.registered : null
  return { ...seen, registered, notRegistered: { since, words }, lastRefusal }
}

/** The box has let it in; its answer names what is registered now. */
export function afterTheirs(seen: TrunkSeen, asked: Asked, message: SipMessage, at: number): TrunkSeen {
  const isThere = header(message, 'contact') !== ''
  const expires = expiryIn(message) ?? asked.expires ?? USUAL_EXPIRY_S
  return held(seen, isThere ? expires : 0, at, 'it logged out')
}

/**
 * Seconds until a registration runs out, where the message says so. A registrar names all that have registered with the account, those of
 * before a new address, too: what was renewed just now lasts longest.
 */
export function expiryIn(message: SipMessage): number | null {
  const contacts = message.headers.flatMap(([name, value]) => (name === 'contact' ? [value] : [])).join()
  const inContacts = [...contacts.matchAll(/;\s*expires\s*=\s*"?(\d{1,9})/gi)].map(([, seconds]) => Number(seconds))
  if (inContacts.length > 0) return Math.max(...inContacts)
  const said = /^\d{1,9}$/.exec(header(message, 'expires'))?.[0]
  return said === undefined ? null : Number(said)
}

/** The digest was right, and its nonce too old: asked once more, it is let in. */
export function isStale(message: SipMessage): boolean {
  return message.headers.some(([name, value]) => /^(www|proxy)-authenticate$/.test(name) && /\bstale\s*=\s*"?true/i.test(value))
}

function held(seen: TrunkSeen, expires: number, at: number, ended: string): TrunkSeen {
  if (expires === 0) return { ...seen, registered: null, notRegistered: { since: at, words: ended } }
  // One that has run out is a new one.
  const since = seen.registered !== null && seen.registered.until >= at ? seen.registered.since : at
  return { ...seen, registered: { since, last: at, until: at + expires * 1000 }, notRegistered: null }
}
