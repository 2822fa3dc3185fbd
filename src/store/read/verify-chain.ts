// Checks that nobody has changed, added or removed a turn: hashes every turn again, from the first to the last, and every private part that
// was not erased, and every plan that a turn went by. It cannot see that turns at the very end are missing; compare the last hash with one noted elsewhere for that.
import { FIRST_HASH, sha256, turnHash } from '../journal/chain.ts'
import { digestOf } from '../journal/private-parts.ts'
import type { Changed, PrivateTable, TurnTable } from '../journal/schema.ts'
import { prepare, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export type ChainVerdict =
  | { readonly intact: true; readonly turns: number; readonly lastHash: string; readonly erasedParts: number }
  | { readonly intact: false; readonly turn: number; readonly what: string }

export function verifyChain(from: Stored): ChainVerdict {
  const { db } = from
  const turns = prepare<object, TurnTable>(db, () => sqlFor.selectFrom('turn').selectAll().orderBy('seq'))
  const parts = prepare<{ turn: number }, PrivateTable>(db, p =>
    sqlFor.selectFrom('private').selectAll().where('turn', '=', p.turn).orderBy('n'),
  )

  /** The first turn of each plan. */
  const plans = new Map<string, number>()
  let hash = FIRST_HASH
  let expected = 0
  let erasedParts = 0
  for (const turn of turns.iterate({})) {
    expected++
    const broken = (what: string): ChainVerdict => ({ intact: false, turn: expected, what })
    if (turn.seq !== expected) return broken(`turn ${expected} is missing`)
    const privates = parts.all({ turn: turn.seq })
    hash = turnHash(
      hash,
      turn,
      privates.map(part => part.digest),
    )
    if (hash !== turn.hash) return broken('what the turn says is not what was written, or a turn before it was exchanged')
    for (const [, plan] of JSON.parse(turn.changes) as readonly Changed[]) if (!plans.has(plan)) plans.set(plan, turn.seq)
    for (const part of privates) {
      if (part.body === null || part.salt === null) erasedParts++
      else if (digestOf(part.salt, part.body) !== part.digest) return broken('a private part was changed')
    }
  }
  const plan = planNotAsWritten(from, plans)
  if (plan !== null)
    return {
      intact: false,
      turn: plan.turn,
      what: `the plan ${plan.hash}, by which this turn went first, is missing or was changed`,
    }
  return { intact: true, turns: expected, lastHash: hash, erasedParts }
}

/** The chain covers plans by their hashes; each hash must be that of the plan. */
function planNotAsWritten({ db }: Stored, plans: ReadonlyMap<string, number>): { hash: string; turn: number } | null {
  const text = prepare<{ hash: string }, { json: string | null }>(db, p =>
    sqlFor.selectFrom('plan_text').select('json').where('hash', '=', p.hash),
  )
  for (const [hash, turn] of plans) {
    const json = text.get({ hash })?.json ?? null
    if (json === null || sha256(json) !== hash) return { hash, turn }
  }
  return null
}
