// The list of facts, in the order of their happening. There are some fifty for each call: kinds and
// people have an index of their own, a few streams are gone through one by one, and everything else
// is met by walking over the turns.
import { type RawBuilder, sql } from 'kysely'
import type { Fact } from '../../../core/world/facts.ts'
import type { CallId } from '../../../core/world/ids.ts'
import { ERASED } from '../call-story.ts'
import type { Stored } from '../stored.ts'
import { turnAt } from '../turn-at.ts'
import { type Asked, and, rows } from './ask.ts'
import type { Place } from './cursor.ts'
import type { ListFilter, Way } from './filter.ts'
import { areRare, saysOneOf, storiesWith, storyHas } from './text.ts'

export interface ListedFact {
  readonly turn: number
  /** Which fact of its turn, from 0 on. */
  readonly n: number
  /** The call it belongs to; an incident's facts belong to the call that opened it. */
  readonly call: CallId | null
  readonly property: string | null
  readonly propertyName: string | null
  readonly zone: string
  /** Hash of the plan, for names. */
  readonly plan: string | null
  readonly fact: Fact
}

/** Streams whose facts are sorted sooner than all turns are walked over. */
const FEW_STREAMS = 400
/** Up to so many streams are asked for their next fact, rather than walking over all turns. */
const SOME_STREAMS = 5000
/** A turn has fewer facts. */
const MOST_OF_A_TURN = 100_000

interface Row {
  readonly turn: number
  readonly n: number
  readonly body: string
  readonly property: string | null
}

export function factsOf(from: Stored, filter: ListFilter, asked: Asked): { place: Place; item: ListedFact }[] {
  // What a fact says is read of those alone that are shown.
  const query = sql`SELECT found.turn, found.n, json_insert(json_extract(turn.facts, '$[' || found.n || ']'), '$.at', turn.at) AS body, found.property
    FROM (${page(from, filter, asked)}) AS found CROSS JOIN turn ON turn.seq = found.turn`
  return rows<Row>(from, query).map(row => ({
    place: { value: row.turn * MOST_OF_A_TURN + row.n, row: 0 },
    item: listed(from, row),
  }))
}

export function countFacts(from: Stored, filter: ListFilter): number {
  const { properties, kind, person, words } = filter
  const few = fewStreams(from, filter)
  const wheres = wheresOf(from, filter, few)
  const ofMany = few === null && (kind ?? person ?? words) === undefined ? properties : undefined
  if (ofMany !== undefined) wheres.push(sql`touched.stream IN (${streamsOf(ofMany)})`)
  // The rest is asked of each fact's stream.
  const isDone = words === undefined && (properties === undefined || ofMany !== undefined || few?.by === 'properties')
  const facts = isDone ? sql`FROM touched WHERE ${and(wheres)}` : found(from, filter, few, null, 'asc')
  return rows<{ n: number }>(from, sql`SELECT count(*) AS n ${facts}`)[0]?.n ?? 0
}

/** For tests: what SQLite means to do. */
export function planOfFacts(from: Stored, filter: ListFilter, asked: Asked): string {
  return rows<{ detail: string }>(from, sql`EXPLAIN QUERY PLAN ${page(from, filter, asked)}`)
    .map(({ detail }) => detail)
    .join('\n')
}

function page(from: Stored, filter: ListFilter, { after, way, limit }: Asked): RawBuilder<unknown> {
  const place = after?.value == null ? null : after.value
  const few = nextStreams(from, filter, place, way, limit) ?? fewStreams(from, filter)
  const order = sql.raw(way)
  if (few !== null || filter.kind !== undefined || filter.person !== undefined)
    return sql`SELECT touched.turn, touched.n, stream_no.property ${found(from, filter, few, place, way)}
      ORDER BY touched.turn ${order}, touched.n ${order} LIMIT ${limit}`
  return sql`SELECT turn.seq AS turn, told.key AS n, stream_no.property ${walked(from, filter, place, way)}
    ORDER BY turn.seq ${order}, told.key ${order} LIMIT ${limit}`
}

