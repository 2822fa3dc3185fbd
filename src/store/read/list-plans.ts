// Which rules were in force when: every time at which a plan came into force, newest first, with the files that made it. Asked by reader.ts.
import { allOf, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export interface PlanInForce {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly hash: string
  readonly why: string
  /** Null for the one that is in force still, or was when the daemon last ran. */
  readonly until: number | null
  readonly files: readonly string[]
}

export function listPlans({ db }: Stored, last: number): PlanInForce[] {
  const rows = allOf(
    db,
    sqlFor
      .selectFrom('in_force')
      .innerJoin('plan_text', 'plan_text.hash', 'in_force.hash')
      .select(['in_force.at', 'in_force.hash', 'in_force.why', 'plan_text.sources'])
      .orderBy('in_force.n', 'desc')
      .limit(last),
  )
  return rows.map(({ sources, ...row }, n) => ({
    ...row,
    until: rows[n - 1]?.at ?? null,
    files: Object.keys(JSON.parse(sources) as Record<string, string>),
  }))
}
