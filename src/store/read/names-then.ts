// What something was called by a plan: for lists, which show names of many plans.
import type Database from 'better-sqlite3'
import type { NameRow } from '../follow/names-tables.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'

export interface NamesThen {
  /** Null where the plan is null, or was never gone by. */
  of(plan: string | null, what: NameRow['what'], id: string): Pick<NameRow, 'name' | 'zone'> | null
}

export type NameEver = Pick<NameRow, 'id' | 'name'>

/** What they are called now and were called by older rules, as far as calls went by them. */
export function namesEver(db: Database.Database, what: 'property' | 'person'): readonly NameEver[] {
  return allOf(db, sqlFor.selectFrom('name_row').select(['id', 'name']).distinct().where('what', '=', what))
}

/** To be opened when the followers' files are there. */
export function namesThen(db: Database.Database): NamesThen {
  const row = prepare<{ plan: string; what: NameRow['what']; id: string }, NameRow>(db, p =>
    sqlFor
      .selectFrom('name_row')
      .selectAll()
      .where('what', '=', p.what)
      .where('id', '=', p.id)
      .where('no', '<=', eb => eb.selectFrom('plan_no').select('plan_no.no').where('plan', '=', p.plan))
      .orderBy('no', 'desc')
      .limit(1),
  )
  return { of: (plan, what, id) => (plan === null ? null : (row.get({ plan, what, id }) ?? null)) }
}
