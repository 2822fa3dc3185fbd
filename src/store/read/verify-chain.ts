// Checks that nobody has changed, added or removed a turn: hashes every turn again, from the first to the last, and every private part that
// was not erased, and every plan that a turn went by. It cannot see that turns at the very end are missing; compare the last hash with one noted elsewhere for that.

import { createHash } from 'node:crypto'
import { type Chained, FIRST_HASH, turnHash } from '../journal/chain.ts'
import { digestOf } from '../journal/private-parts.ts'
import type { FactTable, PrivateTable, TurnTable } from '../journal/schema.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export type ChainVerdict =
  | { readonly intact: true; readonly turns: number; readonly lastHash: string; readonly erasedParts: number }
  | { readonly intact: false; readonly turn: number; readonly what: string }

export function verifyChain(from: Stored): ChainVerdict {
  const { db } = from
  const turns = prepare<object, TurnTable>(db, () => sqlFor.selectFrom('turn').selectAll().orderBy('seq'))
  const facts = prepare<{ turn: number }, FactTable>(db, p =>
    sqlFor.selectFrom('fact').selectAll().where('turn', '=', p.turn).orderBy('n'),
  )
  const parts = prepare<{ turn: number }, PrivateTable>(db, p =>
    sqlFor.selectFrom('private').selectAll().where('turn', '=', p.turn).orderBy('n'),
  )
  const changes = prepare<{ turn: number }, Chained['changes'][number]>(db, p =>
    sqlFor.selectFrom('change').select(['stream', 'rev', 'plan', 'state_hash']).where('turn', '=', p.turn).orderBy('n'),
  )

  let hash = FIRST_HASH
  let expected = 0
  let erasedParts = 0
  for (const turn of turns.iterate({})) {
    expected++
    const broken = (what: string): ChainVerdict => ({ intact: false, turn: expected, what })
    if (turn.seq !== expected) return broken(`turn ${expected} is missing`)
    const ofTurn = facts.all({ turn: turn.seq })
    const privates = parts.all({ turn: turn.seq })
    const digests = privates.map(part => part.digest)
    hash = turnHash(hash, { ...turn, facts: ofTurn.map(fact => fact.body), changes: changes.all({ turn: turn.seq }), digests })
    if (hash !== turn.hash) return broken('what the turn says is not what was written, or a turn before it was exchanged')
    if (ofTurn.some(mislabelled)) return broken('a fact is filed under another stream or kind than its own')
    for (const part of privates) {
      if (part.body === null || part.salt === null) erasedParts++
      else if (digestOf(part.salt, part.body) !== part.digest) return broken('a private part was changed')
    }
  }
  const plan = planNotAsWritten(from)
  if (plan !== null)
    return {
      intact: false,
      turn: plan.turn,
      what: `the plan ${plan.hash}, by which this turn went first, is missing or was changed`,
    }
  return { intact: true, turns: expected, lastHash: hash, erasedParts }
}

/** Stream and kind stand in columns for look-ups; the chain covers the body only, so they must agree. */
function mislabelled(fact: FactTable): boolean {
  const body = JSON.parse(fact.body) as { stream?: unknown; kind?: unknown }
  return body.stream !== fact.stream || body.kind !== fact.kind
}

/** The chain covers plans by their hashes; each hash must be that of the plan. */
function planNotAsWritten({ db }: Stored): { hash: string; turn: number } | null {
  const plans = allOf(
    db,
    sqlFor
      .selectFrom('change')
      .leftJoin('plan_text', 'plan_text.hash', 'change.plan')
      .select(eb => ['change.plan as hash', 'plan_text.json', eb.fn.min('change.turn').as('turn')])
      .groupBy('change.plan'),
  )
  return plans.find(({ hash, json }) => json === null || createHash('sha256').update(json).digest('hex') !== hash) ?? null
}
