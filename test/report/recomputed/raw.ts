// The journal as it lies in its file: facts by stream, when calls came and went, who called. For the
// second computation of the reports: no rows, no lists, no sums of the product.
import Database from 'better-sqlite3'
import type { Plan } from '../../../src/core/plan/plan.ts'

export interface RawFact {
  readonly stream: string
  readonly at: number
  readonly kind: string
  readonly [field: string]: unknown
}

export interface Raw {
  /** By stream, in order. */
  readonly streams: ReadonlyMap<string, readonly RawFact[]>
  readonly arrivals: ReadonlyMap<string, number>
  readonly ends: ReadonlyMap<string, number>
  readonly numbers: ReadonlyMap<string, string>
}

/** Whose figures are asked for. */
export interface Asked {
  readonly raw: Raw
  /** In the order of their time; the last are those in force now. */
  readonly rules: readonly { readonly from: number; readonly plan: Plan }[]
  readonly span: { readonly from: number; readonly to: number; readonly zone: string }
  readonly now: number
  readonly property: string | null
}

interface Told {
  readonly type: string
  readonly waitedMs?: number
  readonly arrivedAt: number
  readonly endedAt: number
}

export function readRaw(file: string): Raw {
  const db = new Database(file, { readonly: true })
  const streams = new Map<string, RawFact[]>()
  const arrivals = new Map<string, number>()
  const ends = new Map<string, number>()
  const numbers = new Map<string, string>()
  const body = db.prepare('SELECT body FROM private WHERE turn = ? AND n = ?').pluck()
  const numberAt = (turn: number, field: unknown): string => {
    const n = (field as { $private?: number } | null)?.$private
    const found = n === undefined ? null : (body.get(turn, n) as string | null)
    return found === null ? '' : (JSON.parse(found) as string).replaceAll(/[^0-9]/g, '')
  }
  const turns = db.prepare('SELECT seq, at, input, facts FROM turn ORDER BY seq').all() as {
    seq: number
    at: number
    input: string
    facts: string
  }[]
  for (const { seq, at, input, facts } of turns) {
    const told = JSON.parse(input) as Told
    const note = told.type === 'imported' ? told : null
    for (const said of JSON.parse(facts) as (Omit<RawFact, 'at'> & { at?: number })[]) {
      // A fact leaves out its time where that is the turn's.
      const fact = { ...said, at: said.at ?? at } as RawFact
      streams.set(fact.stream, [...(streams.get(fact.stream) ?? []), fact])
      if (fact.kind === 'arrived') arrivals.set(fact.stream, note?.arrivedAt ?? fact.at - (told.waitedMs ?? 0))
      if (fact.kind === 'left') ends.set(fact.stream, note?.endedAt ?? fact.at)
      if (['arrived', 'number-confirmed', 'number-changed'].includes(fact.kind))
        numbers.set(fact.stream, numberAt(seq, fact.callerNumber))
    }
  }
  db.close()
  return { streams, arrivals, ends, numbers }
}

/** Questions about the facts of one stream. */
export function factsOf({ streams }: Raw) {
  const of = (id: string) => streams.get(id) ?? []
  const first = (id: string, ...kinds: string[]) => of(id).find(fact => kinds.includes(fact.kind))
  const last = (id: string, ...kinds: string[]) => of(id).findLast(fact => kinds.includes(fact.kind))
  const has = (id: string, ...kinds: string[]) => first(id, ...kinds) !== undefined
  const propertyOf = (id: string) => (last(id, 'identified', 'opened')?.property as string | undefined) ?? null
  return { of, first, last, has, propertyOf }
}

/** The rules in force at that time, or the first ones. */
export function rulesAt({ rules }: Asked, at: number): Plan {
  const found = rules.findLast(({ from }) => from <= at) ?? rules[0]
  if (found === undefined) throw new Error('no rules')
  return found.plan
}

/** The rules in force now. */
export function rulesNow(asked: Asked): Plan {
  return rulesAt(asked, Number.POSITIVE_INFINITY)
}

export function nameOf(asked: Asked, property: string | null): string {
  return property === null ? '' : (rulesNow(asked).properties[property]?.name ?? property)
}

export function personName(asked: Asked, person: string | null): string | null {
  return person === null ? null : (rulesNow(asked).people[person]?.name ?? person)
}
