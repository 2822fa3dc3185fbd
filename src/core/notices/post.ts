// One thing that one person outside is to be told by mail, as it waits in the outbox, and what is known of its cause when it is sent.
// Made by the store, read by notify. Nothing private is kept in the outbox itself: numbers are looked up when it is sent.
import type { Outcome } from '../world/facts.ts'
import type { CallId, EpochMs, IncidentId } from '../world/ids.ts'

export interface Post {
  /** Unique for ever: who asks twice gets one. */
  readonly key: string
  /** The same for everybody who is told the same: becomes the Message-ID. */
  readonly thread: string
  readonly to: string
  /** Everybody who is told. */
  readonly all: readonly string[]
  readonly madeAt: EpochMs
  /** How often it has been tried in vain. */
  readonly attempts: number
  readonly property: string
  readonly about: About
}

export type About = MessageAbout | UnreachedAbout | DigestAbout

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
}

export interface UnreachedAbout {
  readonly event: 'unreached'
  readonly incident: IncidentId
  readonly call: CallId
  readonly caller: Caller
  readonly category: string
  readonly openedAt: EpochMs
  /** What has become of it since, such as `unreached` or `acknowledged`. */
  readonly state: string
  readonly passes: number
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
  readonly unreached: readonly Omit<UnreachedAbout, 'event'>[]
  /** Messages that nobody has dealt with, however old. */
  readonly messages: readonly Omit<MessageAbout, 'event'>[]
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
