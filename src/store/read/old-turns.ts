// Which turns are old enough to be packed, and packs them: see journal/packed-turns.ts. Writes
// nothing; called in the followers' thread, because compressing takes some milliseconds.
import { PACKED_TOGETHER, type PackedTurns, packTurns } from '../journal/packed-turns.ts'
import type { TurnTable } from '../journal/schema.ts'
import { prepare, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

/** What is looked up most is of this month or the last one, and read as it stands. */
export const PACKED_AFTER_MS = 35 * 24 * 3_600_000

/** The oldest turns that are not packed yet, in at most `most` packs; none while too few are old. */
export function oldTurns({ db }: Pick<Stored, 'db'>, most: number): readonly PackedTurns[] {
  const lastPacked = prepare<object, { last: number | null }>(db, () =>
    sqlFor.selectFrom('packed').select(eb => eb.fn.max('last').as('last')),
  )
  const next = prepare<{ after: number }, TurnTable>(db, p =>
    sqlFor.selectFrom('turn').selectAll().where('seq', '>', p.after).orderBy('seq').limit(PACKED_TOGETHER),
  )
  const old = lastAt(db) - PACKED_AFTER_MS
  const packs: PackedTurns[] = []
  let after = lastPacked.get({})?.last ?? 0
  while (packs.length < most) {
    const turns = next.all({ after })
    const newest = turns.at(-1)
    if (newest === undefined || turns.length < PACKED_TOGETHER || newest.at >= old) break
    packs.push(packTurns(turns))
    after = newest.seq
  }
  return packs
}

function lastAt(db: Stored['db']): number {
  const last = prepare<object, { at: number }>(db, () => sqlFor.selectFrom('turn').select('at').orderBy('seq', 'desc').limit(1))
  return last.get({})?.at ?? 0
}
