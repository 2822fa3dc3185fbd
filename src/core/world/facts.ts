// What happened, in the field's words, for people and queries. Facts are journalled with the turn that decided them;
// projections and `calls show` are made from nothing else. Each carries its reason. Private fields are named in PRIVATE_FIELDS.
import type { NoticeWay } from '../notices/events.ts'
import type { Recorded } from '../plan/retention.ts'
import type { CallId, ChannelId, E164, EpochMs, IncidentId, LegId, StreamId } from './ids.ts'

/** How an attempt ended, or why it was not made. */
export type AttemptResult =
  | 'accepted'
  | 'owned'
  | 'passed-on'
  | 'no-answer'
  | 'busy'
  | 'declined'
  | 'dead-number'
  | 'congestion'
  | 'no-key'
  | 'hung-up'
  | 'taken-by-another'
  | 'called-off'
  | 'refused'
  | 'unknown'

/** How a call ended, for lists and filters. */
export type Outcome =
  | 'office-answered'
  | 'missed'
  | 'connected'
  | 'owned'
  | 'message'
  | 'callback'
  | 'caller-left'
  | 'unreached'
  | 'informed'
  | 'joined'
  | 'transferred'
  | 'fax'
  | 'refused'
  | 'failsafe'
  | 'desk'

/** What became of an incident. */
export const INCIDENT_OUTCOMES = ['fixed-by-phone', 'going-out', 'false-alarm', 'needs-follow-up'] as const
export type IncidentOutcome = (typeof INCIDENT_OUTCOMES)[number]

export interface Why {
  readonly why: string
}

/** `sha256`: of the kept file. `cut`: only the beginning could be recorded. */
interface OfFile {
  readonly sha256?: string
  readonly cut?: true
}

export type CallFact =
  | ({
      readonly kind: 'arrived'
      readonly trunk: string
      readonly line: string
      readonly callerNumber: string | null
      readonly callerName: string | null
      readonly diversion: string | null
    } & Why)
  | ({ readonly kind: 'identified'; readonly property: string } & Why)
  | ({ readonly kind: 'line-unknown'; readonly line: string; readonly trunk: string } & Why)
  | ({ readonly kind: 'stranger-refused' } & Why)
  /** The dialplan told the caller that the line is busy: a cap of the rules was reached. */
  | ({ readonly kind: 'over-cap'; readonly cap: string } & Why)
  | ({ readonly kind: 'office-rung'; readonly queue: string; readonly ringSeconds: number } & Why)
  | ({ readonly kind: 'office-answered'; readonly member: string | null; readonly waitedMs: number } & Why)
  | ({ readonly kind: 'office-unanswered'; readonly status: string; readonly waitedMs: number } & Why)
  | ({ readonly kind: 'overflowed' } & Why)
  | ({
      readonly kind: 'asked'
      readonly question: 'property' | 'language' | 'urgency' | 'statement' | 'number'
      readonly round: number
    } & Why)
  /** Which of the property's menus the caller hears, where it has several. */
  | ({ readonly kind: 'menu-chosen'; readonly menu: string; readonly when: 'open' | 'closed' | 'holiday' } & Why)
  | ({ readonly kind: 'key-pressed'; readonly digit: string; readonly meaning: string } & Why)
  | ({ readonly kind: 'key-ignored'; readonly digit: string } & Why)
  | ({ readonly kind: 'no-key'; readonly round: number } & Why)
  | ({ readonly kind: 'language-chosen'; readonly language: string } & Why)
  | ({ readonly kind: 'told'; readonly what: string } & Why)
  | ({ readonly kind: 'statement-began'; readonly recording: string } & Why)
  | ({
      readonly kind: 'statement-taken'
      readonly recording: string
      readonly ms: number
      readonly speechMs: number | null
    } & OfFile &
      Why)
  /** `failed`: something may have been said, and could not be recorded. */
  | ({ readonly kind: 'statement-missing'; readonly recording: string; readonly failed?: true } & Why)
  /** The caller began again: what was said before is thrown away. */
  | ({ readonly kind: 'recording-discarded'; readonly recording: string } & Why)
  | KeptFact
  | ({ readonly kind: 'held' } & Why)
  | ({ readonly kind: 'message-taken'; readonly mailbox: string; readonly recording: string; readonly ms: number } & OfFile & Why)
  /** A caller spoke for this mailbox, and nothing could be recorded: they are to be called back. */
  | ({ readonly kind: 'message-lost'; readonly mailbox: string; readonly recording: string } & Why)
  /** `by`: the user of this machine, or whoever the desk recognised. */
  | ({ readonly kind: 'message-done'; readonly recording: string; readonly by: string } & Why)
  | ({ readonly kind: 'connected'; readonly incident: IncidentId; readonly bridge: string } & Why)
  /** `whom`: a person, or a number of the rules. */
  | ({ readonly kind: 'transfer-began'; readonly whom: string } & Why)
  | ({
      readonly kind: 'transfer-dialled'
      readonly leg: LegId
      readonly person: string | null
      readonly phone: E164
      readonly trunk: string
    } & Why)
  | ({ readonly kind: 'transfer-rings'; readonly leg: LegId } & Why)
  | ({ readonly kind: 'transfer-answered'; readonly leg: LegId } & Why)
  | ({ readonly kind: 'transfer-key'; readonly leg: LegId; readonly digit: string; readonly meaning: string } & Why)
  | ({
      readonly kind: 'transfer-attempt-ended'
      readonly leg: LegId
      readonly person: string | null
      readonly result: AttemptResult
      readonly sip: number | null
      readonly cause: number | null
    } & Why)
  | ({
      readonly kind: 'transferred'
      readonly leg: LegId
      readonly person: string | null
      readonly phone: E164
      readonly bridge: string
    } & Why)
  | ({ readonly kind: 'transfer-over'; readonly leg: LegId; readonly talkedMs: number; readonly by: 'caller' | 'other' } & Why)
  | ({ readonly kind: 'transfer-failed'; readonly whom: string } & Why)
  /** Where the caller wants to be called back. */
  | ({ readonly kind: 'number-confirmed'; readonly callerNumber: string | null } & Why)
  /** A number that the box must not call back: the caller is asked for another. */
  | ({ readonly kind: 'number-refused'; readonly callerNumber: string } & Why)
  | ({ readonly kind: 'number-changed'; readonly callerNumber: string | null } & Why)
  | ({ readonly kind: 'command-failed'; readonly command: string } & Why)
  | ({ readonly kind: 'recovered'; readonly found: string } & Why)
  | ({ readonly kind: 'in-failsafe' } & Why)
  | DialRefused
  /** The failsafe rang this telephone while the daemon was away. */
  | ({
      readonly kind: 'failsafe-rang'
      readonly person: string | null
      readonly phone: E164
      readonly result: AttemptResult
    } & Why)
  | NoticeFact
  | RemovedFact
  | ({ readonly kind: 'left'; readonly outcome: Outcome; readonly phase: string; readonly waitedMs: number } & Why)

