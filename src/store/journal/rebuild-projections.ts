// Throws the projections away and writes them again from the facts, in one transaction. For migrations that change a projection and for
// an administrator who doubts one. The daemon must not be writing meanwhile.
import type Database from 'better-sqlite3'
import { projector } from './projections.ts'
import { allOf, prepare, sqlFor } from './statements.ts'
import { storedFact } from './versions.ts'

const PROJECTIONS = [
  'call_row',
  'incident_row',
  'call_incident',
  'attempt_row',
  'message_row',
  'recording_row',
  'removed_recording',
  'held_recording',
] as const

export function rebuildProjections(db: Database.Database): void {
  const project = projector(db)
  const planAt = prepare<{ turn: number; stream: string }, { plan: string }>(db, p =>
    sqlFor.selectFrom('change').select('plan').where('turn', '=', p.turn).where('stream', '=', p.stream),
  )
  // A page at a time: SQLite may not write while a statement of the same connection is still reading.
  const page = prepare<{ after: number; until: number }, { turn: number; v: number; stream: string; body: string }>(db, p =>
    sqlFor
      .selectFrom('fact')
      .innerJoin('turn', 'turn.seq', 'fact.turn')
      .select(['fact.turn', 'turn.v', 'fact.stream', 'fact.body'])
      .where('fact.turn', '>', p.after)
      .where('fact.turn', '<=', p.until)
      .orderBy('fact.turn')
      .orderBy('fact.n'),
  )
  db.transaction(() => {
    for (const table of PROJECTIONS) allOfNone(db, table)
    const last =
      allOf(
        db,
        sqlFor.selectFrom('turn').select(eb => eb.fn.max('seq').as('seq')),
      )[0]?.seq ?? 0
    for (let after = 0; after < last; after += 1000) {
      for (const { turn, v, stream, body } of page.all({ after, until: after + 1000 })) {
        project({ turn, fact: storedFact(v, body), plan: planAt.get({ turn, stream })?.plan ?? null })
      }
    }
  }).immediate()
}

function allOfNone(db: Database.Database, table: (typeof PROJECTIONS)[number]): void {
  db.prepare(sqlFor.deleteFrom(table).compile().sql).run()
}
