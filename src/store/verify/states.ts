// The states of live streams against the journal: each is what the last turn that changed it says,
// by its hash; none is missing, and none is too many.
import type Database from 'better-sqlite3'
import { stateHash } from '../journal/chain.ts'
import type { StreamTable } from '../journal/schema.ts'
import type { Gathered } from './gather.ts'
import type { FirstWrong } from './wrong.ts'

/** Gives how many there are. */
export function checkStates(db: Database.Database, { live, overSaidFrom }: Gathered, wrong: FirstWrong): number {
  const rows = db.prepare('SELECT id, kind, state FROM stream ORDER BY id').iterate() as IterableIterator<StreamTable>
  const there = new Set<string>()
  for (const { id, kind, state } of rows) {
    there.add(id)
    const last = live.get(id)
    if (last === undefined) wrong.add('states', null, `${id} is kept as live, and no turn says that it lives`)
    else if (stateHash(null, state) !== last.state)
      wrong.add('states', last.turn, `the state of ${id} is not the one that turn ${last.turn} left it in`)
    else if (!isOfKind(state, id, kind)) wrong.add('states', last.turn, `${id} is kept as ${kind}, which its state is not`)
  }
  for (const [id, { turn }] of live) {
    // Before that nothing says whether it is over.
    if (there.has(id) || overSaidFrom === null || turn < overSaidFrom) continue
    wrong.add('states', turn, `the state of ${id} is missing: turn ${turn} changed it, and it is not over`)
    break
  }
  return there.size
}

function isOfKind(state: string, id: string, kind: string): boolean {
  try {
    const said = JSON.parse(state) as { readonly id?: unknown; readonly kind?: unknown }
    return said.id === id && said.kind === kind
  } catch {
    // What can identify a person is masked before a state is hashed.
    return false
  }
}
