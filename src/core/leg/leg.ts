// One telephone being rung for an incident: its state, and how its end is classified. Used by the
// incident's phases; a leg decides nothing alone.
import type { Key } from '../plan/plan.ts'
import type { Speech } from '../world/commands.ts'
import type { AttemptResult } from '../world/facts.ts'
import type { CallId, E164, EpochMs, LegId } from '../world/ids.ts'
import type { Voices } from './voices.ts'
import type { Ways } from './ways.ts'

/**
 * A person's telephone that a rung wants to ring, with the trunks still to try, preferred first.
 */
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
  /**
   * Not rung: the channel of a staff member at the phone desk, lent by the desk. It is given back,
   * never hung up.
   */
  readonly lent?: true
} & LegPhase

export type LegPhase =
  /** Sent; no ringing yet. At the deadline the ring time begins anyway. */
  | { readonly phase: 'dialling'; readonly deadline: EpochMs }
  /** `heard`: the telephone reported ringing. Without it, the ring time runs anyway. */
  | { readonly phase: 'ringing'; readonly heard: boolean; readonly deadline: EpochMs }
  /**
   * Answered and hearing the briefing. `confirm`: the second digit of an in-band accept, once 1 was
   * pressed.
   */
  | {
      readonly phase: 'briefing'
      readonly answeredAt: EpochMs
      readonly playback: string
      readonly dice: number
      readonly confirm: { readonly key: Key; readonly means: 'talk' | 'own' } | null
      /** How often hearing it again has restarted the accept time. */
      readonly replays: number
      /** Voices heard so far; absent: none. */
      readonly voices?: Voices
      readonly deadline: EpochMs
    }
  /** Accepted: being connected to the caller, or talking. */
  | { readonly phase: 'joined'; readonly deadline: null }
  /** Settled; hears a last prompt before it is hung up. */
  | {
      readonly phase: 'leaving'
      readonly result: AttemptResult
      readonly playback: string
      readonly speech: readonly Speech[]
      readonly deadline: EpochMs
    }
  /**
   * Settled. `cut`: just hung up by the box, and kept for a while so that a late answer finds it
   * (incident/settled.ts).
   */
  | { readonly phase: 'over'; readonly result: AttemptResult; readonly deadline: null; readonly cut?: true }

/** Longest wait for ringing before ring time counts, seconds. */
export const DIAL_SECONDS = 8

/** The leg id of a phone desk call that is lent to an incident. */
export function lentLeg(desk: CallId): LegId {
  return desk as string as LegId
}

/** Whether the rung still waits for this leg. */
export function isUndecided(leg: Leg): boolean {
  return leg.phase === 'dialling' || leg.phase === 'ringing' || leg.phase === 'briefing'
}

/** How far a leg got: it never rang; it rang; a person or a machine answered. */
export type Came = 'unrung' | 'rang' | 'answered'

export function cameTo(leg: Leg): Came {
  if (leg.phase === 'dialling' || (leg.phase === 'ringing' && !leg.heard)) return 'unrung'
  return leg.phase === 'ringing' ? 'rang' : 'answered'
}

/** The network's reason for the end: the Q.850 cause, and the SIP status if known. */
export interface Said {
  readonly cause: number
  readonly sip: number | null
}

/**
 * The result of an attempt that nobody accepted. Asterisk maps SIP to Q.850 (chan_pjsip
 * `hangup_sip2cause`): 486/600 → 17, 480 → 19, 408 → 18, 403/603 → 21, 404/604 → 1, 503 → 34, 500 →
 * 38, 502 → 27, 487 and all others → 127.
 */
export function resultOf(came: Came, said: Said): AttemptResult {
  if (came === 'answered') return 'hung-up'
  // Refused before it rang: the carrier (account, caller ID, time-out), not the person.
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
  // A refusal before ringing is not "no answer", unless the network says that the telephone is out
  // of reach.
  return isUnrungRefusal(came, said) && said.sip !== 480 ? 'congestion' : 'no-answer'
}

/**
 * Causes that are not refusals: none, busy, and ordinary ends. Asterisk itself reports 19 when a
 * leg has rung too long.
 */
const NO_REFUSAL: readonly number[] = [0, 16, 17, 19, 31]
/** Always the telephone's own answer: it is busy, or its owner is busy everywhere. */
const BUSY: readonly number[] = [486, 600]

/** A trunk that is full or broken. */
const FULL: readonly number[] = [500, 502, 503, 504]
const FULL_CAUSES: readonly number[] = [3, 20, 27, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 58, 66]

/**
 * Whether it was refused before it rang. Nobody has seen this call, so the refusal may be the
 * trunk's (caller ID marked as spam, account, no route to the number), and another trunk may
 * succeed.
 */
export function isUnrungRefusal(came: Came, { cause, sip }: Said): boolean {
  if (came !== 'unrung') return false
  return sip === null ? !NO_REFUSAL.includes(cause) : sip >= 300 && !BUSY.includes(sip)
}

/** The same, but not if the trunk says that it is full or broken. */
export function looksLikeTheirs(came: Came, said: Said): boolean {
  return isUnrungRefusal(came, said) && !(said.sip === null ? FULL_CAUSES.includes(said.cause) : FULL.includes(said.sip))
}

/**
 * What follows from a leg's end. `over`: why the same telephone is rung over its next trunk; null:
 * settled.
 */
export interface LegEnd {
  readonly result: AttemptResult
  readonly over: string | null
}

/** `trunks`: those left. Without any, the attempt counts as what the answer says. */
export function endOf(came: Came, said: Said, { trunk, trunks }: { trunk: string; trunks: readonly string[] }): LegEnd {
  const result = resultOf(came, said)
  if (trunks.length === 0) return { result, over: null }
  if (looksLikeTheirs(came, said)) return { result: 'congestion', over: whyUnrung(trunk, said) }
  return { result, over: result === 'congestion' ? `trunk ${trunk} is congested` : null }
}

/** Such as `trunk carrier-a: the call was refused before it rang (603)`. */
export function whyUnrung(trunk: string, said: Said): string {
  return `trunk ${trunk}: ${howUnrung(said)}`
}

export function howUnrung({ cause, sip }: Said): string {
  return `the call was refused before it rang (${sip === null ? `cause ${cause}` : sip})`
}
