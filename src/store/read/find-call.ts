// Finds the call that a person means by the whole, the beginning or the end of its id, or by the id of its incident or leg.
import { sql } from 'kysely'
import type { CallId } from '../../core/world/ids.ts'
import { ownerOfLeg } from '../../core/world/our-legs.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export type Found =
  | { readonly found: 'one'; readonly id: CallId }
  | { readonly found: 'none' }
  /** The first few of the calls that it could be, newest first. */
  | { readonly found: 'several'; readonly ids: readonly CallId[] }

export function findCall(from: Stored, wanted: string): Found {
  const part = wanted.trim()
  if (part === '') return { found: 'none' }
  const exact = exactly(from, part)
  if (exact !== null) return { found: 'one', id: exact }
  const rows = allOf(
    from.db,
    sqlFor
      .selectFrom('call_row')
      .select('id')
      .where(eb =>
        eb.or([
          eb(sql<string>`substr(id, 1, length(${part}))`, '=', part),
          eb(sql<string>`substr(id, -length(${part}))`, '=', part),
        ]),
      )
      .orderBy('arrived_at', 'desc')
      .limit(6),
  )
  const [first, second] = rows
  if (first === undefined) return { found: 'none' }
  if (second === undefined) return { found: 'one', id: first.id as CallId }
  return { found: 'several', ids: rows.map(row => row.id as CallId) }
}

function exactly(from: Stored, id: string): CallId | null {
  const ids = [id, ownerOfLeg(id) ?? id]
  const opened = allOf(from.db, sqlFor.selectFrom('incident_row').select('call as id').where('id', 'in', ids))[0]
  const call = opened ?? allOf(from.db, sqlFor.selectFrom('call_row').select('id').where('id', 'in', ids))[0]
  return (call?.id ?? null) as CallId | null
}
