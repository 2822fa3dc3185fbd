// Notices that say the same of one property within minutes are one: the first goes at once, the others are gathered and told together, and the
// longer it goes on, the more rarely. Only what nobody must act upon at once: what is said of an incident or a message is never gathered
// and never waits. Pure. Called by the store, which knows what waits (post-notices.ts).
import type { EpochMs } from '../world/ids.ts'

const MINUTE_MS = 60_000
const FIRST_WAIT_MS = 5 * MINUTE_MS
const LONGEST_WAIT_MS = 60 * MINUTE_MS

/** The same for notices that say the same; null for what is told one by one. */
export function alikeOf(event: string, property: string): string | null {
  return event === 'missed' ? `${event} ${property}` : null
}

/** The last notice that said the same to the same address. */
export interface Before {
  readonly round: number
  /** When it was told, or will be. */
  readonly toldAt: number
  /** It waits, and nobody is sending it: it can take one more in. */
  readonly open: boolean
}

/** With the one before, or on its own, and then when. */
export type Telling =
  | { readonly with: 'the one before' }
  | { readonly with: 'none'; readonly at: EpochMs; readonly round: number }

/** `at`: when it may be told by quiet hours. */
export function tellAlike(before: Before | null, now: EpochMs, at: EpochMs): Telling {
  if (before === null) return { with: 'none', at, round: 0 }
  if (before.open) return { with: 'the one before' }
  const round = before.round + 1
  const due = before.toldAt + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 3 ** Math.min(before.round, 10))
  return now >= due ? { with: 'none', at, round: 0 } : { with: 'none', at: Math.max(at, due) as EpochMs, round }
}
