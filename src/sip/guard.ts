// Decides what wrong passwords cause: which are reported, and which addresses are blocked for a
// while. Pure except for its bounded memory. An office with one misconfigured telephone keeps
// working: an address from which somebody authenticated within the last day is reported but not
// blocked.
import type { PasswordNews } from './news.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** MOST_WRONG wrong passwords from one address within WITHIN_MS block it for REFUSED_MS. */
export const MOST_WRONG = 10
export const WITHIN_MS = 10 * MINUTE_MS
export const REFUSED_MS = 15 * MINUTE_MS
/** An address stays known this long after a right password. */
export const KNOWN_MS = 24 * HOUR_MS
/** Fewer wrong passwords are typing errors and not reported. */
const TOLD_FROM = 3
const MOST_ADDRESSES = 500
export const MOST_REFUSED = 200

export interface GuardNeeds {
  /**
   * `trunk oak-pbx`; null if the rules have no such user: then it is a scanner, and no password can
   * be right.
   */
  readonly nameOf: (user: string) => string | null
  /** Never blocked: the box itself, the addresses of trunks. */
  readonly spares: (address: string) => boolean
}

/** Wrong passwords in the last hour. */
export interface WrongPasswords {
  readonly name: string
  readonly address: string
  readonly times: number
  readonly since: number
  /** When the block of its address ends; null: not blocked. */
  readonly refusedUntil: number | null
  /** It would be blocked, but others use this address. */
  readonly spared: boolean
}

export interface Guard {
  take(news: PasswordNews): void
  /** Addresses blocked now, sorted. */
  refused(now: number): readonly string[]
  told(now: number): readonly WrongPasswords[]
  /** Somebody authenticated from there within the last day. */
  isKnown(address: string, now: number): boolean
  /** When somebody last authenticated, by address: kept across a restart. */
  known(now: number): Readonly<Record<string, number>>
}

interface Source {
  /** Wrong passwords by minute and by name. */
  minutes: { readonly minute: number; readonly name: string; readonly since: number; times: number }[]
  refusedUntil: number
  /** Earlier wrong passwords no longer count. */
  countsFrom: number
  spared: boolean
}

export function openGuard({ nameOf, spares }: GuardNeeds, known: Readonly<Record<string, number>> = {}): Guard {
  const rightAt = new Map(Object.entries(known))
  const sources = new Map<string, Source>()

  function right({ address, at }: PasswordNews): void {
    putLast(rightAt, address, Math.max(at, rightAt.get(address) ?? 0))
  }

  function wrong({ user, address, at, times }: PasswordNews): void {
    const name = nameOf(user)
    if (name === null) return
    const source = sources.get(address) ?? { minutes: [], refusedUntil: 0, countsFrom: 0, spared: false }
    const minute = Math.floor(at / MINUTE_MS)
    source.minutes = source.minutes.filter(each => each.minute * MINUTE_MS > at - HOUR_MS)
    const same = source.minutes.find(each => each.minute === minute && each.name === name)
    if (same === undefined) source.minutes.push({ minute, name, since: at, times })
    else same.times += times
    putLast(sources, address, source)
    judge(source, address, at)
  }

  function judge(source: Source, address: string, at: number): void {
    // Requests still in flight when the block begins do not count.
    if (source.refusedUntil > at) return
    const from = Math.max(at - WITHIN_MS, source.countsFrom)
    const lately = source.minutes.filter(({ since }) => since >= from).reduce((sum, { times }) => sum + times, 0)
    if (lately < MOST_WRONG) return
    source.spared = spares(address) || isKnown(address, at)
    if (source.spared || refusedNow(at).length >= MOST_REFUSED) return
    source.refusedUntil = at + REFUSED_MS
    source.countsFrom = source.refusedUntil
  }

  function isKnown(address: string, now: number): boolean {
    return (rightAt.get(address) ?? Number.NEGATIVE_INFINITY) > now - KNOWN_MS
  }

  function refusedNow(now: number): string[] {
    return [...sources].flatMap(([address, { refusedUntil }]) => (refusedUntil > now ? [address] : []))
  }

  return {
    take: news => (news.right ? right(news) : wrong(news)),
    // Rules may have changed since.
    refused: now =>
      refusedNow(now)
        .filter(address => !spares(address))
        .sort(),
    told: now =>
      [...sources].flatMap(([address, source]) => {
        const lately = source.minutes.filter(({ since }) => since > now - HOUR_MS)
        const refusedUntil = source.refusedUntil > now ? source.refusedUntil : null
        return [...new Set(lately.map(({ name }) => name))].flatMap(name => {
          const own = lately.filter(each => each.name === name)
          const times = own.reduce((sum, each) => sum + each.times, 0)
          const since = Math.min(...own.map(each => each.since))
          return times < TOLD_FROM ? [] : [{ name, address, times, since, refusedUntil, spared: source.spared }]
        })
      }),
    isKnown,
    known: now => Object.fromEntries([...rightAt].filter(([, at]) => at > now - KNOWN_MS)),
  }
}

/** Drops the oldest entry when there are too many. */
function putLast<V>(kept: Map<string, V>, key: string, value: V): void {
  kept.delete(key)
  kept.set(key, value)
  const [oldest] = kept.keys()
  if (kept.size > MOST_ADDRESSES && oldest !== undefined) kept.delete(oldest)
}
