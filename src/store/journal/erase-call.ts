// Erases what can identify the caller of one call: bodies and salts of its private parts go, their digests stay, so the chain still
// verifies and `calls show` says that they were erased. A call that still runs, or whose incident is open, is not erased: the number is needed.
import type Database from 'better-sqlite3'
import type { CallId } from '../../core/world/ids.ts'
import { prepare, sqlFor } from './statements.ts'

export type Erased = { readonly erased: number } | { readonly stillLive: readonly string[] }

/** How many parts were erased, or which streams are still live and keep the caller's number in their state. */
export function eraser(db: Database.Database): (call: CallId) => Erased {
  const live = prepare<{ call: string }, { id: string }>(db, p =>
    sqlFor
      .selectFrom('stream')
      .select('id')
      .where('live', '=', 1)
      .where(eb =>
        eb.or([
          eb('id', '=', p.call),
          eb('id', 'in', eb.selectFrom('call_incident').select('incident').where('call', '=', p.call)),
        ]),
      ),
  )
  // First the same words where the call's incidents repeat them, then the call's own.
  const repeated = prepare<{ call: string }, { n: number }>(db, p =>
    sqlFor
      .updateTable('private')
      .set({ salt: null, body: null })
      .where('stream', 'in', eb => eb.selectFrom('call_incident').select('incident').where('call', '=', p.call))
      .where('body', 'in', eb =>
        eb.selectFrom('private as own').select('own.body').where('own.stream', '=', p.call).where('own.body', 'is not', null),
      )
      .returning('n'),
  )
  const own = prepare<{ call: string }, { n: number }>(db, p =>
    sqlFor
      .updateTable('private')
      .set({ salt: null, body: null })
      .where('body', 'is not', null)
      .where('stream', '=', p.call)
      .returning('n'),
  )
  const inOne = db.transaction((call: CallId): Erased => {
    const stillLive = live.all({ call }).map(row => row.id)
    return stillLive.length > 0 ? { stillLive } : { erased: repeated.all({ call }).length + own.all({ call }).length }
  })
  return call => {
    const result = inOne.immediate(call)
    // The old pages leave the log file too.
    if ('erased' in result) db.pragma('wal_checkpoint(TRUNCATE)')
    return result
  }
}
