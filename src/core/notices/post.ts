// One thing that one address outside is to be told, as it waits in the outbox, and what is known of its cause when it is sent.
// Made by the store, read by notify. Nothing of a caller is kept in the outbox itself: numbers are looked up when it is sent.
import type { ReportKind, ReportPart } from '../plan/mailed-reports.ts'
import type { Outcome, TrunkTroubleKind } from '../world/facts.ts'
import type { CallId, EpochMs, IncidentId, Seconds, StandingId, TrunkStreamId } from '../world/ids.ts'
import type { NoticeWay } from './events.ts'

export interface Post {
  /** Unique for ever: who asks twice gets one. The idempotency key of webhooks and texts. */
  readonly key: string
  /** The same for everybody who is told the same: becomes the Message-ID. */
  readonly thread: string
  readonly way: NoticeWay
  /** A mail address, a telephone number, or the name of a webhook. */
  readonly to: string
  /** Everybody who is mailed this. */
  readonly all: readonly string[]
  /** When it happened. */
  readonly madeAt: EpochMs
  /** When it may be sent: later than it happened where quiet hours held it. After a day of trying it is given up. */
  readonly firstAt: EpochMs
  /** How often it has been tried in vain. */
  readonly attempts: number
  /** How often of these nobody knows whether it was taken. */
  readonly uncertain?: number
  readonly property: string
  /** Whose deed it is, by name. */
  readonly who: string | null
  readonly about: About
  /** It tells of several that are alike; `about` is the last of them. */
  readonly gathered?: Gathered
}

export interface Gathered {
  readonly count: number
  /** When the first of them happened, and the last. */
  readonly from: EpochMs
  readonly until: EpochMs
}

export type About =
  | MessageAbout
  | MissedAbout
  | EmergencyAbout
  | TrunkAbout
  | IncidentAbout
  | DigestAbout
  | AnchorAbout
  | ReportAbout
  | ContactCardAbout

/** The last turn of the log when this is sent. Its holder can tell later whether the log was changed. */
export interface LogAnchor {
  readonly seq: number
  readonly at: EpochMs
  readonly hash: string
}

/** For webhooks alone. */
export interface AnchorAbout {
  readonly event: 'anchor'
  readonly anchor: LogAnchor
}

/** How a telephone knows the box, for somebody who is new in the rules. */
export interface ContactCardAbout {
  readonly event: 'contact-card'
  readonly person: string
}

/** Of what a report is to be made, and for what time. It is made when it is sent. */
export interface ReportAbout {
  readonly event: 'report'
  readonly reports: readonly ReportKind[]
  readonly by: ReportPart
  /** Of this property, or of this group; of all without either. */
  readonly property: string | null
  readonly group: string | null
  readonly from: EpochMs
  readonly to: EpochMs
  readonly zone: string
}

/** `number` is null when it was withheld; `erased` when it was known once. */
export interface Caller {
  readonly number: string | null
  readonly name: string | null
  readonly erased: boolean
}

export interface MessageAbout {
  readonly event: 'message'
  readonly call: CallId
  readonly caller: Caller
  readonly mailbox: string
  readonly recording: string
  readonly takenAt: EpochMs
  readonly ms: number
  /** Only the beginning could be recorded. */
  readonly cut: boolean
  /** Why nothing could be recorded: there is only a caller to call back. */
  readonly lost: string | null
}

export interface MissedAbout {
  readonly event: 'missed'
  readonly call: CallId
  readonly caller: Caller
  readonly line: string
  readonly arrivedAt: EpochMs
  readonly waitedMs: number
}

/** An emergency call of an office telephone. `what` is told: that it was dialled, or how it went. */
export interface EmergencyAbout {
  readonly event: 'emergency' | 'emergency-test'
  readonly id: StandingId
  readonly what: 'dialled' | 'answered' | 'failed' | 'left'
  readonly phone: string
  readonly dialled: string
  readonly calledAt: EpochMs
  /** Who carried it. */
  readonly trunk: string | null
}

/** A trunk is in trouble, or is well again: then `until` is there. */
export interface TrunkAbout {
  readonly event: 'trunk'
  readonly trunkStream: TrunkStreamId
  readonly trunk: string
  readonly trouble: TrunkTroubleKind
  readonly since: EpochMs
  readonly until: EpochMs | null
  readonly reason: string
}

export interface IncidentAbout extends KnownIncident {
  readonly event: 'opened' | 'acknowledged' | 'late' | 'unreached' | 'resolved' | 'storm' | 'reminder' | 'added-words'
  /** How many statements its owner has not heard; only with what is said to them alone. */
  readonly unheard?: number
  /** Only of one that is late: when its caller called, and how soon somebody was to have it. */
  readonly late?: { readonly calledAt: EpochMs; readonly targetSeconds: Seconds }
}

export interface KnownIncident {
  readonly incident: IncidentId
  readonly call: CallId
  readonly caller: Caller
  readonly category: string
  readonly openedAt: EpochMs
  /** What has become of it since, such as `unreached` or `acknowledged`. */
  readonly state: string
  readonly passes: number
  /** Who has it, by name. */
  readonly owner: string | null
  readonly ownedAt: EpochMs | null
  /** The recording of what the caller said last, where there is one. */
  readonly statement: string | null
}

export interface DigestAbout {
  readonly event: 'digest'
  readonly from: EpochMs
  readonly until: EpochMs
  /** Calls that arrived in that time, oldest first. */
  readonly calls: readonly DigestCall[]
  /** There were more calls than are listed. */
  readonly more: number
  /** Incidents that nobody has, however old. */
  readonly unreached: readonly KnownIncident[]
  /** Incidents that somebody has or had, and of which nobody has said what became: those still open, and those closed so in that time. */
  readonly withoutOutcome: readonly KnownIncident[]
  /** Incidents that were opened in that time, oldest first. */
  readonly incidents: readonly KnownIncident[]
  /** Messages that nobody has dealt with, however old. */
  readonly messages: readonly Omit<MessageAbout, 'event'>[]
  /** What could not be told to anybody in that time. */
  readonly givenUp: readonly { readonly at: EpochMs; readonly way: NoticeWay; readonly to: string; readonly event: string }[]
  /** What has been tried in vain for long, and still is. */
  readonly late: readonly { readonly since: EpochMs; readonly way: NoticeWay; readonly to: string; readonly event: string }[]
  /** How often in that time the box was not allowed to ring somebody: by a cap, or because a number may not be called. */
  readonly notRung: { readonly capped: number; readonly refused: number }
  readonly anchor: LogAnchor | null
  /** What the report of exceptions found in that time, where it could be made. */
  readonly found?: readonly Found[]
}

/** A table of the report of exceptions, and how many rows it has. */
export interface Found {
  readonly table: string
  readonly rows: number
}

export interface DigestCall {
  readonly id: CallId
  readonly arrivedAt: EpochMs
  readonly caller: Caller
  readonly line: string
  /** Null while it runs. */
  readonly outcome: Outcome | null
  readonly unknownLine: boolean
  /** Who has its incident, by name. */
  readonly owner: string | null
  readonly category: string | null
}
