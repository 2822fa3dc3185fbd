// Recordings that the rules keep no longer: messages that somebody has dealt with, statements, recorded talks; the oldest first. And those
// that were to be removed in the last days: their files are removed again, in case that it went wrong. Runs in over-age-worker.ts.
import { type Keeps, keptFor, shortest } from '../../core/plan/retention.ts'
import type { CallId, EpochMs, IncidentId } from '../../core/world/ids.ts'
import type { Input } from '../../core/world/inputs.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

/** As the core is told of it. */
export type OverAge = Omit<Extract<Input, { type: 'overAge' }>, 'type'>

export interface OverAgeList {
  readonly due: readonly OverAge[]
  /** Names of recordings. */
  readonly again: readonly string[]
}

const DAY_MS = 86_400_000
/** For so long a removal is tried again. */
const AGAIN_MS = 3 * DAY_MS
/** Whoever has dealt with a message may want to hear it once more. */
const AFTER_DONE_MS = DAY_MS

export function listOverAge(from: Stored, keeps: Keeps, now: EpochMs, most: number): OverAgeList {
  const gone = removed(from)
  const again = gone.filter(({ at }) => at > now - AGAIN_MS).map(({ recording }) => recording)
  const least = shortest(keeps)
  if (least === null) return { due: [], again }
  const names = new Set(gone.map(({ recording }) => recording))
  const before = now - least * 1000
  const incidentsOf = prepare<{ call: string }, { incident: string }>(from.db, p =>
    sqlFor.selectFrom('call_incident').select('incident').where('call', '=', p.call),
  )
  const live = new Set(allOf(from.db, sqlFor.selectFrom('stream').select('id').where('live', '=', 1)).map(({ id }) => id))
  const due = [...messages(from, before, now), ...ofFacts(from, before)]
    .flatMap(({ property, ...each }): OverAge[] => {
      const keepSeconds = keptFor(keeps, property, each.what)
      if (keepSeconds === null || each.takenAt + keepSeconds * 1000 > now || names.has(each.recording)) return []
      const incidents = incidentsOf.all({ call: each.stream }).map(({ incident }) => incident as IncidentId)
      // The core says so too; here it keeps what can't go from standing in the way of what can.
      if ([each.stream, ...incidents].some(id => live.has(id))) return []
      return [{ ...each, keepSeconds, incidents }]
    })
    .sort((a, b) => a.takenAt - b.takenAt)
    .slice(0, most)
  return { due, again }
}

type Found = Omit<OverAge, 'keepSeconds' | 'incidents'> & { readonly property: string | null }

/** Not those that nobody has dealt with, however old they are. */
function messages(from: Stored, before: number, now: number): Found[] {
  const query = sqlFor
    .selectFrom('message_row')
    .leftJoin('recording_row', 'recording_row.recording', 'message_row.recording')
    .select(['message_row.recording', 'message_row.call', 'property', 'message_row.taken_at'])
    .where('message_row.taken_at', '<=', before)
    .where('done_at', '<=', now - AFTER_DONE_MS)
    .where('lost', 'is', null)
  return allOf(from.db, query).map(row => ({
    ...{ stream: row.call as CallId, recording: row.recording, what: 'messages' as const },
    ...{ takenAt: row.taken_at as EpochMs, property: row.property },
  }))
}

function ofFacts(from: Stored, before: number): Found[] {
  const query = sqlFor
    .selectFrom('fact')
    .innerJoin('turn', 'turn.seq', 'fact.turn')
    .leftJoin('call_row', 'call_row.id', 'fact.stream')
    .leftJoin('incident_row', 'incident_row.id', 'fact.stream')
    .select(['fact.stream', 'fact.kind', 'fact.body', 'turn.at'])
    .select(['call_row.property as ofCall', 'incident_row.property as ofIncident'])
    .where('fact.kind', 'in', ['statement-taken', 'statement-missing', 'talk-recorded'])
    .where('turn.at', '<=', before)
  return allOf(from.db, query).map(row => ({
    ...{ stream: row.stream as CallId | IncidentId, recording: recordingOf(row.body), takenAt: row.at as EpochMs },
    ...{
      what: row.kind === 'talk-recorded' ? ('talks' as const) : ('statements' as const),
      property: row.ofCall ?? row.ofIncident,
    },
  }))
}

function removed(from: Stored): readonly { readonly recording: string; readonly at: number }[] {
  return allOf(from.db, sqlFor.selectFrom('removed_recording').select(['recording', 'at']))
}

function recordingOf(body: string): string {
  return String((JSON.parse(body) as { recording?: unknown }).recording)
}
