// One telephone being rung for an incident: its state and how it is classified when it ends.
// Used by the incident's phases; a leg decides nothing alone.
import type { Key } from '../plan/plan.ts'
import type { Speech } from '../world/commands.ts'
import type { AttemptResult } from '../world/facts.ts'
import type { CallId, E164, EpochMs, LegId } from '../world/ids.ts'
import type { Voices } from './voices.ts'
import type { Ways } from './ways.ts'

/** A telephone of a person that a rung wants rung, with the trunks still to try, the preferred one first. */
export interface Dial extends Ways {
  readonly person: string
  readonly phone: E164
  /** Why this person: the rotation, role or name that chose them. */
  readonly why: string
}

export type Leg = {
  readonly id: LegId
  readonly dial: Dial
  readonly trunk: string
  readonly dialledAt: EpochMs
  /** Not rung: the channel of a member of staff at the phone desk, who lent it. It is given back to the desk, never hung up. */
  readonly lent?: true
} & LegPhase

export type LegPhase =
  /** Sent; no ringing yet. At the deadline the ring time begins all the same. */
  | { readonly phase: 'dialling'; readonly deadline: EpochMs }
  /** `heard`: the telephone said that it rings. Without it, the ring time runs all the same. */
  | { readonly phase: 'ringing'; readonly heard: boolean; readonly deadline: EpochMs }
  /** Answered and being told. `confirm` is the second digit of an in-band accept, once 1 was pressed. */
  | {
      readonly phase: 'briefing'
      readonly answeredAt: EpochMs
      readonly playback: string
      readonly dice: number
      readonly confirm: { readonly key: Key; readonly means: 'talk' | 'own' } | null
      /** How often hearing it again has begun the accept time anew. */
      readonly replays: number
      /** Who has spoken there; without it nobody has. */
      readonly voices?: Voices
      readonly deadline: EpochMs
    }
  /** Accepted: being joined to the caller, or talking. */
  | { readonly phase: 'joined'; readonly deadline: null }
  /** Settled; hearing a last word before it is hung up. */
  | {
      readonly phase: 'leaving'
      readonly result: AttemptResult
      readonly playback: string
      readonly speech: readonly Speech[]
      readonly deadline: EpochMs
    }
  /** Settled. `cut`: hung up by us a moment ago, and kept for a while so that a late answer finds it (incident/settled.ts). */
  | { readonly phase: 'over'; readonly result: AttemptResult; readonly deadline: null; readonly cut?: true }

/** Longest wait for a first sign of ringing before ring time counts, seconds. */
export const DIAL_SECONDS = 8

/** The id of a call to the phone desk, as a leg of the incident that it is lent to. */
export function lentLeg(desk: CallId): LegId {
  return desk as string as LegId
}

/** Whether the rung still waits for this leg. */
export function isUndecided(leg: Leg): boolean {
  return leg.phase === 'dialling' || leg.phase === 'ringing' || leg.phase === 'briefing'
}

/** How far a leg came: not even to a first ringing; it rang; somebody, or something, picked up. */
export type Came = 'unrung' | 'rang' | 'answered'

export function cameTo(leg: Leg): Came {
  if (leg.phase === 'dialling' || (leg.phase === 'ringing' && !leg.heard)) return 'unrung'
  return leg.phase === 'ringing' ? 'rang' : 'answered'
}

/** What the network said of the end: the Q.850 cause, and the SIP status where one is known. */
export interface Said {
  readonly cause: number
  readonly sip: number | null
}

/**
 * How an attempt ended that nobody accepted.
 * Asterisk maps SIP to Q.850 (chan_pjsip `hangup_sip2cause`): 486/600 → 17, 480 → 19, 408 → 18, 403/603 → 21, 404/604 → 1, 503 → 34, 500 → 38,
 * 502 → 27, 487 and all others → 127.
 */
export function resultOf(came: Came, said: Said): AttemptResult {
  if (came === 'answered') return 'hung-up'
  // Refused before it rang: the carrier's business (account, caller ID, time-out), not the person's.
  if (came === 'unrung' && [401, 403, 407, 408].includes(said.sip ?? 0)) return 'congestion'
  switch (said.sip) {
    case 486:
    case 600:
      return 'busy'
    case 603:
    case 607:
    case 608:
    case 403:
      return 'declined'
    case 404:
    case 410:
    case 484:
    case 604:
      return 'dead-number'
  }
  if (FULL.includes(said.sip ?? 0)) return 'congestion'
  if (said.cause === 17) return 'busy'
  if (said.cause === 21) return 'declined'
  if (said.cause === 1 || said.cause === 22 || said.cause === 28) return 'dead-number'
  if (FULL_CAUSES.includes(said.cause)) return 'congestion'
  // What never rang was not left unanswered, unless the network says that the telephone is out of reach.
  return isUnrungRefusal(came, said) && said.sip !== 480 ? 'congestion' : 'no-answer'
}

/** Causes that are no refusal: none, busy, and the ordinary ends. Asterisk itself tells 19 when a leg has rung for too long. */
const NO_REFUSAL: readonly number[] = [0, 16, 17, 19, 31]
/** The telephone's own, whenever it comes: it, or its owner everywhere, is busy. */
const BUSY: readonly number[] = [486, 600]

/** A trunk that is full or broken. */
const FULL: readonly number[] = [500, 502, 503, 504]
const FULL_CAUSES: readonly number[] = [3, 20, 27, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 58, 66]

/**
 * Whether it was refused before it rang: nobody has seen this call, so that the refusal may be the trunk's (caller ID marked as spam, account,
 * no way to the number), and another trunk may do better.
 */
export function isUnrungRefusal(came: Came, { cause, sip }: Said): boolean {
  if (came !== 'unrung') return false
  return sip === null ? !NO_REFUSAL.includes(cause) : sip >= 300 && !BUSY.includes(sip)
}

/** The same, and the trunk does not say that it is full or broken. */
export function looksLikeTheirs(came: Came, said: Said): boolean {
  return isUnrungRefusal(came, said) && !(said.sip === null ? FULL_CAUSES.includes(said.cause) : FULL.includes(said.sip))
}

/** What the end of a leg leads to. `over`: why the same telephone is rung over the next of its trunks; null: it is settled. */
export interface LegEnd {
  readonly result: AttemptResult
  readonly over: string | null
}

/** `trunks`: those that are left. Without one the attempt counts as what it looks like. */
export function endOf(came: Came, said: Said, { trunk, trunks }: { trunk: string; trunks: readonly string[] }): LegEnd {
  const result = resultOf(came, said)
  if (trunks.length === 0) return { result, over: null }
  if (looksLikeTheirs(came, said)) return { result: 'congestion', over: whyUnrung(trunk, said) }
  return { result, over: result === 'congestion' ? `trunk ${trunk} is congested` : null }
}

/** In words: `trunk carrier-a: the call was refused before it rang (603)`. */
export function whyUnrung(trunk: string, said: Said): string {
  return `trunk ${trunk}: ${howUnrung(said)}`
}

export function howUnrung({ cause, sip }: Said): string {
  return `the call was refused before it rang (${sip === null ? `cause ${cause}` : sip})`
}
