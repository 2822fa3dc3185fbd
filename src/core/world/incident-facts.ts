// What can happen to an incident: its ladder, its telephones, who takes it, the talk, the outcome, further callers. Part of facts.ts.
import type { AttemptResult, BrokeFact, ClockFact, DialRefused, KeptFact, NoticeFact, RemovedFact, Why } from './fact-parts.ts'
import type { CallId, E164, EpochMs, IncidentId, LegId, Seconds } from './ids.ts'

/** What became of an incident. */
export const INCIDENT_OUTCOMES = ['fixed-by-phone', 'going-out', 'false-alarm', 'needs-follow-up'] as const
export type IncidentOutcome = (typeof INCIDENT_OUTCOMES)[number]

export type IncidentFact =
  | ({
      readonly kind: 'opened'
      readonly call: CallId
      readonly property: string
      readonly category: string
      readonly ladder: string
      readonly callerNumber: string | null
    } & Why)
  /** Nobody had it `targetSeconds` after the call that opened it came in: once for each incident. */
  | ({ readonly kind: 'late'; readonly calledAt: EpochMs; readonly targetSeconds: Seconds } & Why)
  | ({ readonly kind: 'pass-began'; readonly pass: number } & Why)
  | ({
      readonly kind: 'rung-began'
      readonly pass: number
      readonly rung: number
      readonly try: number
      readonly people: readonly string[]
    } & Why)
  | ({ readonly kind: 'rung-skipped'; readonly pass: number; readonly rung: number } & Why)
  | ({ readonly kind: 'person-resolved'; readonly person: string } & Why)
  | ({ readonly kind: 'passed-over'; readonly person: string; readonly busyWith: IncidentId | CallId } & Why)
  | ({ readonly kind: 'waiting-for-busy'; readonly people: readonly string[] } & Why)
  | ({
      readonly kind: 'dialled'
      readonly leg: LegId
      readonly person: string
      readonly phone: E164
      readonly trunk: string
    } & Why)
  | ({ readonly kind: 'rang'; readonly leg: LegId; readonly person: string } & Why)
  | ({ readonly kind: 'answered'; readonly leg: LegId; readonly person: string } & Why)
  /** Somebody new speaks at a telephone that was answered: the accept time begins anew. */
  | ({ readonly kind: 'voice-heard'; readonly leg: LegId; readonly person: string } & Why)
  | ({ readonly kind: 'no-keys'; readonly leg: LegId; readonly person: string } & Why)
  | ({
      readonly kind: 'leg-key'
      readonly leg: LegId
      readonly person: string
      readonly digit: string
      readonly meaning: string
    } & Why)
  | ({
      readonly kind: 'attempt-ended'
      readonly leg: LegId
      readonly person: string
      readonly result: AttemptResult
      readonly sip: number | null
      readonly cause: number | null
    } & Why)
  | ({ readonly kind: 'accepted'; readonly leg: LegId; readonly person: string; readonly waitedMs: number } & Why)
  | ({
      readonly kind: 'owned'
      readonly person: string
      readonly leg: LegId
      readonly how: 'key-5' | 'key-1-caller-gone' | 'key-1-called-back' | 'desk' | 'by-hand'
    } & Why)
  | ({ readonly kind: 'already-taken'; readonly leg: LegId; readonly person: string; readonly by: string } & Why)
  | ({ readonly kind: 'bridged'; readonly leg: LegId; readonly person: string; readonly call: CallId } & Why)
  | ({ readonly kind: 'talk-recorded'; readonly recording: string } & Why)
  | ({ readonly kind: 'technician-lost'; readonly leg: LegId; readonly person: string; readonly talkedMs: number } & Why)
  | ({
      readonly kind: 'talk-ended'
      readonly leg: LegId
      readonly person: string
      readonly talkedMs: number
      readonly by: 'technician' | 'caller'
    } & Why)
  /** The caller is rung back for a technician. `leg`: the caller's own. */
  | ({
      readonly kind: 'caller-dialled'
      readonly leg: LegId
      readonly person: string
      readonly callerNumber: E164
      readonly trunk: string
    } & Why)
  | ({ readonly kind: 'caller-rings'; readonly leg: LegId } & Why)
  | ({ readonly kind: 'caller-answered'; readonly leg: LegId } & Why)
  | ({
      readonly kind: 'caller-not-reached'
      readonly leg: LegId
      readonly result: AttemptResult
      readonly sip: number | null
      readonly cause: number | null
    } & Why)
  | ({ readonly kind: 'caller-came-back'; readonly call: CallId } & Why)
  /** Accepted, and passed on after all. */
  | ({ readonly kind: 'given-back'; readonly person: string } & Why)
  /** Nobody more may be rung now, by the caps of the rules: the ladder waits for room. */
  | ({ readonly kind: 'dial-capped'; readonly person: string } & Why)
  /** The owner is told something about it. `statements`: so many that they have not heard. */
  | ({
      readonly kind: 'owner-told'
      readonly person: string
      readonly of: 'reminder' | 'added-words'
      readonly by: 'sms' | 'call'
      readonly statements: number
    } & Why)
  | ({ readonly kind: 'outcome-asked'; readonly leg: LegId; readonly person: string; readonly round: number } & Why)
  | ({ readonly kind: 'resolved'; readonly outcome: IncidentOutcome; readonly by: string } & Why)
  | ({ readonly kind: 'reopened'; readonly by: string } & Why)
  /** Owned for so long without an outcome that nobody has it any more. */
  | ({ readonly kind: 'acknowledgement-expired'; readonly person: string } & Why)
  | ({ readonly kind: 'closed-without-outcome'; readonly person: string } & Why)
  | DialRefused
  | ({ readonly kind: 'statement-added'; readonly recording: string } & Why)
  | ({ readonly kind: 'caller-left'; readonly call: CallId } & Why)
  | ({ readonly kind: 'still-needs-help'; readonly call: CallId } & Why)
  /** Another caller about the same trouble. */
  | ({ readonly kind: 'joined'; readonly call: CallId; readonly callerNumber: string | null } & Why)
  /** `beside`: the incident opened for them while this one is talked about. */
  | ({ readonly kind: 'insisted'; readonly call: CallId; readonly beside: IncidentId | null } & Why)
  | ({ readonly kind: 'storm-began'; readonly callers: number; readonly withinSeconds: number } & Why)
  | ({ readonly kind: 'folded'; readonly into: IncidentId } & Why)
  | ({ readonly kind: 'folded-in'; readonly of: IncidentId } & Why)
  | ({ readonly kind: 'pass-exhausted'; readonly pass: number } & Why)
  /** `retryAt`: when the ladder is rung again; null when it is not. */
  | ({ readonly kind: 'unreached'; readonly retryAt?: EpochMs | null } & Why)
  | ({ readonly kind: 'still-unreached'; readonly retries: number; readonly retryAt: EpochMs } & Why)
  | ({ readonly kind: 'retries-over'; readonly retries: number } & Why)
  | ({ readonly kind: 'acknowledged'; readonly person: string } & Why)
  | ClockFact
  | NoticeFact
  | BrokeFact
  | KeptFact
  | RemovedFact
  | ({ readonly kind: 'recovered'; readonly found: string } & Why)
  | ({ readonly kind: 'command-failed'; readonly command: string } & Why)
