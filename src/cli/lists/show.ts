// Asks a list and shows what was found: as a table, JSON, CSV, or as a number.
import { nearest } from '../../rules/nearest.ts'
import { readCursor } from '../../store/read/lists/cursor.ts'
import type { ListFilter, ListName, Page, Way } from '../../store/read/lists/filter.ts'
import { type ListItems, SORTS, type WithCursor, WrongCursor } from '../../store/read/lists/lists.ts'
import type { Reader } from '../../store/read/reader.ts'
import { csv } from '../csv.ts'
import { CliFailure, type CliIo, EXIT, printJson } from '../io.ts'
import { count, oneLine, table } from '../plain-text.ts'
import { type Column, type Columns, chosen } from './columns.ts'
import { filterOf } from './filter-of.ts'
import { misnamed } from './names.ts'
import type { ListOptions } from './options.ts'

export interface Shown<K extends ListName> {
  readonly list: K
  /** One of its rows. */
  readonly one: string
  readonly columns: Columns<WithCursor<ListItems[K]>>
  /** Of a table. */
  readonly usual: readonly string[]
  readonly json: (item: WithCursor<ListItems[K]>) => object
  readonly limit: number
  /** By the first sort key. */
  readonly way: Way
  /** The first page of a table is shown with its newest row at the end. */
  readonly newestLast?: true
  readonly nothing: string
  /** What holds beside the options. */
  readonly also?: ListFilter
}

/** Gives the rows that were shown; none where they were only counted. */
export function showList<K extends ListName>(io: CliIo, reader: Reader, options: ListOptions, shown: Shown<K>): ListItems[K][] {
  const { list, columns, also = {} } = shown
  const names = options.columns === undefined ? null : chosen(columns, options.columns)
  if ([options.json, options.csv, options.count].filter(Boolean).length > 1)
    throw new CliFailure(EXIT.cannot, 'Choose one of --json, --csv and --count.')
  const filter = { ...also, ...filterOf(io, reader, list, options) }
  // Where one name of several is wrong, the others still find something.
  const isOneOfSeveral = [options.property, options.group].some(names => (names?.length ?? 0) > 1)
  const page = pageOf(options, shown)
  if (options.count) {
    if (options.after !== undefined)
      throw new CliFailure(EXIT.cannot, '--count counts all of them, not a page: leave out --after.')
    const n = reader.countList(list, filter)
    if (n === 0 || isOneOfSeveral) warn(io, misnamed(reader, options))
    io.stdout(`${n}\n`)
    return []
  }
  const rows = ask(reader, shown, filter, page, options)
  if (rows.length > 0 && isOneOfSeveral) warn(io, misnamed(reader, options))
  if (rows.length === 0) showNothing(io, reader, options, shown, names)
  else if (options.json) printJson(io, names === null ? rows.map(shown.json) : rows.map(row => picked(columns, names, row)))
  else if (options.csv) showCsv(io, columns, names ?? Object.keys(columns), rows)
  else {
    showTable(io, shown, names ?? shown.usual, rows)
    if (rows.length === page.limit) sayMore(io, shown, isReversed(options, shown) ? rows[0] : rows.at(-1), page)
  }
  return rows
}

function ask<K extends ListName>(reader: Reader, shown: Shown<K>, filter: ListFilter, page: Page, options: ListOptions) {
  try {
    const rows = reader.list(shown.list, filter, page)
    return isReversed(options, shown) ? rows.reverse() : rows
  } catch (error) {
    if (!(error instanceof WrongCursor)) throw error
    throw new CliFailure(EXIT.cannot, `--after ${oneLine(page.after ?? '', 20)} ${error.message}.`)
  }
}

/** A program goes on after the last row that it was given. */
function isReversed<K extends ListName>({ sort, after, json, csv }: ListOptions, { newestLast }: Shown<K>): boolean {
  return newestLast === true && [sort, after, json, csv].every(one => one === undefined)
}

