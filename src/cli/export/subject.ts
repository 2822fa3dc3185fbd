// What an export tells of: one call with its incidents, or one incident with all its calls.

import type { Plan } from '../../core/plan/plan.ts'
import type { CallId, EpochMs, StreamId } from '../../core/world/ids.ts'
import type { CallSummary } from '../../store/read/list-calls.ts'
import type { OpenIncident } from '../../store/read/open-incidents.ts'
import type { Reader } from '../../store/read/reader.ts'
import { callHead, theCall } from '../calls-show.ts'
import { incidentHead, theIncident } from '../incident-text.ts'
import { CliFailure, EXIT } from '../io.ts'

export type Subject =
  | { readonly kind: 'call'; readonly call: CallSummary; readonly plan: Plan | null }
  | {
      readonly kind: 'incident'
      readonly incident: OpenIncident
      readonly calls: readonly CallSummary[]
      readonly plan: Plan | null
    }

/** Throws a failure that says why no call is meant, or which. */
export function aCall(reader: Reader, wanted: string): Subject {
  return callOfId(reader, theCall(reader, wanted))
}

export function callOfId(reader: Reader, id: CallId): Subject {
  const story = reader.callStory(id)
  if (story === null) throw new CliFailure(EXIT.no, `There is no call ${id}.`)
  return { kind: 'call', call: story.call, plan: reader.plan(story.rules) }
}

export function anIncident(reader: Reader, wanted: string): Subject {
  const { incident, calls, rules } = theIncident(reader, wanted)
  return { kind: 'incident', incident, calls, plan: reader.plan(rules) }
}

export function idOf(subject: Subject): StreamId {
  return subject.kind === 'call' ? subject.call.id : subject.incident.id
}

/** The call from which its turns are found. */
export function callOf(subject: Subject): CallId {
  return subject.kind === 'call' ? subject.call.id : subject.incident.call
}

/** Whose facts are told, and who is told by name. */
export function streamsOf(subject: Subject): readonly StreamId[] {
  if (subject.kind === 'call') return [subject.call.id, ...subject.call.incidents.map(({ id }) => id)]
  return [subject.incident.id, ...subject.calls.map(({ id }) => id)]
}

export function zoneOf(subject: Subject): string {
  return subject.kind === 'call' ? subject.call.zone : subject.incident.zone
}

export function begunAt(subject: Subject): EpochMs {
  if (subject.kind === 'call') return subject.call.arrivedAt
  return Math.min(subject.incident.openedAt, ...subject.calls.map(({ arrivedAt }) => arrivedAt)) as EpochMs
}

/** What `calls show` and `incidents show` say before the timeline. */
export function storyHead(subject: Subject): string {
  return subject.kind === 'call' ? callHead(subject) : incidentHead(subject, subject.plan)
}

export function callsOf(subject: Subject): readonly CallSummary[] {
  return subject.kind === 'call' ? [subject.call] : subject.calls
}
