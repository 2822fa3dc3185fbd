// What can happen to a call: to a caller, what they hear, say and press, and whom they are transferred to. Part of facts.ts.
import type {
  AttemptResult,
  BrokeFact,
  ClockFact,
  DialRefused,
  KeptFact,
  NoticeFact,
  OfFile,
  RemovedFact,
  Why,
} from './fact-parts.ts'
import type { E164, IncidentId, LegId } from './ids.ts'
import type { ToldNumbers } from './told-numbers.ts'

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

/**
 * Why the office did not have the call, exactly one for each: its hours; nobody there; callers or
 * calls enough already; no telephone that could ring; its own system had rung before; or the daemon
 * was away.
 */
export const OVERFLOW_REASONS = ['closed', 'no-answer', 'saturated', 'blocked', 'forwarded', 'failsafe'] as const
export type OverflowReason = (typeof OVERFLOW_REASONS)[number]

export type CallFact =
  | ({
      readonly kind: 'arrived'
      readonly trunk: string
      readonly line: string
      readonly callerNumber: string | null
      readonly callerName: string | null
      readonly diversion: string | null
      /** What other headers say of whom the caller called, and who else forwarded the call; absent where they say nothing more. */
      readonly called?: ToldNumbers['called']
      readonly diverted?: ToldNumbers['diverted']
    } & Why)
  /** The dialplan's arguments could not be read: number, name and diversion count as withheld, the line as unknown. */
  | ({ readonly kind: 'arrival-unreadable' } & Why)
  /** `line`: of the rules, where a diversion told it and another one was dialled. */
  | ({ readonly kind: 'identified'; readonly property: string; readonly line?: string } & Why)
  | ({ readonly kind: 'line-unknown'; readonly line: string; readonly trunk: string } & Why)
  | ({ readonly kind: 'stranger-refused' } & Why)
  /** No caller: a telephone that we ring is forwarded to one of our lines. `phone`: of this person; null where nothing tells which. */
  | ({ readonly kind: 'forwarded-back'; readonly person: string | null; readonly phone: E164 | null } & Why)
  /** The dialplan told the caller that the line is busy: a cap of the rules was reached. */
  | ({ readonly kind: 'over-cap'; readonly cap: string } & Why)
  | ({ readonly kind: 'office-rung'; readonly queue: string; readonly ringSeconds: number } & Why)
  | ({ readonly kind: 'office-answered'; readonly member: string | null; readonly waitedMs: number } & Why)
  | ({ readonly kind: 'office-unanswered'; readonly status: string; readonly waitedMs: number } & Why)
  | ({ readonly kind: 'overflowed'; readonly reason: OverflowReason } & Why)
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
  | BrokeFact
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
  | ClockFact
  /** Number, name and typed keys of the caller are gone from the journal, in the commit of this fact. */
  | ({ readonly kind: 'caller-erased'; readonly by: string } & Why)
  | NoticeFact
  | RemovedFact
  | ({ readonly kind: 'left'; readonly outcome: Outcome; readonly phase: string; readonly waitedMs: number } & Why)
