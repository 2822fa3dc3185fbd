// Is it late? Service level for an urgent call runs to a person who has it: callers think from when they called. An incident that nobody
// has accepted, owned or acknowledged by then is late, once: the fact comes in the very turn, and with it whoever is told. Whoever had it
// in time ends that for good, whatever becomes of it afterwards. The ladder is not touched. Called by opening.ts and table.ts.
import { targetOf } from '../plan/target.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type EpochMs } from '../world/ids.ts'
import { type IncidentEvent, type Live, propertyOf } from './events.ts'
import { type Incident, type IncidentBase, stepDue } from './incident.ts'

/** What an incident of this category wants of them. `calledAt`: when the call that opens it came in. */
export function serviceOf(at: At, incident: IncidentBase, calledAt: EpochMs): Pick<IncidentBase, 'service'> {
  const seconds = targetOf(propertyOf(at, incident), incident.category)
  return seconds === null ? {} : { service: { calledAt, lateAt: after(calledAt, seconds) } }
}

/** Nothing but that is due: what is said of it, and nothing else. */
export function onlyLate(at: At, incident: Live, event: IncidentEvent): Decision<Incident> | null {
  const step = stepDue(incident)
  if (event.type !== 'due' || (step !== null && step <= at.now) || !isLate(incident, at.now)) return null
  return withService(incident, event, decision<Incident>(incident), at.now)
}

/** What was decided, and first of all that it is late; or that it is late no more. */
export function withService(
  before: IncidentBase,
  event: { readonly type: string },
  decided: Decision<Incident>,
  now: EpochMs,
): Decision<Incident> {
  if (before.service === undefined) return decided
  const { service: _, ...state } = decided.state
  // Taken in the failsafe: when, nobody knows, and it was not now.
  if (isLate(before, now) && event.type !== 'takenOutside')
    return { ...decided, state, facts: [lateFact(before.service), ...decided.facts] }
  return decided.state.owner === null && decided.state.phase !== 'closed' ? decided : { ...decided, state }
}

/** Late before it was opened: the caller was in the office's queue for so long, or in the failsafe. */
export function lateAtOnce(opened: Decision<Incident>, now: EpochMs): Decision<Incident> {
  const { service, ...state } = opened.state
  return service === undefined || now < service.lateAt
    ? opened
    : { ...opened, state, facts: [...opened.facts, lateFact(service)] }
}

export function isLate({ service }: IncidentBase, now: EpochMs): boolean {
  return service !== undefined && now >= service.lateAt
}

export function lateFact({ calledAt, lateAt }: NonNullable<IncidentBase['service']>): FactBody {
  const targetSeconds = (lateAt - calledAt) / 1000
  return { kind: 'late', calledAt, targetSeconds, why: 'nobody has it within its target' }
}