/** The only streams in which the facts can be, and which condition says so. */
interface Few {
  readonly numbers: readonly number[]
  readonly by: 'stream' | 'properties' | 'words'
}

/** By streams, person or kind. */
function found(from: Stored, filter: ListFilter, few: Few | null, after: number | null, way: Way): RawBuilder<unknown> {
  const { properties, words } = filter
  const wheres = wheresOf(from, filter, few)
  if (properties !== undefined && few?.by !== 'properties') wheres.push(ofProperties(properties))
  if (words !== undefined && few !== null && few.by !== 'words') wheres.push(isTold(words))
  if (after !== null) wheres.push(beyond(sql`(touched.turn, touched.n)`, after, way))
  return sql`FROM touched CROSS JOIN stream_no ON stream_no.no = touched.stream WHERE ${and(wheres)}`
}

/** All that can be said of `touched` alone. */
function wheresOf(from: Stored, filter: ListFilter, few: Few | null): RawBuilder<unknown>[] {
  const { kind, person, words } = filter
  const wheres: RawBuilder<unknown>[] = within(from, filter, sql.ref('touched.turn'))
  // Somebody is named by facts alone.
  if (person === undefined) wheres.push(sql`touched.kind IS NOT NULL`)
  if (few !== null) wheres.push(sql`touched.stream IN (SELECT value FROM json_each(${JSON.stringify(few.numbers)}))`)
  const byPerson = few === null && person !== undefined
  const byKind = few === null && !byPerson && kind !== undefined
  if (person !== undefined) wheres.push(sql`${named('person', byPerson)} = ${numberOf(from, person)}`)
  if (kind !== undefined) wheres.push(sql`${named('kind', byKind)} = ${numberOf(from, kind)}`)
  if (words !== undefined && few === null) wheres.push(sql`+touched.stream IN (${streamsWith(words)})`)
  if (words !== undefined)
    wheres.push(
      sql`EXISTS (SELECT 1 FROM turn WHERE seq = touched.turn AND ${saysOneOf(words, sql`json_extract(facts, '$[' || touched.n || ']')`, from)})`,
    )
  return wheres
}

/** One turn after the other. */
function walked(from: Stored, filter: ListFilter, after: number | null, way: Way): RawBuilder<unknown> {
  const { properties, words } = filter
  const wheres = [...within(from, filter, sql.ref('turn.seq'))]
  if (properties !== undefined) wheres.push(ofProperties(properties))
  if (words !== undefined) wheres.push(saysOneOf(words, sql`told.value`, from), isTold(words))
  if (after !== null) {
    const turn = Math.floor(after / MOST_OF_A_TURN)
    wheres.push(sql`turn.seq ${sql.raw(way === 'asc' ? '>=' : '<=')} ${turn}`)
    wheres.push(beyond(sql`(turn.seq, told.key)`, after, way))
  }
  return sql`FROM turn CROSS JOIN json_each(turn.facts) AS told
    CROSS JOIN stream_no ON stream_no.stream = told.value ->> 'stream' WHERE ${and(wheres)}`
}

function within(from: Stored, { since, until }: ListFilter, turn: RawBuilder<unknown>): RawBuilder<unknown>[] {
  return [
    ...(since === undefined ? [] : [sql`${turn} >= ${turnAt(from, since)}`]),
    ...(until === undefined ? [] : [sql`${turn} < ${turnAt(from, until)}`]),
  ]
}

function beyond(place: RawBuilder<unknown>, after: number, way: Way): RawBuilder<unknown> {
  const [turn, n] = [Math.floor(after / MOST_OF_A_TURN), after % MOST_OF_A_TURN]
  return sql`${place} ${sql.raw(way === 'asc' ? '>' : '<')} (${turn}, ${n})`
}

function ofProperties(properties: readonly string[]): RawBuilder<unknown> {
  return sql`+stream_no.property IN (SELECT value FROM json_each(${JSON.stringify(properties)}))`
}

/** `+` keeps SQLite from the column's index. */
function named(column: 'person' | 'kind', indexed: boolean): RawBuilder<unknown> {
  return sql.raw(indexed ? `touched.${column}` : `+touched.${column}`)
}

