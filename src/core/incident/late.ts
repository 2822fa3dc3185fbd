// Is it late? The service level of an urgent call runs from the moment at which its caller called
// to a person who has it. An incident that nobody has accepted, owned or acknowledged by then is
// late, once: the fact comes in that very turn, and with it whoever is told. Whoever had it in time
// ends that for good, whatever becomes of it afterwards. The ladder is not touched. Called by
// opening.ts, table.ts and broken/broken-incident.ts.
import { targetOf } from '../plan/target.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type EpochMs } from '../world/ids.ts'
import { type IncidentEvent, type Live, propertyOf } from './events.ts'
import { type Incident, type IncidentBase, stepDue } from './incident.ts'

type Service = NonNullable<IncidentBase['service']>

/** `calledAt`: when the call that opens it came in. */
export function serviceOf(at: At, incident: IncidentBase, calledAt: EpochMs): { service?: Service } {
  const seconds = targetOf(propertyOf(at, incident), incident.category)
  return seconds === null ? {} : { service: { calledAt, lateAt: after(calledAt, seconds) } }
}

/** Nothing but that is due: the phase is not asked. */
export function onlyLate(at: At, incident: Live, event: IncidentEvent): Decision<Incident> | null {
  if (event.type !== 'due' || !isLate(incident, at.now)) return null
  const step = stepDue(incident)
  if (step !== null && step <= at.now) return null
  return withService(incident, event, decision<Incident>(incident), at.now)
}

/** What was decided, and before it that it is late; or without a target, once somebody has it. */
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

/** Late before it was opened: its caller was in the office's queue, or in the failsafe. */
export function lateAtOnce(opened: Decision<Incident>, now: EpochMs): Decision<Incident> {
  const { service, ...state } = opened.state
  if (service === undefined || now < service.lateAt) return opened
  return { ...opened, state, facts: [...opened.facts, lateFact(service)] }
}

function isLate({ service }: IncidentBase, now: EpochMs): boolean {
  return service !== undefined && now >= service.lateAt
}

function lateFact({ calledAt, lateAt }: Service): FactBody {
  const targetSeconds = (lateAt - calledAt) / 1000
  return { kind: 'late', calledAt, targetSeconds, why: 'nobody has it within its target' }
}
