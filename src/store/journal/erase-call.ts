// Erases what can identify the caller of one call: bodies and salts of its private parts go, their digests stay, so the chain still
// verifies and `calls show` says that they were erased. What servers said of notices about the call goes too. Done in the commit of the
// fact that says so (append-turn.ts). A call that still runs, or whose incident is open, is not erased: the number is needed.
import type Database from 'better-sqlite3'
import type { CallId, IncidentId } from '../../core/world/ids.ts'
import { partNumber } from './private-parts.ts'
import { prepare, sqlFor } from './statements.ts'

export type Erased = { readonly erased: number } | { readonly stillLive: readonly string[] }

/** Whom the files beside the journal are to forget. */
export interface CallerOfCall {
  readonly numbers: readonly string[]
  readonly names: readonly string[]
  readonly incidents: readonly IncidentId[]
  /** How many private parts there are to erase. */
  readonly parts: number
}

export interface Eraser {
  /** The streams that are still live and keep the caller's number in their state. */
  readonly stillLive: (call: CallId) => readonly string[]
  readonly callerOf: (call: CallId) => CallerOfCall
  /** To be called within a transaction; gives how many parts were erased. */
  readonly erase: (call: CallId) => number
}

export function eraser(db: Database.Database): Eraser {
  const incidents = prepare<{ call: string }, { incident: IncidentId }>(db, p =>
    sqlFor.selectFrom('call_incident').select('incident').where('call', '=', p.call).$castTo<{ incident: IncidentId }>(),
  )
  const live = prepare<{ call: string }, { id: string }>(db, p =>
    sqlFor
      .selectFrom('stream')
      .select('id')
      .where('live', '=', 1)
      .where(eb =>
        eb.or([
          eb('id', '=', p.call),
          eb('id', 'in', eb.selectFrom('call_incident').select('incident').where('call', '=', p.call)),
        ]),
      ),
  )
  // First the same words where the call's incidents repeat them, then the call's own.
  const repeated = prepare<{ call: string }, { n: number }>(db, p =>
    sqlFor
      .updateTable('private')
      .set({ salt: null, body: null })
      .where('stream', 'in', eb => eb.selectFrom('call_incident').select('incident').where('call', '=', p.call))
      .where('body', 'in', eb =>
        eb.selectFrom('private as own').select('own.body').where('own.stream', '=', p.call).where('own.body', 'is not', null),
      )
      .returning('n'),
  )
  const own = prepare<{ call: string }, { n: number }>(db, p =>
    sqlFor
      .updateTable('private')
      .set({ salt: null, body: null })
      .where('body', 'is not', null)
      .where('stream', '=', p.call)
      .returning('n'),
  )
  const answers = prepare<{ call: string }>(db, p =>
    sqlFor
      .updateTable('outbox')
      .set(eb => ({ answer: null, error: eb.case().when('error', 'is', null).then(null).else('(erased)').end() }))
      .where(eb =>
        eb.or([
          eb('subject', '=', p.call),
          eb('subject', 'in', eb.selectFrom('call_incident').select('incident').where('call', '=', p.call)),
          eb('subject', 'in', eb.selectFrom('message_row').select('recording').where('call', '=', p.call)),
        ]),
      ),
  )
  const bodies = prepare<{ call: string }, { turn: number; n: number; body: string }>(db, p =>
    sqlFor
      .selectFrom('private')
      .select(['turn', 'n', 'body'])
      .where('stream', '=', p.call)
      .where('body', 'is not', null)
      .$castTo<{ turn: number; n: number; body: string }>(),
  )
  const facts = prepare<{ call: string }, { turn: number; body: string }>(db, p =>
    sqlFor.selectFrom('fact').select(['turn', 'body']).where('stream', '=', p.call),
  )

  /** Which private parts stand in a field of this name, as `turn n`. */
  function partsNamed(call: CallId, name: string): ReadonlySet<string> {
    const pointers = facts.all({ call }).map(({ turn, body }) => {
      const n = partNumber((JSON.parse(body) as Readonly<Record<string, unknown>>)[name])
      return n === null ? '' : `${turn} ${n}`
    })
    return new Set(pointers)
  }

  return {
    stillLive: call => live.all({ call }).map(row => row.id),
    callerOf(call) {
      const all = bodies.all({ call })
      // Where the call was forwarded from is the property's own number.
      const [diversions, named] = [partsNamed(call, 'diversion'), partsNamed(call, 'callerName')]
      const of = (want: (place: string, text: string) => boolean): string[] => [
        ...new Set(
          all
            .map(({ turn, n, body }) => [`${turn} ${n}`, String(JSON.parse(body))] as const)
            .flatMap(([place, text]) => (want(place, text) ? [text] : [])),
        ),
      ]
      const names = of(place => named.has(place))
      const notTheirs = new Set(of(place => diversions.has(place)))
      return {
        names,
        numbers: of((_, text) => /\d/.test(text) && !names.includes(text) && !notTheirs.has(text)),
        incidents: incidents.all({ call }).map(({ incident }) => incident),
        parts: all.length,
      }
    },
    erase(call) {
      const erased = repeated.all({ call }).length + own.all({ call }).length
      answers.run({ call })
      return erased
    },
  }
}

/** Whether the log file (WAL) holds no old pages any more: not while somebody still reads them. */
export function oldPagesGone(db: Database.Database): boolean {
  const [row] = db.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]
  return row?.busy === 0
}
