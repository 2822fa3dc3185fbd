// Where a time stands in the journal. Turns have no index by time and need none: time never goes
// back from one to the next.
import { prepare, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

/** The first turn at or after this time, ms since the epoch; one after the last where there is none. */
export function turnAt({ db }: Stored, ms: number): number {
  const at = prepare<{ seq: number }, { at: number }>(db, p => sqlFor.selectFrom('turn').select('at').where('seq', '=', p.seq))
  const last = Number(db.prepare('SELECT max(seq) FROM turn').pluck().get() ?? 0)
  let [low, high] = [1, last + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((at.get({ seq: middle })?.at ?? 0) < ms) low = middle + 1
    else high = middle
  }
  return low
}
