// What members of staff do at the phone desk, and what they set there that stands until it ends. Part of facts.ts.
import type { Holdable } from '../standing/standing.ts'
import type { EmergencyFact } from './emergency-facts.ts'
import type { BrokeFact, NoticeFact, Why } from './fact-parts.ts'
import type { EpochMs } from './ids.ts'

/** Of a member of staff at the phone desk. */
export type DeskFact =
  | BrokeFact
  | ({ readonly kind: 'desk-opened'; readonly person: string; readonly how: 'caller-id' | 'pin' } & Why)
  /** `lockedOut`: by this very try. */
  | ({ readonly kind: 'desk-refused'; readonly person: string | null; readonly lockedOut?: true } & Why)
  | ({ readonly kind: 'desk-key'; readonly digit: string; readonly meaning: string } & Why)
  | ({ readonly kind: 'number-typed'; readonly number: string } & Why)

/** Of what staff set: standing/standing.ts. Times in ms since the epoch; null: until somebody ends it. */
export type StandingFact =
  | BrokeFact
  | EmergencyFact
  | NoticeFact
  | ({
      readonly kind: 'duty-changed'
      readonly schedule: string
      readonly person: string
      readonly until: EpochMs | null
      readonly by: string
    } & Why)
  | ({
      readonly kind: 'duty-change-ended'
      readonly schedule: string
      readonly person: string
      readonly by: string | null
    } & Why)
  | ({
      readonly kind: 'notice-set'
      readonly property: string
      readonly recording: string
      readonly until: EpochMs | null
      readonly by: string
    } & Why)
  | ({ readonly kind: 'notice-ended'; readonly property: string; readonly recording: string; readonly by: string | null } & Why)
  /** `from`: the telephone, as desk/wrong-pins.ts names it. */
  | ({ readonly kind: 'pin-wrong'; readonly person: string; readonly tries: number; readonly from?: string } & Why)
  | ({ readonly kind: 'pins-forgotten'; readonly person: string; readonly from?: string } & Why)
  /** Nothing that it covers is removed or erased until it ends: standing/hold.ts. */
  | ({ readonly kind: 'hold-set'; readonly of: Holdable; readonly name: string; readonly by: string } & Why)
  | ({ readonly kind: 'hold-ended'; readonly of: Holdable; readonly name: string; readonly by: string | null } & Why)
