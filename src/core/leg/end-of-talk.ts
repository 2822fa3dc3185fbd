// Decides how a leg's talk ended: hung up, or line lost. Used by every talk of an incident.
import type { Said } from './leg.ts'

/** A talk that ends sooner than this may be a lost line, or unintended, seconds. */
export const LOST_SECONDS = 20
/** Q.850 causes of an ordinary hang-up: normal clearing, normal unspecified. */
const NORMAL_CAUSES: readonly number[] = [16, 31]

/**
 * Whether the line was lost. After LOST_SECONDS of talk every BYE is an ordinary end: many carriers
 * and telephone systems send any cause with it (127, 0, 41). Then only an end without a BYE is a
 * lost line: the peer answers no session timer, which Asterisk reports as 408.
 */
export function isLineLost(talkedMs: number, { cause, sip }: Said): boolean {
  return talkedMs < LOST_SECONDS * 1000 ? !NORMAL_CAUSES.includes(cause) : sip === 408
}
