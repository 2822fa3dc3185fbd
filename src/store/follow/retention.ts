// The follower of what retention asks: whose callers are still known, and which staff had a part in
// what, for legal holds. A caller who is erased leaves it, so it is as long as callers are kept.
import type { Fact } from '../../core/world/facts.ts'
import { prepare, type Statements, sqlFor } from '../journal/statements.ts'
import type { Follower } from './follower.ts'
import { type FoldedIntoRow, type KnownCallerRow, RETENTION_TABLES, retentionSql, type TookPartRow } from './retention-tables.ts'

export const retention: Follower = {
  name: 'retention',
  version: 2,
  from: 'first',
  onMistake: 'stop',
  tables: RETENTION_TABLES,
  sql: retentionSql,
  open(db: Statements) {
    const write = statements(db)
    return ({ facts }) => {
      for (const fact of facts) take(write, fact)
    }
  },
}

function take(write: ReturnType<typeof statements>, fact: Fact): void {
  const { stream, at } = fact
  switch (fact.kind) {
    case 'arrived':
      write.known.run({ call: stream, property: '', arrived_at: at })
      return
    case 'identified':
      write.identified.run({ call: stream, property: fact.property })
      return
    case 'caller-erased':
      write.erased.run({ call: stream })
      return
    case 'folded':
      write.folded.run({ incident: stream, into: fact.into })
      return
    // Whoever a ladder or a transfer rings has an attempt.
    case 'accepted':
    case 'owned':
    case 'acknowledged':
    case 'failsafe-rang':
    case 'desk-opened':
      if (fact.person !== null) write.tookPart.run({ stream, person: fact.person })
      return
    case 'resolved':
      write.tookPart.run({ stream, person: fact.by })
      return
  }
}

function statements(db: Statements) {
  return {
    known: prepare<KnownCallerRow>(db, p =>
      sqlFor
        .insertInto('known_caller')
        .values({ call: p.call, property: p.property, arrived_at: p.arrived_at })
        .onConflict(oc => oc.doNothing()),
    ),
    identified: prepare<{ call: string; property: string }>(db, p =>
      sqlFor.updateTable('known_caller').set({ property: p.property }).where('call', '=', p.call),
    ),
    erased: prepare<{ call: string }>(db, p => sqlFor.deleteFrom('known_caller').where('call', '=', p.call)),
    tookPart: prepare<TookPartRow>(db, p =>
      sqlFor
        .insertInto('took_part')
        .values({ stream: p.stream, person: p.person })
        .onConflict(oc => oc.doNothing()),
    ),
    folded: prepare<FoldedIntoRow>(db, p =>
      sqlFor
        .insertInto('folded_into')
        .values({ incident: p.incident, into: p.into })
        .onConflict(oc => oc.doNothing()),
    ),
  }
}
