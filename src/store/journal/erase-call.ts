// Erases what can identify the caller of one call: bodies and salts of its private parts go, their
// digests stay, so the chain still verifies and `calls show` says that they were erased. Done in
// the commit of the turn that says so (append-turn.ts), which names the incidents of the call. A
// call that still runs, or whose incident is open, is not erased: the number is needed.
import type Database from 'better-sqlite3'
import type { CallId, IncidentId } from '../../core/world/ids.ts'
import { prepare, sqlFor } from './statements.ts'

/** To be called within a transaction. */
export function eraser(db: Database.Database): (call: CallId, incidents: readonly IncidentId[]) => void {
  // First the same words where the call's incidents repeat them, then the call's own.
  const repeated = prepare<{ call: string; incident: string }>(db, p =>
    sqlFor
      .updateTable('private')
      .set({ salt: null, body: null })
      .where('stream', '=', p.incident)
      .where('body', 'in', eb =>
        eb.selectFrom('private as own').select('own.body').where('own.stream', '=', p.call).where('own.body', 'is not', null),
      ),
  )
  const own = prepare<{ call: string }>(db, p =>
    sqlFor.updateTable('private').set({ salt: null, body: null }).where('body', 'is not', null).where('stream', '=', p.call),
  )
  return (call, incidents) => {
    for (const incident of incidents) repeated.run({ call, incident })
    own.run({ call })
  }
}

/** Whether the log file (WAL) holds no old pages any more: not while somebody still reads them. */
export function oldPagesGone(db: Database.Database): boolean {
  const [row] = db.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]
  return row?.busy === 0
}
