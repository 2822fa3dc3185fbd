// Facts as they are committed, for `calls tail`: everything after a turn, a page at a time.
import type { Fact } from '../../core/world/facts.ts'
import type { CallId } from '../../core/world/ids.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import { ERASED } from './call-story.ts'
import { factsInOrder, type Stored } from './stored.ts'

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

/** The facts of the next turns after this one, at most so many turns. */
export function tail(from: Stored, afterSeq: number, turns = 500): TailPage {
  const upTo = Math.max(afterSeq, Math.min(afterSeq + turns, lastTurn(from)))
  const call = prepare<{ id: string }, { property: string | null; plan: string | null }>(from.db, p =>
    sqlFor.selectFrom('call_row').select(['property', 'plan']).where('id', '=', p.id),
  )
  const rows = allOf(from.db, factsInOrder.where('fact.turn', '>', afterSeq).where('fact.turn', '<=', upTo))
  const facts = rows.map(row => {
    const fact = from.fact(row.turn, row.v, row.body, ERASED)
    const id = from.callOf(fact.stream)
    const { property, plan } = (id === null ? undefined : call.get({ id })) ?? { property: null, plan: null }
    return { turn: row.turn, call: id, property, zone: from.zone(plan, property), plan, fact }
  })
  return { facts, upTo }
}

/** Number of the last turn; 0 when there is none. */
export function lastTurn(from: Stored): number {
  return allOf(from.db, sqlFor.selectFrom('turn').select('seq').orderBy('seq', 'desc').limit(1))[0]?.seq ?? 0
}

/** The turn after which the last so many facts lie. */
export function turnBeforeLastFacts(from: Stored, facts: number): number {
  if (facts <= 0) return lastTurn(from)
  const row = allOf(
    from.db,
    sqlFor
      .selectFrom('fact')
      .select('turn')
      .orderBy('turn', 'desc')
      .orderBy('n', 'desc')
      .limit(1)
      .offset(facts - 1),
  )[0]
  return row === undefined ? 0 : row.turn - 1
}