/**
 * When only properties are asked for: the `limit` streams whose next fact comes first. The next
 * `limit` facts are all in them. Null when the properties have too many streams.
 */
function nextStreams(from: Stored, filter: ListFilter, after: number | null, way: Way, limit: number): Few | null {
  const { properties, stream, kind, person, words } = filter
  if (properties === undefined || (stream ?? kind ?? person ?? words) !== undefined) return null
  const theirs = streamsOf(properties)
  const all = rows<{ no: number }>(from, sql`${theirs} LIMIT ${SOME_STREAMS + 1}`)
  if (all.length > SOME_STREAMS) return null
  const wheres = [
    sql`touched.stream = theirs.no`,
    sql`touched.kind IS NOT NULL`,
    ...within(from, filter, sql.ref('touched.turn')),
  ]
  if (after !== null) wheres.push(beyond(sql`(touched.turn, touched.n)`, after, way))
  const order = sql.raw(way)
  const next = sql`SELECT turn * ${MOST_OF_A_TURN} + n FROM touched WHERE ${and(wheres)} ORDER BY turn ${order}, n ${order} LIMIT 1`
  const query = sql`SELECT no FROM (SELECT no, (${next}) AS next FROM (${theirs}) AS theirs)
    WHERE next IS NOT NULL ORDER BY next ${order} LIMIT ${limit}`
  return { numbers: numbersOf(from, query), by: 'properties' }
}

/** Null where no condition leaves few streams. */
function fewStreams(from: Stored, { stream, properties, words }: ListFilter): Few | null {
  if (stream !== undefined) {
    const theirs = sql`SELECT ${stream} UNION SELECT incident FROM call_incident WHERE call = ${stream}`
    return { numbers: numbersOf(from, sql`SELECT no FROM stream_no WHERE stream IN (${theirs})`), by: 'stream' }
  }
  const some: [Few['by'], RawBuilder<unknown>][] = []
  if (properties !== undefined) some.push(['properties', streamsOf(properties)])
  if (words !== undefined && areRare(words, from)) some.push(['words', streamsWith(words)])
  for (const [by, query] of some) {
    const numbers = numbersOf(from, sql`SELECT no FROM (${query}) LIMIT ${FEW_STREAMS + 1}`)
    if (numbers.length <= FEW_STREAMS) return { numbers, by }
  }
  return null
}

function numbersOf(from: Stored, query: RawBuilder<unknown>): number[] {
  return rows<{ no: number }>(from, query).map(({ no }) => no)
}

function streamsOf(properties: readonly string[]): RawBuilder<unknown> {
  return sql`SELECT no FROM stream_no WHERE property IN (SELECT value FROM json_each(${JSON.stringify(properties)}))`
}

/** Of the stories that have all the words. */
function streamsWith(words: readonly string[]): RawBuilder<unknown> {
  const stories = storiesWith(words)
  return sql`SELECT no FROM stream_no WHERE stream IN (${stories})
    UNION SELECT no FROM stream_no WHERE stream IN (SELECT id FROM incident_row WHERE call IN (${stories}))`
}

/** The same, asked of one stream. */
function isTold(words: readonly string[]): RawBuilder<unknown> {
  const call = sql`coalesce((SELECT call FROM incident_row WHERE id = stream_no.stream), stream_no.stream)`
  return sql`EXISTS (SELECT 1 FROM text_story WHERE story = ${call} AND ${storyHas(words)})`
}

function numberOf(from: Stored, name: string): number {
  return rows<{ no: number }>(from, sql`SELECT no FROM kind_no WHERE kind = ${name}`)[0]?.no ?? -1
}

function listed(from: Stored, { turn, n, body, property }: Row): ListedFact {
  const fact = from.fact(turn, body, ERASED)
  const call = from.callOf(fact.stream)
  const plan = rows<{ plan: string | null }>(from, sql`SELECT plan FROM call_row WHERE id = ${call}`)[0]?.plan ?? null
  const propertyName = property === null ? null : from.nameOf(plan, 'property', property)
  return { turn, n, call, property, propertyName, zone: from.zone(plan, property), plan, fact }
}
