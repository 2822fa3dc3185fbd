// By which words the caller of a call is known, in which incidents they had a part, and which of
// these still run: asked before they are erased.
import type { CallId, IncidentId } from '../../core/world/ids.ts'
import { partNumber } from '../journal/private-parts.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

/** Whom the files beside the journal are to forget. */
export interface CallerOfCall {
  readonly numbers: readonly string[]
  readonly names: readonly string[]
  readonly incidents: readonly IncidentId[]
  /** How many private parts there are to erase. */
  readonly parts: number
  /** The streams that are not over and keep the caller's number in their state. */
  readonly stillLive: readonly string[]
}

export function callerOfCall(from: Stored, call: CallId): CallerOfCall {
  const all = allOf(
    from.db,
    sqlFor.selectFrom('private').select(['turn', 'n', 'body']).where('stream', '=', call).where('body', 'is not', null),
  )
  const found = allOf(from.db, sqlFor.selectFrom('call_incident').select('incident').where('call', '=', call))
  const incidents = found.map(({ incident }) => incident as IncidentId)
  // Where the call was forwarded from is the property's own number.
  const [diversions, named] = partsNamed(from, call, ['diversion', 'callerName'])
  const of = (want: (place: string, text: string) => boolean): string[] => [
    ...new Set(
      all
        .map(({ turn, n, body }) => [`${turn} ${n}`, String(JSON.parse(body ?? 'null'))] as const)
        .flatMap(([place, text]) => (want(place, text) ? [text] : [])),
    ),
  ]
  const names = of(place => named?.has(place) ?? false)
  const notTheirs = new Set(of(place => diversions?.has(place) ?? false))
  const repeated = howManyRepeated(from, call, incidents)
  const live = sqlFor
    .selectFrom('stream')
    .select('id')
    .where('id', 'in', [call, ...incidents])
  return {
    names,
    numbers: of((_, text) => /\d/.test(text) && !names.includes(text) && !notTheirs.has(text)),
    incidents,
    parts: all.length + repeated,
    stillLive: allOf(from.db, live).map(({ id }) => id),
  }
}

/** Of a call, or of everybody who called about an incident. */
export function callersOf(from: Stored, of: 'call' | 'incident', name: string): CallerOfCall[] {
  if (of === 'call') return [callerOfCall(from, name as CallId)]
  const calls = allOf(from.db, sqlFor.selectFrom('call_incident').select('call').where('incident', '=', name))
  return calls.map(({ call }) => callerOfCall(from, call as CallId))
}

/** The same words, where the incidents say them again. */
function howManyRepeated({ db }: Stored, call: CallId, incidents: readonly IncidentId[]): number {
  if (incidents.length === 0) return 0
  const own = sqlFor.selectFrom('private as own').select('own.body').where('own.stream', '=', call)
  const query = sqlFor
    .selectFrom('private')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where('stream', 'in', incidents)
    .where('body', 'in', own.where('own.body', 'is not', null))
  return allOf(db, query)[0]?.n ?? 0
}

/** Which private parts stand in a field of each name, as `turn n`. */
function partsNamed({ db }: Stored, call: CallId, names: readonly string[]): ReadonlySet<string>[] {
  const facts = allOf(db, sqlFor.selectFrom('fact').select(['turn', 'body']).where('stream', '=', call)).map(
    ({ turn, body }) => ({ turn, fact: JSON.parse(body) as Readonly<Record<string, unknown>> }),
  )
  return names.map(
    name =>
      new Set(
        facts.flatMap(({ turn, fact }) =>
          [fact, ...(Array.isArray(fact.diverted) ? fact.diverted : [])].map(one => {
            const n = partNumber(Object(one)[name])
            return n === null ? '' : `${turn} ${n}`
          }),
        ),
      ),
  )
}
