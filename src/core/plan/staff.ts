// Who works for the portfolio, and who of them is on call when: people, schedules, and whom a rung or notice may name. Part of plan.ts; who that is at a
// moment is in on-call.ts.
import type { E164, EpochMs } from '../world/ids.ts'
import type { Language } from './spoken.ts'
import type { LocalSpan, Quiet, Weekday, Window } from './when.ts'

export interface Person {
  readonly id: string
  readonly name: string
  readonly phones: readonly E164[]
  readonly language: Language
  readonly roles: readonly string[]
  /** The properties and groups in which their roles hold; everywhere without it (a rover). */
  readonly serves?: readonly string[]
  /** Where the PIN of the phone desk is found: `env:NAME` or `file:/path`. */
  readonly pinFrom?: string
  readonly mail?: string
  /** The number for text messages. */
  readonly sms?: E164
  readonly quiet?: Quiet
  /** While somebody is away nobody rings them, whichever way they are named. */
  readonly absences: readonly Absence[]
}

/** In local times of `zone`. */
export interface Absence extends LocalSpan {
  readonly zone: string
  /** On call in their place; nobody without one. */
  readonly substitute: string | null
}

export interface Schedule {
  readonly id: string
  readonly zone: string
  readonly rotations: readonly Rotation[]
  /** Applied one after the other, each to what those before it left. */
  readonly overrides: readonly Override[]
  /** On call when there is nobody else. */
  readonly fallback: string | null
}
/** In local times of the schedule's zone. `replace` does something only while `person` is on call. */
export type Override = LocalSpan & {
  /** Made at the phone desk, by whom and when; absent where it stands in the rules. */
  readonly desk?: { readonly by: string; readonly at: EpochMs }
} & (
    | { readonly do: 'add'; readonly people: readonly string[] }
    | { readonly do: 'remove'; readonly people: readonly string[] }
    | { readonly do: 'replace'; readonly person: string; readonly by: string }
  )
export interface Rotation {
  readonly people: readonly string[]
  readonly every: { readonly count: number; readonly unit: 'hours' | 'days' | 'weeks' | 'months' }
  /** Local date and time of the first handoff, ISO without an offset. */
  readonly from: string
  /** Restricts the rotation to these windows; null means always. */
  readonly windows: Readonly<Record<Weekday, readonly Window[]>> | null
}

export type Target =
  | { readonly kind: 'schedule'; readonly id: string }
  | { readonly kind: 'person'; readonly id: string }
  /** `property`: set where the role is resolved for one (on-call.ts); never in a rung. */
  | { readonly kind: 'role'; readonly id: string; readonly property?: string }
