// What happens to a trunk outside of any call. Part of facts.ts.
import type { NoticeFact, Why } from './fact-parts.ts'
import type { EpochMs } from './ids.ts'

/** The first two have an end of their own; of the others it is told that they happen, again and again. */
export type TrunkTroubleKind = 'unregistered' | 'away' | 'media-refused' | 'calls-refused'

/** A trunk is in trouble for so long that people are told, or is well again. `reason`: as the alarm says it; empty where there is no more to say. */
export type TrunkTroubleFact = {
  readonly trunk: string
  readonly trouble: TrunkTroubleKind
  readonly since: EpochMs
} & Why &
  ({ readonly kind: 'trunk-trouble'; readonly reason: string } | { readonly kind: 'trunk-well'; readonly until: EpochMs })

/** A call that Asterisk refused by itself (488, 415, 606), because it can do nothing that was offered: no channel ever was. */
type MediaRefusedFact = {
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

export type TrunkFact = MediaRefusedFact | TrunkTroubleFact | NoticeFact
