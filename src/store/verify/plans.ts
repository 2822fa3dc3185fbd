// The plans: the chain covers each by its hash, which must be that of its text. Every plan by which
// a turn went, and every one that was in force, must be there.
import type Database from 'better-sqlite3'
import { sha256 } from '../journal/chain.ts'
import type { Gathered } from './gather.ts'
import type { FirstWrong } from './wrong.ts'

/** Gives how many there are. */
export function checkPlans(db: Database.Database, { plans }: Gathered, wrong: FirstWrong): number {
  const rows = db.prepare('SELECT hash, json FROM plan_text ORDER BY kept').raw()
  const there = new Set<string>()
  for (const [hash, json] of rows.iterate() as IterableIterator<[hash: string, json: string | null]>) {
    there.add(hash)
    if (json === null || sha256(json) !== hash)
      wrong.add('plans', plans.get(hash) ?? null, `the plan ${hash} is not what was kept${since(plans.get(hash))}`)
  }
  for (const [hash, turn] of plans) if (!there.has(hash)) wrong.add('plans', turn, `the plan ${hash} is missing${since(turn)}`)
  const forced = db.prepare('SELECT n, hash FROM in_force ORDER BY n').all() as readonly { n: number; hash: string }[]
  for (const [nth, { n, hash }] of forced.entries()) {
    if (n !== nth + 1)
      wrong.add('plans', null, `what came into force as number ${nth + 1} is missing from the list of plans in force`)
    if (!there.has(hash)) wrong.add('plans', null, `the plan ${hash}, once in force, is missing`)
  }
  return there.size
}

function since(turn: number | undefined): string {
  return turn === undefined ? '' : `: turn ${turn} was the first to go by it`
}
