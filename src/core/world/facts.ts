// What happened, in the field's words, for people and queries. Facts are journalled with the turn that decided them; lists and `calls show` are
// made from nothing else. Each carries its reason. Private fields are named in PRIVATE_FIELDS. Which facts there are stands in the files beside this.
import type { CallFact } from './call-facts.ts'
import type { EpochMs, StreamId } from './ids.ts'
import type { IncidentFact } from './incident-facts.ts'
import type { PeriodFact } from './period-facts.ts'
import type { DeskFact, StandingFact } from './staff-facts.ts'
import type { TrunkFact } from './trunk-facts.ts'

export { type CallFact, type Outcome, OVERFLOW_REASONS, type OverflowReason } from './call-facts.ts'
export type { EmergencyDialled, EmergencyFact } from './emergency-facts.ts'
export type { AttemptResult, BrokeFact, ClockFact, NoticeFact, Why } from './fact-parts.ts'
export { INCIDENT_OUTCOMES, type IncidentFact, type IncidentOutcome } from './incident-facts.ts'
export type { PeriodFact } from './period-facts.ts'
export type { DeskFact, StandingFact } from './staff-facts.ts'
export type { TrunkFact, TrunkTroubleFact, TrunkTroubleKind } from './trunk-facts.ts'

export type FactBody = CallFact | IncidentFact | DeskFact | StandingFact | PeriodFact | TrunkFact
export type FactKind = FactBody['kind']
export type Fact = { readonly stream: StreamId; readonly at: EpochMs } & FactBody

/** Fields of inputs, states and facts that can identify a person: kept apart by the journal so that they can be erased. */
export const PRIVATE_FIELDS: readonly string[] = ['callerNumber', 'callerName', 'diversion', 'number', 'digits']
