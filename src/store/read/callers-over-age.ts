// Callers whom the rules know no longer: of calls that are over, and whose incidents are, for so long;
// property by property, the oldest first, so many at a time. Not those whose message waits for somebody, and none under
// a legal hold. Asked once a night. What is held or open
// by then is for the turn to say (core/world/after-the-call.ts).
import { sql } from 'kysely'
import { type Keeps, keptFor } from '../../core/plan/retention.ts'
import { holdId } from '../../core/standing/hold.ts'
import type { CallId, EpochMs, StandingId } from '../../core/world/ids.ts'
import type { Input } from '../../core/world/inputs.ts'
import type { KnownCallerRow } from '../follow/retention-tables.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import { type CallerOfCall, callerOfCall } from './caller-of-call.ts'
import { coveredBy, noHoldOver } from './covered-by.ts'
import { holds } from './standing.ts'
import type { Stored } from './stored.ts'

type Rule = NonNullable<Extract<Input, { type: 'callErased' }>['rule']>

export interface CallerOverAge extends Pick<CallerOfCall, 'numbers' | 'names' | 'incidents'> {
  readonly call: CallId
  readonly rule: Rule
  readonly wouldHold: readonly StandingId[]
}

/** Where the next page begins. */
export interface CallersFrom {
  readonly property: string
  readonly at: number
  readonly call: string
}

export interface CallersOverAge {
  readonly due: readonly CallerOverAge[]
  readonly next: CallersFrom | null
}

const FIRST = { at: Number.MIN_SAFE_INTEGER, call: '' } as const
const NEVER = { endedAt: Number.POSITIVE_INFINITY as EpochMs, doneAt: 0 } as const
/** A look at a call takes some 50 µs. */
const WINDOW = 500
/** Whoever has dealt with a message may want to call back. */
const AFTER_DONE_MS = 86_400_000
/** What is told of a call or incident that is over. */
const AFTERWARDS = ['recording-kept', 'recording-removed', 'message-done', 'notice-sent', 'notice-given-up', 'caller-erased']

/** So many at most; where there are many whose turn it is not, fewer: it looks only at so many. */
export function callersOverAge(
  from: Stored,
  keeps: Keeps,
  now: EpochMs,
  after: CallersFrom | null,
  most: number,
): CallersOverAge {
  const old = knownLongest(from)
  const endOf = endOfCall(from)
  const held = new Set(holds(from).map(({ id }) => id))
  const due: CallerOverAge[] = []
  let looked = 0
  for (const property of propertiesOf(from, after?.property ?? '')) {
    const keepSeconds = keptFor(keeps, property === '' ? null : property, 'callers')
    if (keepSeconds === null || held.has(holdId('property', property))) continue
    const begin = after?.property === property ? after : { property, ...FIRST }
    for (const row of old.all({ ...begin, before: now - keepSeconds * 1000, most: WINDOW - looked })) {
      looked++
      const call = row.call as CallId
      const { endedAt, doneAt } = row.free === 1 ? endOf(call) : NEVER
      if (endedAt + keepSeconds * 1000 <= now && doneAt + AFTER_DONE_MS <= now) {
        const { numbers, names, incidents } = callerOfCall(from, call)
        due.push({ call, numbers, names, incidents, rule: { endedAt, keepSeconds }, wouldHold: coveredBy(from, call, 'erasing') })
      }
      if (due.length === most || looked === WINDOW) return { due, next: { property, at: row.arrived_at, call } }
    }
  }
  return { due, next: null }
}

/** Whose callers are known, from this one on. Each is a step in the index. */
function propertiesOf({ db }: Stored, first: string): string[] {
  const next = prepare<{ after: string }, { property: string | null }>(db, p =>
    sqlFor
      .selectFrom('known_caller')
      .select(eb => eb.fn.min('property').as('property'))
      .where('property', '>', p.after),
  )
  const found = [first]
  for (let after = first; ; ) {
    const property = next.get({ after })?.property
    if (property === undefined || property === null) return found
    found.push(property)
    after = property
  }
}

interface Asked extends CallersFrom {
  readonly before: number
  readonly most: number
}

/** Who stays for now is among them: so the next page knows where to begin. */
function knownLongest({ db }: Stored) {
  return prepare<Asked, Pick<KnownCallerRow, 'call' | 'arrived_at'> & { free: number }>(db, p =>
    sqlFor
      .selectFrom('known_caller as known')
      .select(['known.call', 'arrived_at', isFree(p).as('free')])
      .where('property', '=', p.property)
      .where('arrived_at', '<=', p.before)
      .where(sql<boolean>`(arrived_at, known.call) > (${p.at}, ${p.call})`)
      .orderBy('arrived_at')
      .orderBy('known.call')
      .limit(p.most),
  )
}

/** Nothing of it is open, nobody waits to be called back, and no hold is over it. The core says so too. */
function isFree({ property }: Asked) {
  return sql<number>`(known.call NOT IN (SELECT id FROM main.stream)
    AND NOT EXISTS (SELECT 1 FROM call_incident AS of JOIN main.stream ON main.stream.id = of.incident WHERE of.call = known.call)
    AND known.call NOT IN (SELECT call FROM message_row WHERE done_at IS NULL AND property IS nullif(${property}, ''))
    AND ${noHoldOver(sql`known.call`, 'erasing')})`
}

/** When the call and its incidents were over, and when somebody last dealt with a message of it. */
function endOfCall({ db }: Stored): (call: CallId) => { readonly endedAt: EpochMs; readonly doneAt: number } {
  const last = prepare<{ stream: string }, { at: number }>(db, p =>
    sqlFor
      .selectFrom('touched')
      .innerJoin('stream_no', 'stream_no.no', 'touched.stream')
      .innerJoin('turn', 'turn.seq', 'touched.turn')
      .leftJoin('kind_no', 'kind_no.no', 'touched.kind')
      .select('turn.at')
      .where('stream_no.stream', '=', p.stream)
      // It may end without a word.
      .where(eb => eb.or([eb('kind_no.kind', 'is', null), eb('kind_no.kind', 'not in', AFTERWARDS)]))
      .orderBy('touched.turn', 'desc')
      .limit(1),
  )
  const done = prepare<{ call: string }, { at: number | null }>(db, p =>
    sqlFor
      .selectFrom('fact')
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
