// What something was called by a plan: for lists, which show names of many plans.
import type Database from 'better-sqlite3'
import type { NameRow } from '../follow/names-tables.ts'
import { prepare, sqlFor } from '../journal/statements.ts'

export interface NamesThen {
  /** Null where the plan is null, or was never gone by. */
  of(plan: string | null, what: NameRow['what'], id: string): Pick<NameRow, 'name' | 'zone'> | null
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
