// What staff have set from the phone desk and what stands until it ends: a change of who is on call, a notice that callers hear
// first, wrong PINs that are being counted, and legal holds. Each is a stream of its own, so that it survives restarts and leaves its facts.
// Read through around.ts by whoever resolves people or greets callers; made and ended in deciding.ts.
import type { EpochMs, StandingId } from '../world/ids.ts'

/** What a legal hold may be on: hold.ts. */
export const HOLDABLE = ['call', 'incident', 'person', 'property'] as const
export type Holdable = (typeof HOLDABLE)[number]

export interface Standing {
  readonly id: StandingId
  readonly kind: 'standing'
  /** Hash of the plan in force when it was set. */
  readonly plan: string
  readonly phase: 'standing' | 'ended'
  readonly since: EpochMs
  /** Half-open; null: until somebody ends it. */
  readonly until: EpochMs | null
  readonly lookAgainAt: EpochMs
  /** Who set it: a person of the rules; for a hold, whoever they say they are. */
  readonly by: string
  readonly what: StandingWhat
  /** How often a turn of it broke. */
  readonly broken?: number
}

export type StandingWhat =
  /** `person` alone is on call in the schedule. */
  | { readonly is: 'duty'; readonly schedule: string; readonly person: string }
  /** Played to the property's callers before anything else. */
  | { readonly is: 'notice'; readonly property: string; readonly recording: string }
  /** Wrong PINs for this person from one telephone: desk/wrong-pins.ts. Journals of earlier versions have only the first three. */
  | {
      readonly is: 'wrong-pins'
      readonly person: string
      /** In a row for this person, whichever telephone they came from. */
      readonly tries: number
      readonly from?: string
      readonly line?: string
      readonly at?: readonly EpochMs[]
    }
  /** Nothing that it covers is removed: hold.ts. `why`: who ordered it, for which case. */
  | { readonly is: 'hold'; readonly of: Holdable; readonly name: string; readonly why: string }

export function standingDeadline(standing: Standing): EpochMs | null {
  return standing.phase === 'ended' ? null : standing.lookAgainAt
}
