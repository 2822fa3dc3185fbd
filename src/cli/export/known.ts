// What is known of a call or an incident before its story begins, as names and texts. Used by
// contents.ts, for the page.
import type { CallSummary } from '../../store/read/list-calls.ts'
import type { OpenIncident } from '../../store/read/open-incidents.ts'
import { incidentInShort } from '../incident-in-short.ts'
import { dateAndTime, duration } from '../local-time.ts'
import { OUTCOMES } from '../outcomes.ts'
import type { Subject } from './subject.ts'

export type Known = readonly (readonly [name: string, text: string])[]

export function knownOf(subject: Subject): Known {
  return subject.kind === 'call' ? ofCall(subject.call) : ofIncident(subject.incident, subject.calls)
}

function ofCall(call: CallSummary): Known {
  const { zone } = call
  return [
    ['Property', call.propertyName ?? call.property ?? 'not known'],
    ['Caller', callerOf(call)],
    ['Line, trunk', `${call.line}, ${call.trunk}`],
    ['Came in', dateAndTime(call.arrivedAt, zone)],
    ...(call.leftAt === null
      ? []
      : [['Ended', `${dateAndTime(call.leftAt, zone)}, after ${duration(call.waitedMs ?? 0)}`] as const]),
    ['Outcome', call.outcome === null ? 'still running' : `${call.outcome}: ${OUTCOMES[call.outcome]}`],
    ...call.incidents.map(incident => ['Incident', `${incident.id}: ${incidentInShort(incident)}`] as const),
  ]
}

function ofIncident(incident: OpenIncident, calls: readonly CallSummary[]): Known {
  const { zone, unreachedSince, lateAt } = incident
  return [
    ['Property', incident.propertyName ?? incident.property],
    ['Category', incident.category],
    ['Opened', `${dateAndTime(incident.openedAt, zone)}, ladder ${incident.ladder}`],
    ['State', incidentInShort(incident)],
    ...(lateAt === null ? [] : [['Late', `since ${dateAndTime(lateAt, zone)}`] as const]),
    ...(unreachedSince === null ? [] : [['Nobody reached', `since ${dateAndTime(unreachedSince, zone)}`] as const]),
    ...calls.map(call => ['Call', `${call.id}, ${dateAndTime(call.arrivedAt, zone)}, ${callerOf(call)}`] as const),
  ]
}

function callerOf({ erased, callerNumber, callerName }: CallSummary): string {
  if (erased) return 'erased'
  return `${callerNumber ?? 'number withheld'}${callerName === null ? '' : `, “${callerName}”`}`
}
