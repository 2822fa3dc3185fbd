// An urgent choice opens an incident: its ladder starts in the same turn.
import { type At, type Decision, first } from '../world/decision.ts'
import type { IncidentId } from '../world/ids.ts'
import type { IncidentSignal } from '../world/signals.ts'
import type { Incident, IncidentBase } from './incident.ts'
import { lateAtOnce, serviceOf } from './late.ts'
import { beginPass } from './ringing-rung.ts'

export function open(at: At, id: IncidentId, signal: Extract<IncidentSignal, { type: 'open' }>): Decision<Incident> {
  const { call, calledAt, plan, property, category, ladder, callerNumber, callerNow, why, beside } = signal
  const opening: IncidentBase = {
    id,
    kind: 'incident',
    plan,
    property,
    category,
    ladder,
    openedAt: at.now,
    caller: { call, callerNumber, now: callerNow },
    statements: [],
    legs: {},
    nextLeg: 1,
    nextPlayback: 1,
    owner: null,
    lost: [],
    ...(beside === undefined ? {} : { beside }),
  }
  const incident: IncidentBase = { ...opening, ...serviceOf(at, opening, calledAt) }
  const opened = first(
    { facts: [{ kind: 'opened', call, property, category, ladder, callerNumber, why }] },
    beginPass(at, incident, 1, 'the incident was opened'),
  )
  return lateAtOnce(opened, at.now)
}
