// When a notice that was not taken is sent again, and when it is given up. Pure. Called by outbox-loop.ts.
// What was not taken is tried ever more rarely, for a day. What may have been taken is repeated a few times at most, hours apart: a mail
// server that is slow to say yes must not fill somebody's night with the same mail. A text to whoever owns an incident makes sense only
// at its moment: it is given up as soon as it was refused, or may have been lost, and they are rung.
import { isForOwner, isPressing } from '../core/notices/events.ts'
import type { Post } from '../core/notices/post.ts'
import type { NotTaken } from './delivery.ts'

const FIRST_WAIT_MS = 15_000
const LONGEST_WAIT_MS = 3_600_000
/** A whole server that is away is asked so often at least: it may be back. */
export const LONGEST_SERVER_WAIT_MS = 600_000
const GIVE_UP_MS = 86_400_000
/** What only its moment makes sense of: whoever it is for is rung then. */
const GIVE_UP_OWNER_MS = 300_000
const HOUR_MS = 3_600_000
/** Waits before each repetition of what may have been taken. A program knows a second copy by its key, so a webhook is asked sooner. */
const REPEATED = {
  usual: [2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS],
  pressing: [600_000, 2 * HOUR_MS, 6 * HOUR_MS],
  webhook: [60_000, 240_000, 960_000, HOUR_MS, 4 * HOUR_MS],
} as const

export interface Again {
  /** Ms from now. */
  readonly waitMs: number
  /** Nothing may hasten it. */
  readonly firm: boolean
  readonly over: boolean
}

/** `ageMs`: since it might first be sent. */
export function whenAgain(post: Post, { server, end, retryAfterMs = 0 }: NotTaken, ageMs: number, hurry: number): Again {
  const owner = isForOwner(post.about.event)
  const patience = (owner ? GIVE_UP_OWNER_MS : GIVE_UP_MS) / hurry
  if (end === 'uncertain') {
    const waits = REPEATED[post.way === 'webhook' ? 'webhook' : isPressing(post.about.event) ? 'pressing' : 'usual']
    const wait = owner ? undefined : waits[post.uncertain ?? 0]
    return {
      waitMs: Math.max(wait ?? LONGEST_WAIT_MS, retryAfterMs) / hurry,
      firm: true,
      over: wait === undefined || ageMs >= patience,
    }
  }
  const longest = server ? LONGEST_SERVER_WAIT_MS : LONGEST_WAIT_MS
  const usual = Math.min(longest, FIRST_WAIT_MS * 2 ** Math.min(post.attempts, 20))
  // That nobody was reached, or has it in time, can't be put off for long by whatever a server says.
  const asked = isPressing(post.about.event) ? Math.min(retryAfterMs, LONGEST_SERVER_WAIT_MS) : retryAfterMs
  const waitMs = Math.max(usual, asked) / hurry
  const tooLate = owner && (end === 'refused' || ageMs + asked / hurry >= patience)
  const over = ageMs >= patience || tooLate
  return { waitMs: over ? Math.max(LONGEST_WAIT_MS / hurry, waitMs) : waitMs, firm: asked > 0, over }
}
