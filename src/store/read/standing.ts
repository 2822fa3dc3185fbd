// What staff have set from the phone desk and that stands now, and legal holds. Oldest first.
import type { Standing } from '../../core/standing/standing.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export function standing(from: Stored): Standing[] {
  return all(from).filter(({ what }) => what.is !== 'hold')
}

export function holds(from: Stored): Standing[] {
  return all(from).filter(({ what }) => what.is === 'hold')
}

function all(from: Stored): Standing[] {
  const rows = allOf(from.db, sqlFor.selectFrom('stream').select('state').where('kind', '=', 'standing').orderBy('id'))
  return rows.map(({ state }) => JSON.parse(state) as Standing).sort((a, b) => a.since - b.since)
}
