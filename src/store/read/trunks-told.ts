// What people outside were told last of the trouble of trunks: the daemon asks once, after its start (daemon/trunk-notices.ts).
import type { TrunkTroubleFact } from '../../core/world/facts.ts'
import type { TrunkTold } from '../../daemon/ports.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

/** One for each trunk and kind of trouble, in the order in which they were told. */
export function trunksTold({ db }: Stored): readonly TrunkTold[] {
  const query = sqlFor
    .selectFrom('fact')
    .select(['kind', 'body'])
    // The ids of trunks' streams, by the primary key: see core/world/ids.ts.
    .where('stream', '>=', 'trunk-')
    .where('stream', '<', 'trunk.')
    .where('kind', 'in', ['trunk-trouble', 'trunk-well'])
    .orderBy('turn')
  const last = new Map<string, TrunkTold>()
  for (const { kind, body } of allOf(db, query)) {
    const { trunk, trouble, since, at } = JSON.parse(body) as TrunkTroubleFact & { readonly at: number }
    const key = `${trouble} ${trunk}`
    const before = last.get(key)
    last.delete(key)
    if (kind === 'trunk-trouble') last.set(key, { trunk, trouble, since, at, isOver: false })
    else if (before !== undefined) last.set(key, { ...before, isOver: true })
  }
  return [...last.values()]
}
