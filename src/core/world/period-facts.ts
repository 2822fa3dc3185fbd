// What happens to a pay period: it is closed, once. Part of facts.ts.
import type { Why } from './fact-parts.ts'
import type { EpochMs } from './ids.ts'

/** The figures stand in the input of the turn; `hash` is the sha256 of their text. The time is half-open. */
export type PeriodFact = {
  readonly kind: 'period-closed'
  readonly report: 'people'
  readonly period: string
  readonly since: EpochMs
  readonly until: EpochMs
  readonly by: string
  readonly hash: string
} & Why