/** A cursor says how its list was sorted. */
function pageOf<K extends ListName>({ sort, after, limit }: ListOptions, shown: Shown<K>): Page {
  const goesOn = after === undefined ? {} : { after }
  const size = limit ?? shown.limit
  const read = sort === undefined && after !== undefined ? readCursor(after) : null
  if (read?.list === shown.list) return { sort: read.sort, way: read.way, limit: size, ...goesOn }
  return { ...sortOf(sort, shown), limit: size, ...goesOn }
}

/** `arrived`, `arrived:asc`; from the largest or newest on where it is not said. */
function sortOf<K extends ListName>(written: string | undefined, { list, way }: Shown<K>): { sort: string; way: Way } {
  const keys = SORTS[list]
  if (written === undefined) return { sort: keys[0] ?? '', way }
  const [, key = '', to = 'desc'] = /^([^:]*)(?::(asc|desc))?$/.exec(written) ?? []
  if (keys.includes(key) && (to === 'asc' || to === 'desc')) return { sort: key, way: to }
  const near = nearest(key === '' ? written : key, keys)
  const meant = near === undefined || near === key ? '' : ` Did you mean ${near}?`
  throw new CliFailure(
    EXIT.cannot,
    `--sort ${oneLine(written, 40)}: ${list} are not sorted so.${meant} Write ${keys.join(' or ')}, with :asc or :desc.`,
  )
}

function showNothing<K extends ListName>(
  io: CliIo,
  reader: Reader,
  options: ListOptions,
  shown: Shown<K>,
  names: readonly string[] | null,
): void {
  const wrong = misnamed(reader, options)
  if (options.json) io.stdout('[]\n')
  if (options.csv) showCsv(io, shown.columns, names ?? Object.keys(shown.columns), [])
  if (options.json || options.csv) warn(io, wrong)
  else io.stdout(`${wrong ?? nothingOf(options, shown)}\n`)
}

function nothingOf<K extends ListName>(options: ListOptions, { one, nothing }: Shown<K>): string {
  if (options.after !== undefined) return `There is no further ${one}.`
  return isFiltered(options) ? `No ${one} matches.` : nothing
}

const NO_FILTERS: readonly string[] = ['sort', 'limit', 'columns', 'json', 'csv', 'count', 'all']

function isFiltered(options: ListOptions): boolean {
  return Object.keys(options).some(name => !NO_FILTERS.includes(name))
}

function warn(io: CliIo, words: string | null): void {
  if (words !== null) io.stderr(`nightbell: ${words}\n`)
}

function showTable<K extends ListName>(
  io: CliIo,
  shown: Shown<K>,
  names: readonly string[],
  rows: readonly WithCursor<ListItems[K]>[],
): void {
  const of = names.map(name => columnOf(shown.columns, name))
  const heads = names.map((name, n) => of[n]?.head ?? name.toUpperCase().replaceAll('-', ' '))
  io.stdout(
    table(
      heads,
      rows.map(row => of.map(column => column.cell(row))),
    ),
  )
}

function sayMore<K extends ListName>(
  io: CliIo,
  { one }: Shown<K>,
  last: WithCursor<ListItems[K]> | undefined,
  { limit }: Page,
): void {
  io.stdout(`\nThere may be more than ${count(limit, one)}: use --limit, or --after ${last?.cursor}\n`)
}

function showCsv<Item>(io: CliIo, columns: Columns<Item>, names: readonly string[], rows: readonly Item[]): void {
  io.stdout(
    csv(
      names,
      rows.map(row => names.map(name => valueIn(columnOf(columns, name), row))),
    ),
  )
}

function picked<Item>(columns: Columns<Item>, names: readonly string[], row: Item): object {
  return Object.fromEntries(names.map(name => [name, valueIn(columnOf(columns, name), row)]))
}

function columnOf<Item>(columns: Columns<Item>, name: string): Column<Item> {
  const column = columns[name]
  if (column === undefined) throw new Error(`no column ${name}`)
  return column
}

function valueIn<Item>({ cell, value = cell }: Column<Item>, row: Item) {
  return value(row)
}
