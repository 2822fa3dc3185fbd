// Decides whether a trunk is registered: the box with the trunk, or the trunk with the box. Pure.
// What is known may come from an earlier run of the daemon. Registrations may have been renewed
// unseen since then, so an expired one counts only after a renewal should have been seen.
import type { TrunkSeen } from './news.ts'

export interface NotRegistered {
  readonly since: number
  /** The other side's answer, or what was missing. */
  readonly why: string
  /** What to do; empty if `why` is enough. */
  readonly remedy: string
}

/** Time that network and servers may take, ms. */
const PATIENCE_MS = 30_000
/**
 * Without an answer, Asterisk retries after its `expiration` of 300 s at the latest; by then it has
 * been seen, ms.
 */
const FIRST_HEARD_MS = 330_000

/**
 * The box's registration with the trunk. `heardSince`: since when SIP has been received and the
 * rules have had this registration; ms since the epoch.
 */
export function notRegistered(seen: TrunkSeen | undefined, heardSince: number, now: number): NotRegistered | null {
  if (seen?.notRegistered != null) {
    const { since, words } = seen.notRegistered
    return { since, why: words, remedy: remedyFor(words) }
  }
  const registered = seen?.registered ?? null
  if (registered === null) {
    if (now - heardSince < FIRST_HEARD_MS) return null
    const remedy = 'the box sends it no REGISTER: does DNS find its name, has Asterisk these rules?'
    return { since: heardSince, why: 'nothing was heard of a registration', remedy }
  }
  const { until, last } = registered
  if (until + PATIENCE_MS > now) return null
  if (last < heardSince && heardSince + (until - last) + PATIENCE_MS > now) return null
  return { since: until, why: 'its registration ran out and was not renewed', remedy: 'does DNS find its name?' }
}

/**
 * The trunk's registration with the box, when Asterisk has no contact for it. Null: it is
 * registered, but does not answer there.
 */
export function loggedOut(seen: TrunkSeen | undefined, heardSince: number, now: number): NotRegistered | null {
  const remedy = 'is it up, and do its user, its password and its way to the box fit?'
  if (seen?.notRegistered != null) return { since: seen.notRegistered.since, why: seen.notRegistered.words, remedy }
  const until = seen?.registered?.until ?? null
  if (until === null) return { since: heardSince, why: 'it has not logged in', remedy }
  return until > now ? null : { since: until, why: 'its registration ran out and was not renewed', remedy }
}

/** Chosen by the kind of answer. `words` begin with the status, or with `no answer`. */
export function remedyFor(words: string): string {
  const status = Number(/^\d{3}/.exec(words)?.[0] ?? 0)
  if (status === 0) return words.startsWith('no answer') ? 'check host, port, proxy and transport, and the firewall' : ''
  if (status === 401 || status === 407) return 'user, password or realm is wrong'
  if (status === 403) return 'check user, password and realm, then ask the carrier whether the account is in order'
  if (status === 404 || status === 410 || status === 604)
    return 'the carrier does not know this user or domain: check `user` and `host`'
  if (status === 423) return 'the carrier wants longer registrations than Asterisk asks for: ask the carrier'
  if (status === 408 || status === 480 || status >= 500) return 'the carrier is in trouble; the box goes on trying'
  return 'ask the carrier what this answer means'
}
