// What happens to a trunk outside of any call. Part of facts.ts.
import type { Why } from './fact-parts.ts'

/** A call that Asterisk refused by itself (488, 415, 606), because it can do nothing that was offered: no channel ever was. */
export type TrunkFact = {
  readonly kind: 'media-refused'
  readonly trunk: string
  readonly line: string
  /** The last digits of who called; null: withheld. */
  readonly caller: string | null
  /** `G729, unencrypted`. */
  readonly offered: string
  readonly status: number
  /** The Call-ID, for the trace. */
  readonly dialog: string
} & Why
