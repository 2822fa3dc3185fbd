// What staff have set from the phone desk and that stands now. Oldest first.
import type { Standing } from '../../core/standing/standing.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import { storedState } from '../journal/versions.ts'
import type { Stored } from './stored.ts'

export function standing(from: Stored): Standing[] {
  const rows = allOf(
    from.db,
    sqlFor.selectFrom('stream').select(['v', 'state']).where('live', '=', 1).where('kind', '=', 'standing').orderBy('id'),
  )
  return rows
    .flatMap(({ v, state }) => (state === null ? [] : [storedState(v, state)]))
    .filter(stream => stream.kind === 'standing')
    .sort((a, b) => a.since - b.since)
}
