// What the incident hears of its caller: words that were recorded, waiting, hanging up, another number. The ladder never stops
// for any of it.
import { type At, type Decision, decision } from '../world/decision.ts'
import { type Event, type Live, tellCaller } from './events.ts'
import type { Incident } from './incident.ts'

export function statementTaken(_at: At, incident: Live, { recording, ms }: Event<'statementTaken'>): Decision<Incident> {
  if (incident.statements.some(s => s.recording === recording)) return decision<Incident>(incident)
  return decision<Incident>(
    { ...incident, statements: [...incident.statements, { recording, ms }] },
    { facts: [{ kind: 'statement-added', recording, why: 'the caller said what is wrong' }] },
  )
}

/** Who could not be told while they spoke that everybody is busy hears it now. */
export function callerWaiting(_at: At, incident: Live): Decision<Incident> {
  const busy = incident.phase === 'ringing' && incident.busyUntil !== null
  return decision<Incident>(
    { ...incident, caller: { ...incident.caller, now: 'waiting' } },
    { signals: busy ? tellCaller(incident, { type: 'waitingForBusy' }) : [] },
  )
}

export function callerLeft(_at: At, incident: Live, event: Event<'callerLeft'>): Decision<Incident> {
  const why = `${event.why ?? 'the caller hung up'}; the matter stays`
  return decision<Incident>(
    { ...incident, caller: { ...incident.caller, now: 'gone' } },
    { facts: [{ kind: 'caller-left', call: incident.caller.call, why }] },
  )
}

export function callerNumberChanged(_at: At, incident: Live, { callerNumber }: Event<'callerNumberChanged'>): Decision<Incident> {
  return decision<Incident>({ ...incident, caller: { ...incident.caller, callerNumber } })
}
