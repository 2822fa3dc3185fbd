// Asks for one page of a list, or how many rows it has. The rows come by the index of the sort key,
// or by that of the condition which lets few through, whichever walks less: SQLite has no
// statistics of our tables and would guess. A page begins after a place, so that rows that come
// meanwhile move nothing: none is shown twice, and none of the old ones is left out.
import { type RawBuilder, sql } from 'kysely'
import { sqlFor } from '../../journal/statements.ts'
import type { Stored } from '../stored.ts'
import type { Place } from './cursor.ts'
import type { ListFilter, ListName, Way } from './filter.ts'

export interface Condition {
  readonly where: RawBuilder<unknown>
  /** The same, without the use of an index that it has. */
  readonly aside?: RawBuilder<unknown>
  /** Selects the keys (`id`) of the rows that it lets through, where these are often few. */
  readonly ids?: RawBuilder<unknown>
}

export type Takes = {
  readonly [K in keyof ListFilter]?: (value: NonNullable<ListFilter[K]>, from: Stored) => Condition
}

/** A list whose rows stand in one table. */
export interface TableList {
  readonly name: ListName
  readonly table: string
  /** The column of its key. */
  readonly id: string
  /** The column of `since` and `until`, and the name of its sort key. */
  readonly at: string
  /** The columns by which it can be sorted; all have an index. */
  readonly sorts: Readonly<Record<string, string>>
  /** What leaves least comes first: its index is used. */
  readonly takes: Takes
}

/** So many rows are sorted sooner than a long index is walked for them. */
export const FEW = 2000

export interface Asked {
  readonly column: string
  readonly way: Way
  readonly after: Place | null
  readonly limit: number
}

/** The places of the rows of a page, in order. */
export function placesOf(from: Stored, list: TableList, filter: ListFilter, asked: Asked): Place[] {
  const { wheres, driven } = conditions(from, list, filter, asked.column)
  const found: Place[] = []
  const { after, limit } = asked
  if (after === null || after.value !== null) found.push(...rows(from, placesQuery(list, wheres, driven, asked)).map(place))
  // What has no value comes last, in the order of its coming.
  const withoutValue = { ...asked, after: after?.value === null ? after : null, limit: limit - found.length }
  if (withoutValue.limit > 0 && asked.column !== list.at)
    found.push(...rows(from, nullsQuery(list, wheres, driven, withoutValue)).map(place))
  return found
}

export function countOf(from: Stored, list: TableList, filter: ListFilter): number {
  const { wheres } = conditions(from, list, filter, list.at)
  const query = sql`SELECT count(*) AS n FROM ${sql.table(list.table)} WHERE ${and(wheres)}`
  return rows<{ n: number }>(from, query)[0]?.n ?? 0
}

/** For tests: what SQLite means to do. */
export function planOfPage(from: Stored, list: TableList, filter: ListFilter, asked: Asked): string {
  const { wheres, driven } = conditions(from, list, filter, asked.column)
  const query = sql`EXPLAIN QUERY PLAN ${placesQuery(list, wheres, driven, asked)}`
  return rows<{ detail: string }>(from, query)
    .map(({ detail }) => detail)
    .join('\n')
}

function placesQuery(list: TableList, wheres: readonly RawBuilder<unknown>[], driven: boolean, asked: Asked) {
  const { way, after, limit } = asked
  const value = column(asked.column, driven)
  const more = sql.raw(way === 'asc' ? '>' : '<')
  const conditions = [...wheres]
  if (asked.column !== list.at) conditions.push(sql`${value} IS NOT NULL`)
  if (after !== null) conditions.push(sql`(${value}, rowid) ${more} (${after.value}, ${after.row})`)
  const order = sql.raw(way)
  return sql`SELECT ${sql.ref(asked.column)} AS value, rowid AS row FROM ${sql.table(list.table)}
    WHERE ${and(conditions)} ORDER BY ${value} ${order}, rowid ${order} LIMIT ${limit}`
}

function nullsQuery(list: TableList, wheres: readonly RawBuilder<unknown>[], driven: boolean, asked: Asked) {
  const { way, after, limit } = asked
  const value = column(asked.column, driven)
  const more = sql.raw(way === 'asc' ? '>' : '<')
  const conditions = [...wheres, sql`${value} IS NULL`]
  if (after !== null) conditions.push(sql`rowid ${more} ${after.row}`)
  return sql`SELECT NULL AS value, rowid AS row FROM ${sql.table(list.table)}
    WHERE ${and(conditions)} ORDER BY rowid ${sql.raw(way)} LIMIT ${limit}`
}

