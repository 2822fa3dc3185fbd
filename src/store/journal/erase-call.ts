// Erases what can identify the caller of one call: bodies and salts of its private parts go, their
// digests stay, so the chain still verifies and `calls show` says that they were erased. Done in
// the commit of the turn that says so (append-turn.ts), which names the incidents of the call, and
// those of their parts that go too: afterwards nobody could tell which said the same. A call that
// still runs, or whose incident is open, is not erased: the number is needed.
import type Database from 'better-sqlite3'
import type { CallId, IncidentId } from '../../core/world/ids.ts'
import { prepare, sqlFor } from './statements.ts'

/** Where a private part stands. */
export type PartPlace = readonly [turn: number, n: number]

export interface Eraser {
  /** Parts of its incidents that say the same as parts of the call. */
  repeated(call: CallId, incidents: readonly IncidentId[]): readonly PartPlace[]
  /** To be called within a transaction. */
  erase(call: CallId, repeated: readonly PartPlace[]): void
}

export function eraser(db: Database.Database): Eraser {
  const same = prepare<{ call: string; incident: string }, { turn: number; n: number }>(db, p =>
    sqlFor
      .selectFrom('private')
      .select(['turn', 'n'])
      .where('stream', '=', p.incident)
      .where('body', 'in', eb =>
        eb.selectFrom('private as own').select('own.body').where('own.stream', '=', p.call).where('own.body', 'is not', null),
      )
      .orderBy('turn')
      .orderBy('n'),
  )
  const one = prepare<{ turn: number; n: number }>(db, p =>
    sqlFor.updateTable('private').set({ salt: null, body: null }).where('turn', '=', p.turn).where('n', '=', p.n),
  )
  const own = prepare<{ call: string }>(db, p =>
    sqlFor.updateTable('private').set({ salt: null, body: null }).where('body', 'is not', null).where('stream', '=', p.call),
  )
  return {
    repeated: (call, incidents) =>
      incidents.flatMap(incident => same.all({ call, incident }).map(({ turn, n }): PartPlace => [turn, n])),
    erase(call, repeated) {
      for (const [turn, n] of repeated) one.run({ turn, n })
      own.run({ call })
    },
  }
}

/** Whether the log file (WAL) holds no old pages any more: not while somebody still reads them. */
export function oldPagesGone(db: Database.Database): boolean {
  const [row] = db.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]
  return row?.busy === 0
}
