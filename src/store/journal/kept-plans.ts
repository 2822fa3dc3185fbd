// The plans of a journal by their hash, parsed once. The daemon hands in each plan that it puts into force, so that its main thread need not
// parse what a thousand properties say. Only the last few are remembered.
import type Database from 'better-sqlite3'
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
  const row = prepare<{ hash: string }, { json: string }>(db, p =>
    sqlFor.selectFrom('plan_text').select('json').where('hash', '=', p.hash),
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
      const found = row.get({ hash })
      if (found === undefined) return null
      const plan = JSON.parse(found.json) as Plan
      know(hash, plan)
      return plan
    },
  }
}
