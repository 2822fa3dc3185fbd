// Facts as they are committed, for `calls tail`: everything after a turn, a page at a time.
import type { Fact } from '../../core/world/facts.ts'
import type { CallId } from '../../core/world/ids.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import { ERASED } from './call-story.ts'
import type { Stored } from './stored.ts'

export interface TailedFact {
  readonly turn: number
  /** The call it belongs to; an incident's facts belong to the call that opened it. */
  readonly call: CallId | null
  readonly property: string | null
  readonly zone: string
  /** Hash of the plan, for names. */
  readonly plan: string | null
  readonly fact: Fact
}

export interface TailPage {
  readonly facts: readonly TailedFact[]
  /** The last turn looked at: ask for the next page after it. */
  readonly upTo: number
}

/** The facts of the next turns after this one, at most so many turns, and none that the lists do not have yet. */
export function tail(from: Stored, afterSeq: number, turns = 500): TailPage {
  const known = Number(from.db.prepare('SELECT min(seq) FROM views.cursor').pluck().get() ?? 0)
  const upTo = Math.max(afterSeq, Math.min(afterSeq + turns, lastTurn(from), known))
  const call = prepare<{ id: string }, { property: string | null; plan: string | null }>(from.db, p =>
    sqlFor.selectFrom('call_row').select(['property', 'plan']).where('id', '=', p.id),
  )
  const rows = allOf(
    from.db,
    sqlFor.selectFrom('turn').select(['seq', 'at', 'facts']).where('seq', '>', afterSeq).where('seq', '<=', upTo).orderBy('seq'),
  )
  const facts = rows.flatMap(row =>
    from.facts(row, ERASED).map(fact => {
      const id = from.callOf(fact.stream)
      const { property, plan } = (id === null ? undefined : call.get({ id })) ?? { property: null, plan: null }
      return { turn: row.seq, call: id, property, zone: from.zone(plan, property), plan, fact }
    }),
  )
  return { facts, upTo }
}

/** Number of the last turn; 0 when there is none. */
export function lastTurn(from: Stored): number {
  return allOf(from.db, sqlFor.selectFrom('turn').select('seq').orderBy('seq', 'desc').limit(1))[0]?.seq ?? 0
}

/** The turn after which the last so many facts lie. */
export function turnBeforeLastFacts(from: Stored, facts: number): number {
  const turns = prepare<object, { seq: number; facts: string }>(from.db, () =>
    sqlFor.selectFrom('turn').select(['seq', 'facts']).orderBy('seq', 'desc'),
  )
  let left = facts
  for (const { seq, facts } of turns.iterate({})) {
    if (left <= 0) return seq
    left -= (JSON.parse(facts) as readonly unknown[]).length
    if (left <= 0) return seq - 1
  }
  return 0
}
