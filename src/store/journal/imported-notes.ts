// Whether the note that the dialplan's failsafe left of a call is in the journal: a daemon that dies after it was written down, and before the
// note was removed, must not import it again, for that would open its incident a second time. And what the journal has of a call that was over
// before its note was read, so that it does not arrive a second time. Called by journal.ts.
import type Database from 'better-sqlite3'
import { sql } from 'kysely'
import type { IncidentId } from '../../core/world/ids.ts'
import type { EndedCall } from '../../core/world/inputs.ts'
import { prepare, sqlFor } from './statements.ts'

export function importedNotes(db: Database.Database): (channel: string) => boolean {
  const found = prepare<{ stream: string }, { turn: number }>(db, p =>
    sqlFor
      .selectFrom('change')
      .innerJoin('turn', 'turn.seq', 'change.turn')
      .select('change.turn')
      .where('change.stream', '=', p.stream)
      .where(sql`json_extract(turn.input, '$.type')`, '=', 'imported')
      .limit(1),
  )
  return stream => found.get({ stream }) !== undefined
}

export function endedCalls(db: Database.Database): (channel: string) => EndedCall | null {
  const ended = prepare<{ id: string }, { property: string | null }>(db, p =>
    sqlFor
      .selectFrom('stream')
      .innerJoin('call_row', 'call_row.id', 'stream.id')
      .select('call_row.property')
      .where('stream.id', '=', p.id)
      .where('stream.kind', '=', 'call')
      .where('stream.live', '=', 0),
  )
  const belonged = prepare<{ call: string }, { id: IncidentId; opener: string }>(db, p =>
    sqlFor
      .selectFrom('call_incident')
      .innerJoin('incident_row', 'incident_row.id', 'call_incident.incident')
      .select(['incident_row.id', 'incident_row.call as opener'])
      .where('call_incident.call', '=', p.call)
      .orderBy('opened_at')
      .$castTo<{ id: IncidentId; opener: string }>(),
  )
  return channel => {
    const call = ended.get({ id: channel })
    if (call === undefined) return null
    const all = belonged.all({ call: channel })
    const incidents = all.filter(({ opener }) => opener === channel).length
    return { property: call.property, incident: all.at(-1)?.id ?? null, incidents }
  }
}
