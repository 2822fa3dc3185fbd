// What a report is made of: what happened in its span, as the lists have it. store/read loads them.

import type { DutyChange } from '../core/plan/duty-changes.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { Span } from './span.ts'

/** Times in ms since the epoch; null while it has not happened. */
export interface Records {
  readonly span: Span
  readonly now: number
  /** Arrived in the span. */
  readonly calls: readonly CallRecord[]
  /** Opened in the span, or open or unreached in it. */
  readonly incidents: readonly IncidentRecord[]
  /** Where these are of one category: the same of all categories, of which they are a share. */
  readonly ofAllCategories?: readonly IncidentRecord[]
  /** Dialled in the span. */
  readonly attempts: readonly AttemptRecord[]
  /** Where these are a part: all that were dialled in the span. */
  readonly allAttempts?: readonly AttemptRecord[]
  /** Left in the span, or not done at its beginning. */
  readonly messages: readonly MessageRecord[]
  /** The rules that are in force now. */
  readonly plan: Plan
  /** The first call that the log knows; null for none. */
  readonly firstCall: number | null
  /** When each line was called last before the end of the span. */
  readonly lastCalls: readonly LastCall[]
  /** Only these properties; null for all of them. */
  readonly properties: readonly string[] | null
  /** Of the span before, and of that of a year before, where they were asked for. */
  readonly before: Records | null
  readonly yearBefore: Records | null
  /** Looked up when a report asks for it: plans of earlier days are large. */
  readonly duty: () => DutyRecords
}

/** What hours on call and the counting of nights are made of. */
export interface DutyRecords {
  /** In the order of their time, half-open. The last has no end. */
  readonly rules: readonly RulesThen[]
  /** Made at the phone desk, whenever that was. */
  readonly changes: readonly DutyChangeThen[]
  /** Dialled in the day before the span: what was begun then is not counted again. */
  readonly attemptsBefore: readonly AttemptRecord[]
  readonly closed: readonly ClosedPeriod[]
  /** When the first rules came into force, or the first thing happened. */
  readonly logBegins: number | null
}

export interface RulesThen {
  readonly from: number
  readonly to: number
  readonly plan: Plan
}

export interface DutyChangeThen extends DutyChange {
  /** Null while it stands. */
  readonly endedAt: number | null
}

/** A pay period that was closed. */
export interface ClosedPeriod {
  /** As it was named: 2026-11, or two dates. */
  readonly period: string
  readonly from: number
  readonly to: number
  readonly closedAt: number
  readonly by: string
  /** Canonical JSON, and its hash as it was told when it was closed. */
  readonly figures: string
  readonly sha256: string
}

export interface LastCall {
  /** As it was dialled. */
  readonly line: string
  /** A trunk of the rules' lines; null for those of all other trunks. */
  readonly trunk: string | null
  readonly at: number
}

export interface CallRecord {
  readonly id: string
  readonly property: string | null
  readonly trunk: string
  readonly line: string
  readonly arrivedAt: number
  readonly officeMs: number | null
  readonly officeStatus: string | null
  readonly overflow: string | null
  readonly menuAt: number | null
  readonly category: string | null
  /** Who had its incident first. */
  readonly person: string | null
  /** Put on hold for the first time. */
  readonly heldAt: number | null
  readonly humanAt: number | null
  readonly outcome: string | null
  /** In which phase it ended: docs/call-states.md. */
  readonly phase: string | null
  readonly leftAt: number | null
  /** When the same number had called before, at most a day earlier. */
  readonly calledBefore: number | null
}

export interface IncidentRecord {
  readonly id: string
  readonly call: string
  readonly property: string
  readonly category: string
  readonly openedAt: number
  /** When the call arrived that opened it. */
  readonly arrivedAt: number
  readonly state: string
  readonly passes: number
  /** The number of the last one. */
  readonly pass: number
  /** The number of the last one, whether or not it could be rung. */
  readonly rung: number
  /** Begun so far, over all passes. */
  readonly rungs: number
  readonly skipped: number
  readonly firstOwner: string | null
  readonly firstOwnedAt: number | null
  readonly firstPass: number | null
  readonly firstRung: number | null
  /** Begun until somebody had it. */
  readonly firstRungs: number | null
  /** When it was late, as the log says and people were told. */
  readonly lateAt: number | null
  readonly unreachedAt: number | null
  readonly outcome: string | null
  readonly resolvedAt: number | null
  readonly resolvedBy: string | null
  /** Seconds within which somebody should have it, by the rules in force when it opened. */
  readonly targetSeconds: number | null
}

export interface AttemptRecord {
  readonly leg: string
  readonly stream: string
  readonly property: string | null
  readonly category: string | null
  readonly person: string | null
  readonly phone: string
  readonly trunk: string
  /** 1: they had it already. */
  readonly reminder: 0 | 1
  readonly dialledAt: number
  readonly rangAt: number | null
  readonly answeredAt: number | null
  readonly takenAt: number | null
  readonly talkedMs: number | null
  readonly result: string | null
  readonly sip: number | null
}

export interface MessageRecord {
  readonly recording: string
  readonly property: string | null
  readonly mailbox: string
  readonly takenAt: number
  readonly doneAt: number | null
}
