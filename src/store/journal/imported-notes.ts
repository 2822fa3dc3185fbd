// Whether the note that the dialplan's failsafe left of a call is in the journal: a daemon that dies after it was written down, and before the
// note was removed, must not import it again, for that would open its incident a second time. Called by journal.ts.
import type Database from 'better-sqlite3'
import { sql } from 'kysely'
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
