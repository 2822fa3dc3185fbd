// Telephones that were dialled within the last hour, found in the facts of its turns: so the caps of an hour hold over a restart.
// Called by journal.ts when the daemon starts.
import type Database from 'better-sqlite3'
import type { Fact } from '../../core/world/facts.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import type { Dialled } from '../../core/world/world.ts'
import { prepare, sqlFor } from './statements.ts'
import { storedFact } from './versions.ts'

/** Every fact of a leg that was sent: each kind has `leg`, and none else ends so. */
const DIALS = '%dialled'

export function lateDials(db: Database.Database): (since: EpochMs) => Dialled[] {
  const last = prepare<{ seq: number }, { seq: number; at: number }>(db, p =>
    sqlFor.selectFrom('turn').select(['seq', 'at']).where('seq', '<', p.seq).orderBy('seq', 'desc').limit(500),
  )
  const facts = prepare<{ turn: number }, { v: number; stream: string; body: string }>(db, p =>
    sqlFor
      .selectFrom('fact')
      .innerJoin('turn', 'turn.seq', 'fact.turn')
      .select(['turn.v', 'fact.stream', 'fact.body'])
      .where('fact.turn', '>=', p.turn)
      .where('fact.kind', 'like', DIALS),
  )
  const ofIncident = prepare<{ id: string }, { property: string | null }>(db, p =>
    sqlFor.selectFrom('incident_row').select('property').where('id', '=', p.id),
  )
  const ofCall = prepare<{ id: string }, { property: string | null }>(db, p =>
    sqlFor.selectFrom('call_row').select('property').where('id', '=', p.id),
  )

  /** Turns are in the order of their times, which have no index: walked from the end. */
  function firstTurn(since: EpochMs): number {
    for (let seq = Number.MAX_SAFE_INTEGER; ; ) {
      const page = last.all({ seq })
      const older = page.find(({ at }) => at < since)
      if (older !== undefined) return older.seq + 1
      const end = page.at(-1)
      if (end === undefined) return 0
      seq = end.seq
    }
  }

  return since =>
    facts.all({ turn: firstTurn(since) }).flatMap(({ v, stream, body }) => {
      const fact: Fact & { readonly leg?: unknown; readonly property?: unknown } = storedFact(v, body)
      if (typeof fact.leg !== 'string') return []
      const told = typeof fact.property === 'string' ? fact.property : undefined
      const property = told ?? ofIncident.get({ id: stream })?.property ?? ofCall.get({ id: stream })?.property ?? ''
      return [{ leg: fact.leg, property, at: fact.at }]
    })
}
