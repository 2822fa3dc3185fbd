// The plans of a journal by their hash, parsed once. The daemon hands in each plan that it puts into force, so that its main thread need not
// parse what a thousand properties say. Only the last few are remembered.
import type Database from 'better-sqlite3'
import { sql } from 'kysely'
import type { Plan } from '../../core/plan/plan.ts'
import { prepare, sqlFor } from './statements.ts'

export interface KeptPlans {
  /** Null when the journal does not hold it. */
  plan(hash: string): Plan | null
  /** This is the plan of this hash. */
  know(hash: string, plan: Plan): void
}

const REMEMBERED = 12

export function keptPlans(db: Database.Database, most = REMEMBERED): KeptPlans {
  const plans = new Map<string, Plan>()
  // Put together here: SQLite takes ten times as long for a text of megabytes. Outside of the heap,
  // which is small in a thread.
  const pieces = prepare<{ hash: string }, { text: Buffer }>(db, p =>
    sqlFor
      .selectFrom('plan_piece')
      .innerJoin('plan', 'plan.hash', 'plan_piece.hash')
      .select(sql<Buffer>`CAST(text AS BLOB)`.as('text'))
      .where('plan_piece.hash', '=', p.hash)
      .where('part', '=', 'plan')
      .orderBy('n'),
  )
  function know(hash: string, plan: Plan): void {
    plans.delete(hash)
    plans.set(hash, plan)
    const [oldest] = plans.keys()
    if (plans.size > most && oldest !== undefined) plans.delete(oldest)
  }
  return {
    know,
    plan(hash) {
      const known = plans.get(hash)
      if (known !== undefined) return known
      const found = pieces.all({ hash })
      if (found.length === 0) return null
      const plan = JSON.parse(Buffer.concat(found.map(({ text }) => text)).toString()) as Plan
      know(hash, plan)
      return plan
    },
  }
}
