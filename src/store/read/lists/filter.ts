// What lists can be asked for. Each list says which of these it takes, and by which keys it can be
// sorted; all of them together must hold.
import type { Outcome, OverflowReason } from '../../../core/world/facts.ts'

export type ListName = 'calls' | 'incidents' | 'attempts' | 'messages' | 'facts'

export interface ListFilter {
  /** Any of these; groups are resolved before. */
  readonly properties?: readonly string[]
  /** At or after, and before; ms since the epoch. */
  readonly since?: number
  readonly until?: number
  /** An id of the rules, or whoever acted at the command line. */
  readonly person?: string
  readonly caller?: CallerSought
  readonly category?: string
  /** Of calls: `live` is one that still runs. Of attempts: their result. */
  readonly outcome?: Outcome | 'live' | (string & {})
  /** Of incidents. */
  readonly state?: IncidentState
  readonly trunk?: string
  /** Any of these. */
  readonly lines?: readonly string[]
  readonly overflow?: OverflowReason
  readonly mailbox?: string
  /** Messages that nobody has dealt with, or that somebody has. */
  readonly done?: boolean
  /** Telephones that were rung, any of these. */
  readonly phones?: readonly string[]
  /** Kind of a fact. */
  readonly kind?: string
  /** A call or an incident. */
  readonly stream?: string
  /** Only these rows, by the key of the list. */
  readonly ids?: readonly string[]
  /** Words that must all appear: `wordsOf`. */
  readonly words?: readonly string[]
}

export type CallerSought = { readonly digits: string } | { readonly name: string } | 'withheld'

export const INCIDENT_STATES = [
  'open',
  'ringing',
  'acknowledged',
  'unreached',
  'resolved',
  'folded',
  'no-outcome',
  'late',
] as const
export type IncidentState = (typeof INCIDENT_STATES)[number]

export type Way = 'asc' | 'desc'

export interface Page {
  /** One of the list's keys. */
  readonly sort: string
  readonly way: Way
  /** Goes on after the row of this cursor. */
  readonly after?: string
  readonly limit: number
}
