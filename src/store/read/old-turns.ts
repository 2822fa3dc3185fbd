// Which turns are old enough to be packed, and packs them: see journal/packed-turns.ts. Writes
// nothing; called in the followers' thread, because compressing takes some milliseconds.
import { PACKED_TOGETHER, type PackedTurns, packTurns } from '../journal/packed-turns.ts'
import type { TurnTable } from '../journal/schema.ts'
import { prepare, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

/** What is looked up most is of this month or the last one, and read as it stands. */
export const PACKED_AFTER_MS = 35 * 24 * 3_600_000

/** The oldest that are not packed yet; null where not enough of them are old. */
export function oldTurns({ db }: Pick<Stored, 'db'>): PackedTurns | null {
  const { before } = prepare<object, { before: number | null }>(db, () =>
    sqlFor.selectFrom('packed').select(eb => eb.fn.max('last').as('before')),
  ).get({}) ?? { before: null }
  const next = prepare<{ before: number }, TurnTable>(db, p =>
    sqlFor.selectFrom('turn').selectAll().where('seq', '>', p.before).orderBy('seq').limit(PACKED_TOGETHER),
  )
  const turns = next.all({ before: before ?? 0 })
  const newest = turns.at(-1)
  if (newest === undefined || turns.length < PACKED_TOGETHER) return null
  return newest.at < lastAt(db) - PACKED_AFTER_MS ? packTurns(turns) : null
}

function lastAt(db: Stored['db']): number {
  const last = prepare<object, { at: number }>(db, () => sqlFor.selectFrom('turn').select('at').orderBy('seq', 'desc').limit(1))
  return last.get({})?.at ?? 0
}