/** A number that the box must not call, or not now. `leg`: where it had been decided already. */
type DialRefused = { readonly kind: 'dial-refused'; readonly callerNumber: string; readonly leg?: ChannelId } & Why

/** Somebody outside was told, or could not be for a day. `key` is that of the outbox. */
interface Noticed extends Why {
  readonly key: string
  readonly event: string
  readonly way: NoticeWay
  readonly whom: string
}
export type NoticeFact = ({ readonly kind: 'notice-sent' } & Noticed) | ({ readonly kind: 'notice-given-up' } & Noticed)

/** The file of a talk is kept, or that of a message or statement that could not be kept at once. */
type KeptFact = {
  readonly kind: 'recording-kept'
  readonly recording: string
  readonly ms: number
  readonly sha256: string
} & Why

/** A recording was older than the rules keep it: it is no more. `takenAt`: when it was made. */
export type RemovedFact = {
  readonly kind: 'recording-removed'
  readonly recording: string
  readonly what: Recorded
  readonly takenAt: EpochMs
} & Why

export type IncidentFact =
  | ({
      readonly kind: 'opened'
      readonly call: CallId
      readonly property: string
      readonly category: string
      readonly ladder: string
      readonly callerNumber: string | null
    } & Why)
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
      readonly how: 'key-5' | 'key-1-caller-gone' | 'desk' | 'by-hand'
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
  | NoticeFact
  | KeptFact
  | RemovedFact
  | ({ readonly kind: 'recovered'; readonly found: string } & Why)
  | ({ readonly kind: 'command-failed'; readonly command: string } & Why)

/** Of a member of staff at the phone desk. */
export type DeskFact =
  | ({ readonly kind: 'desk-opened'; readonly person: string; readonly how: 'caller-id' | 'pin' } & Why)
  /** `lockedOut`: by this very try. */
  | ({ readonly kind: 'desk-refused'; readonly person: string | null; readonly lockedOut?: true } & Why)
  | ({ readonly kind: 'desk-key'; readonly digit: string; readonly meaning: string } & Why)
  | ({ readonly kind: 'number-typed'; readonly number: string } & Why)

/** Of what staff set: standing/standing.ts. Times in ms since the epoch; null: until somebody ends it. */
export type StandingFact =
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
  | ({ readonly kind: 'pin-wrong'; readonly person: string; readonly tries: number } & Why)
  | ({ readonly kind: 'pins-forgotten'; readonly person: string } & Why)

export type FactBody = CallFact | IncidentFact | DeskFact | StandingFact
export type FactKind = FactBody['kind']
export type Fact = { readonly stream: StreamId; readonly at: EpochMs } & FactBody

/** Fields of inputs, states and facts that can identify a person: kept apart by the journal so that they can be erased. */
export const PRIVATE_FIELDS: readonly string[] = ['callerNumber', 'callerName', 'diversion', 'number', 'digits']
