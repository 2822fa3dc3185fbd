// Callers whom the rules know no longer: of calls that are over, and whose incidents are, for so long;
// the oldest first, so many at a time. Not those whose message waits for somebody, and none under
// a legal hold: they would stand in the way of the others. Asked once a night. What is held or open
// by then is for the turn to say (core/world/after-the-call.ts).
import { sql } from 'kysely'
import { type Keeps, keptFor } from '../../core/plan/retention.ts'
import type { CallId, EpochMs, StandingId } from '../../core/world/ids.ts'
import type { Input } from '../../core/world/inputs.ts'
import type { KnownCallerRow } from '../follow/retention-tables.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import { type CallerOfCall, callerOfCall } from './caller-of-call.ts'
import { coveredBy, noHoldOver } from './covered-by.ts'
import type { Stored } from './stored.ts'

type Rule = NonNullable<Extract<Input, { type: 'callErased' }>['rule']>

export interface CallerOverAge extends Pick<CallerOfCall, 'numbers' | 'names' | 'incidents'> {
  readonly call: CallId
  readonly rule: Rule
  readonly wouldHold: readonly StandingId[]
}

/** Where the next page begins: in the order of arrival. */
export interface CallersFrom {
  readonly at: number
  readonly call: string
}

export interface CallersOverAge {
  readonly due: readonly CallerOverAge[]
  readonly next: CallersFrom | null
}

const FIRST: CallersFrom = { at: Number.MIN_SAFE_INTEGER, call: '' }
/** Whoever has dealt with a message may want to call back. */
const AFTER_DONE_MS = 86_400_000
/** What is told of a call or incident that is over. */
const AFTERWARDS = [...['recording-kept', 'recording-removed', 'message-done', 'notice-sent', 'notice-given-up', 'caller-erased']]

/** Looks at so many calls at most. */
export function callersOverAge(
  from: Stored,
  keeps: Keeps,
  now: EpochMs,
  after: CallersFrom | null,
  most: number,
): CallersOverAge {
  const old = knownLongest(from)
  const endOf = endOfCall(from)
  const rows = propertiesOf(from)
    .flatMap(property => {
      const keepSeconds = keptFor(keeps, property === '' ? null : property, 'callers')
      if (keepSeconds === null) return []
      const before = now - keepSeconds * 1000
      return old.all({ property, before, ...(after ?? FIRST), most }).map(row => ({ ...row, keepSeconds }))
    })
    .sort((a, b) => a.arrived_at - b.arrived_at || (a.call < b.call ? -1 : 1))
    .slice(0, most)
  const due = rows.flatMap(({ call: id, keepSeconds }): CallerOverAge[] => {
    const call = id as CallId
    const { endedAt, doneAt } = endOf(call)
    if (endedAt + keepSeconds * 1000 > now || doneAt + AFTER_DONE_MS > now) return []
    const { numbers, names, incidents } = callerOfCall(from, call)
    return [{ call, numbers, names, incidents, rule: { endedAt, keepSeconds }, wouldHold: coveredBy(from, call) }]
  })
  const last = rows.length < most ? undefined : rows.at(-1)
  return { due, next: last === undefined ? null : { at: last.arrived_at, call: last.call } }
}

/** Whose callers are known. Each is a step in the index. */
function propertiesOf({ db }: Stored): string[] {
  const next = prepare<{ after: string }, { property: string | null }>(db, p =>
    sqlFor
      .selectFrom('known_caller')
      .select(eb => eb.fn.min('property').as('property'))
      .where('property', '>', p.after),
  )
  const found = ['']
  for (let after = ''; ; ) {
    const property = next.get({ after })?.property
    if (property === undefined || property === null) return found
    found.push(property)
    after = property
  }
}

interface Asked extends CallersFrom {
  readonly property: string
  readonly before: number
  readonly most: number
}

function knownLongest({ db }: Stored) {
  const live = sqlFor.selectFrom('stream').select('stream.id')
  return prepare<Asked, KnownCallerRow>(db, p =>
    sqlFor
      .selectFrom('known_caller as known')
      .selectAll()
      .where('property', '=', p.property)
      .where('arrived_at', '<=', p.before)
      .where(sql<boolean>`(arrived_at, call) > (${p.at}, ${p.call})`)
      // The core says so too.
      .where('known.call', 'not in', live)
      .where(sql<boolean>`NOT EXISTS (SELECT 1 FROM call_incident JOIN main.stream ON main.stream.id = call_incident.incident
        WHERE call_incident.call = known.call)`)
      .where('known.call', 'not in', eb =>
        eb
          .selectFrom('message_row')
          .select('message_row.call')
          .where('done_at', 'is', null)
          .where('property', 'is', holeOrNull(p)),
      )
      .where(noHoldOver(sql`known.call`))
      .orderBy('arrived_at')
      .orderBy('call')
      .limit(p.most),
  )
}

/** Elsewhere no property is null. */
function holeOrNull({ property }: Asked) {
  return sql<string | null>`nullif(${property}, '')`
}

/** When the call and its incidents were over, and when somebody last dealt with a message of it. */
function endOfCall({ db }: Stored): (call: CallId) => { readonly endedAt: EpochMs; readonly doneAt: number } {
  const last = prepare<{ stream: string }, { at: number }>(db, p =>
    sqlFor
      .selectFrom('touched')
      .select('at')
      .where('stream', '=', p.stream)
      .where('kind', 'not in', AFTERWARDS)
      .orderBy('turn', 'desc')
      .limit(1),
  )
  const done = prepare<{ call: string }, { at: number | null }>(db, p =>
    sqlFor
      .selectFrom('touched')
      .select(eb => eb.fn.max('at').as('at'))
      .where('stream', '=', p.call)
      .where('kind', '=', 'message-done'),
  )
  return call => {
    const incidents = allOf(db, sqlFor.selectFrom('call_incident').select('incident').where('call', '=', call))
    const ends = [call, ...incidents.map(({ incident }) => incident)].map(stream => last.get({ stream })?.at ?? 0)
    return { endedAt: Math.max(...ends) as EpochMs, doneAt: done.get({ call })?.at ?? 0 }
  }
}
