// What every query needs: plans by hash, time zones, and private fields put back where they were not erased.
// Made once per reader; keeps parsed plans, because a thousand calls share a few of them.
import type Database from 'better-sqlite3'
import type { Plan } from '../../core/plan/plan.ts'
import type { Fact } from '../../core/world/facts.ts'
import type { CallId, StreamId } from '../../core/world/ids.ts'
import type { Input } from '../../core/world/inputs.ts'
import { changesReader, factsOf } from '../journal/in-short.ts'
import { type KeptPlans, keptPlans } from '../journal/kept-plans.ts'
import { withParts } from '../journal/private-parts.ts'
import type { TurnTable } from '../journal/schema.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import { type NamesThen, namesThen } from './names-then.ts'

/** The text of each rule file, by its name. */
export type Sources = Readonly<Record<string, string>>

export interface Stored {
  readonly db: Database.Database
  plan(hash: string | null): Plan | null
  /** By which rules each of its streams lives after this turn. */
  plansAfter(turn: number): readonly (readonly [stream: string, hash: string])[]
  /** The files that the rules of this hash were made of, by name; null when the journal does not hold them. */
  sources(hash: string): Sources | null
  /** The plan that came into force last. */
  newestPlan(): Plan | null
  /** What it is called by this plan; null where the plan does not know it. */
  nameOf(planHash: string | null, what: 'property' | 'person' | 'mailbox', id: string): string | null
  /** Whether the newest rules have one of this id, as far as calls went by them. */
  hasNow(what: 'property' | 'person', id: string): boolean
  /** The IANA zone of the property, of the box where no property is known, or UTC where no plan is. */
  zone(planHash: string | null, property: string | null): string
  /** With private fields in their places; `erased` stands in for those that were erased. */
  fact(turn: number, body: string, erased: string): Fact
  /** All facts of a turn. */
  facts(turn: Pick<TurnTable, 'seq' | 'at' | 'facts'>, erased: string): readonly Fact[]
  input(turn: number, json: string, erased: (part: number) => string): Input
  /** A private body. `erased` when it was there once. */
  part(turn: number | null, n: number | null): { readonly value: string | null; readonly erased: boolean }
  /** The call that opened this incident, or the call itself; null when unknown. */
  callOf(stream: StreamId): CallId | null
}

/** As they happened; whose, or from when on, is for the query to say. */
export const factsInOrder = sqlFor
  .selectFrom('fact')
  .select(['fact.turn', 'fact.stream', 'fact.body'])
  .orderBy('fact.turn')
  .orderBy('fact.n')

export function stored(db: Database.Database, plans: KeptPlans = keptPlans(db)): Stored {
  const partRow = prepare<{ turn: number; n: number }, { body: string | null }>(db, p =>
    sqlFor.selectFrom('private').select('body').where('turn', '=', p.turn).where('n', '=', p.n),
  )
  const changesRow = prepare<{ turn: number }, { changes: string }>(db, p =>
    sqlFor.selectFrom('turn').select('changes').where('seq', '=', p.turn),
  )
  const sourcesRow = prepare<{ hash: string }, { sources: string | null }>(db, p =>
    sqlFor.selectFrom('plan_text').select('sources').where('hash', '=', p.hash),
  )
  /** Prepared when the followers' files are there. */
  const incidentRow = () =>
    prepare<{ id: string }, { call: string }>(db, p => sqlFor.selectFrom('incident_row').select('call').where('id', '=', p.id))
  let opener: ReturnType<typeof incidentRow> | undefined

  function openerOf(id: StreamId): CallId | null {
    opener ??= incidentRow()
    return (opener.get({ id })?.call ?? null) as CallId | null
  }
  let namesKnown: NamesThen | undefined
  function names(): NamesThen {
    namesKnown ??= namesThen(db)
    return namesKnown
  }
  function zoneThen(hash: string, property: string | null): string | null {
    const of = property === null ? null : names().of(hash, 'property', property)
    return (of ?? names().of(hash, 'box', ''))?.zone ?? null
  }

  const plan = (hash: string | null): Plan | null => (hash === null ? null : plans.plan(hash))
  function newestHash(): string | null {
    return allOf(db, sqlFor.selectFrom('plan').select('hash').orderBy('kept', 'desc').limit(1))[0]?.hash ?? null
  }
  const newestPlan = (): Plan | null => plan(newestHash())
  function restored(turn: number, value: unknown, erased: (part: number) => string): unknown {
    return withParts(value, n => partRow.get({ turn, n })?.body ?? null, erased)
  }
  const changesOf = changesReader(db)
  return {
    db,
    plan,
    plansAfter(turn) {
      const { changes } = changesRow.get({ turn }) ?? { changes: '[]' }
      return changesOf({ seq: turn, changes }).map(([stream, hash]) => [stream, hash])
    },
    sources: hash => JSON.parse(sourcesRow.get({ hash })?.sources ?? 'null') as Sources | null,
    newestPlan,
    nameOf: (hash, what, id) => names().of(hash, what, id)?.name ?? null,
    hasNow: (what, id) => names().of(newestHash(), what, id) !== null,
    zone(hash, property) {
      const of = hash ?? newestHash()
      const then = of === null ? null : zoneThen(of, property)
      if (then !== null) return then
      const rules = newestPlan()
      return (property === null ? undefined : rules?.properties[property]?.zone) ?? rules?.box.zone ?? 'UTC'
    },
    fact: (turn, body, erased) => restored(turn, JSON.parse(body), () => erased) as Fact,
    facts: (turn, erased) => restored(turn.seq, factsOf(turn), () => erased) as readonly Fact[],
    input: (turn, json, erased) => restored(turn, JSON.parse(json), erased) as Input,
    part(turn, n) {
      if (turn === null || n === null) return { value: null, erased: false }
      const body = partRow.get({ turn, n })?.body ?? null
      return { value: body === null ? null : String(JSON.parse(body)), erased: body === null }
    },
    callOf: stream => (stream.startsWith('i-') ? openerOf(stream) : (stream as CallId)),
  }
}
