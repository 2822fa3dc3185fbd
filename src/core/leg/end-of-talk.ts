// How a talk ended with somebody's leg: they hung up, or their line was lost. Asked by every talk of an incident.
import type { Said } from './leg.ts'

/** A talk that ends sooner than this was lost, or not meant, seconds. */
export const LOST_SECONDS = 20
/** Q.850 causes with which a telephone hangs up in the ordinary way: normal clearing, normal unspecified. */
const NORMAL_CAUSES: readonly number[] = [16, 31]

/**
 * Whether the line was lost. After some talk every BYE is an ordinary end: many carriers and telephone systems say any cause with it (127, 0, 41).
 * Only an end without one is another: the peer answers no session timer, which Asterisk tells as 408.
 */
export function isLineLost(talkedMs: number, { cause, sip }: Said): boolean {
  return talkedMs < LOST_SECONDS * 1000 ? !NORMAL_CAUSES.includes(cause) : sip === 408
}
