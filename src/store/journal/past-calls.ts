// Which calls are over, and of which the note that the dialplan's failsafe left is in the journal:
// a daemon that dies after it was written down, and before the note was removed, must not import it
// again, for that would open its incident a second time; and a call that was over before its note
// was read must not arrive a second time. The daemon decides by it, so it is written in the commit
// and not by a follower. Kept for a month: notes are read sooner.
import type { Call } from '../../core/call/call.ts'
import { DAY_MS } from '../../core/plan/local-time.ts'
import type { EndedCall } from '../../core/world/inputs.ts'
import { isOver, type Turn } from '../../core/world/world.ts'
import type { PastCallTable } from './schema.ts'
import { prepare, type Statements, sqlFor } from './statements.ts'

export interface PastCalls {
  /** To be called with every turn, within its transaction. */
  keep(turn: Turn): void
  hasImported(channel: string): boolean
  /** The call of this channel, if there was one and it is over. */
  endedCall(channel: string): EndedCall | null
}

/** So long a call that is over is remembered. */
export const CALLS_MS = 31 * DAY_MS

export function pastCalls(db: Statements): PastCalls {
  const ended = prepare<Omit<PastCallTable, 'imported' | 'over'>>(db, p =>
    sqlFor
      .insertInto('past_call')
      .values({
        id: p.id,
        at: p.at,
        imported: 0,
        over: 1,
        property: p.property,
        incident: p.incident,
        incidents: p.incidents,
      })
      .onConflict(oc =>
        oc.doUpdateSet(eb => ({
          at: eb.ref('excluded.at'),
          over: 1,
          property: eb.ref('excluded.property'),
          incident: eb.ref('excluded.incident'),
          incidents: eb.ref('excluded.incidents'),
        })),
      ),
  )
  const imported = prepare<{ id: string; at: number }>(db, p =>
    sqlFor
      .insertInto('past_call')
      .values({ id: p.id, at: p.at, imported: 1, over: 0, property: null, incident: null, incidents: 0 })
      .onConflict(oc => oc.doUpdateSet({ imported: 1 })),
  )
  const known = prepare<{ id: string }, PastCallTable>(db, p => sqlFor.selectFrom('past_call').selectAll().where('id', '=', p.id))
  const forget = prepare<{ before: number }>(db, p => sqlFor.deleteFrom('past_call').where('at', '<', p.before))

  return {
    keep({ input, at, changes }) {
      if (input.type === 'imported') imported.run({ id: input.channel, at })
      if (input.type === 'emergencyCall') {
        forget.run({ before: at - CALLS_MS })
        imported.run({ id: input.key, at })
      }
      for (const stream of changes) {
        if (stream.kind !== 'call' || !isOver(stream)) continue
        const { id, property, incident, nextIncident } = stream as Call
        forget.run({ before: at - CALLS_MS })
        ended.run({ id, at, property, incident, incidents: nextIncident - 1 })
      }
    },
    hasImported: channel => known.get({ id: channel })?.imported === 1,
    endedCall(channel) {
      const call = known.get({ id: channel })
      if (call === undefined || call.over === 0) return null
      return { property: call.property, incident: call.incident as EndedCall['incident'], incidents: call.incidents }
    },
  }
}