function conditions(from: Stored, list: TableList, filter: ListFilter, sort: string) {
  const names = Object.keys(list.takes) as (keyof ListFilter)[]
  const own = filter.ids === undefined ? [] : [amongIds(list, filter.ids)]
  const taken = [...own, ...names.flatMap(name => taking(from, list, filter, name))]
  const { since, until } = filter
  const byTime = sort === list.at
  let driven = !byTime && (since !== undefined || until !== undefined) && isFew(from, list, spanOf(list, filter))
  const wheres = taken.map(({ where, aside, ids }) => {
    if (ids !== undefined) {
      const found = rows<{ id: string }>(from, sql`SELECT id FROM (${ids}) LIMIT ${FEW + 1}`).map(({ id }) => id)
      if (found.length > FEW) return where
      driven = true
      return sql`${sql.ref(list.id)} IN (SELECT value FROM json_each(${JSON.stringify(found)}))`
    }
    if (aside === undefined) return where
    // Their indexes go on with the time: the first one is enough, and sorts.
    if (driven || !(byTime || isFew(from, list, where))) return aside
    driven = true
    return where
  })
  const indexed = driven && taken.some(({ ids }) => ids !== undefined)
  // The time is no way to find what is found sooner.
  const at = column(list.at, indexed)
  if (since !== undefined) wheres.push(sql`${at} >= ${since}`)
  if (until !== undefined) wheres.push(sql`${at} < ${until}`)
  return { wheres, driven: byTime ? indexed : driven }
}

function amongIds({ id }: TableList, ids: readonly string[]): Condition {
  const written = JSON.stringify(ids)
  return {
    where: sql`${sql.ref(id)} IN (SELECT value FROM json_each(${written}))`,
    ids: sql`SELECT value AS id FROM json_each(${written})`,
  }
}

function taking<K extends keyof ListFilter>(from: Stored, list: TableList, filter: ListFilter, key: K): Condition[] {
  const value = filter[key]
  if (value === undefined || key === 'since' || key === 'until') return []
  const take = list.takes[key]
  if (take === undefined) throw new Error(`${list.name} take no ${key}`)
  return [take(value, from)]
}

function spanOf(list: TableList, { since = 0, until = Number.MAX_SAFE_INTEGER }: ListFilter): RawBuilder<unknown> {
  return sql`${sql.ref(list.at)} >= ${since} AND ${sql.ref(list.at)} < ${until}`
}

function isFew(from: Stored, { table }: TableList, where: RawBuilder<unknown>): boolean {
  return rows(from, sql`SELECT 1 FROM ${sql.table(table)} WHERE ${where} LIMIT ${FEW + 1}`).length <= FEW
}

/** `+` keeps SQLite from the column's index. */
function column(name: string, withoutIndex: boolean): RawBuilder<unknown> {
  return withoutIndex ? sql`+${sql.ref(name)}` : sql.ref(name)
}

export function and(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`1` : sql.join(conditions, sql` AND `)
}

export function rows<R>(from: Stored, query: RawBuilder<unknown>): R[] {
  const { sql: text, parameters } = query.compile(sqlFor)
  return from.db.prepare(text).all(...parameters) as R[]
}

function place(row: unknown): Place {
  return row as Place
}

export function equals(name: string) {
  return (value: string): Condition => ({ where: sql`${sql.ref(name)} = ${value}`, aside: sql`+${sql.ref(name)} = ${value}` })
}

/** One has an index that also sorts. Of several, the rows are found first where they are few. */
export function anyOf(name: string, key: string) {
  const [table = ''] = name.split('.')
  return (values: readonly string[]): Condition => {
    const [only] = values
    if (values.length === 1 && only !== undefined) return equals(name)(only)
    const some = sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`
    return {
      where: sql`+${sql.ref(name)} IN ${some}`,
      ids: sql`SELECT ${sql.ref(key)} AS id FROM ${sql.table(table)} WHERE ${sql.ref(name)} IN ${some}`,
    }
  }
}
