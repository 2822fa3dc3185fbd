// The lists that can be asked for, each row with the cursor after which the list goes on.
import { type MessageSummary, messageRows } from '../list-messages.ts'
import { incidentRows, type OpenIncident } from '../open-incidents.ts'
import type { Stored } from '../stored.ts'
import { countOf, placesOf, type TableList } from './ask.ts'
import { ATTEMPTS, attemptRows, type ListedAttempt } from './attempts.ts'
import { CALLS, callRows, type ListedCall } from './calls.ts'
import { cursorOf, type Order, type Place, readCursor } from './cursor.ts'
import { countFacts, factsOf, type ListedFact } from './facts.ts'
import type { ListFilter, ListName, Page } from './filter.ts'
import { INCIDENTS } from './incidents.ts'
import { MESSAGES } from './messages.ts'

export interface ListItems {
  readonly calls: ListedCall
  readonly incidents: OpenIncident
  readonly attempts: ListedAttempt
  readonly messages: MessageSummary
  readonly facts: ListedFact
}

export type WithCursor<Item> = Item & { readonly cursor: string }

/** The keys by which each can be sorted; the first one is that of its time. */
export const SORTS: Readonly<Record<ListName, readonly string[]>> = {
  calls: Object.keys(CALLS.sorts),
  incidents: Object.keys(INCIDENTS.sorts),
  attempts: Object.keys(ATTEMPTS.sorts),
  messages: Object.keys(MESSAGES.sorts),
  facts: ['at'],
}

/** A cursor that does not belong to the list: what is wrong with it. */
export class WrongCursor extends Error {}

export function listOf<K extends ListName>(from: Stored, list: K, filter: ListFilter, page: Page): WithCursor<ListItems[K]>[] {
  const order: Order = { list, sort: page.sort, way: page.way }
  const after = page.after === undefined ? null : placeOf(page.after, order)
  const pages: { readonly [L in ListName]: () => readonly { readonly place: Place; readonly item: ListItems[L] }[] } = {
    calls: () => fromTable(from, CALLS, filter, page, after, one(callRows(from))),
    incidents: () => fromTable(from, INCIDENTS, filter, page, after, one(incidentRows(from))),
    attempts: () => fromTable(from, ATTEMPTS, filter, page, after, one(attemptRows(from))),
    messages: () => fromTable(from, MESSAGES, filter, page, after, messageRows(from)),
    facts: () => factsOf(from, filter, { column: page.sort, way: page.way, after, limit: page.limit }),
  }
  return pages[list]().map(({ place, item }) => ({ ...item, cursor: cursorOf(order, place) }))
}

export function countList(from: Stored, list: ListName, filter: ListFilter): number {
  const tables = { calls: CALLS, incidents: INCIDENTS, attempts: ATTEMPTS, messages: MESSAGES }
  return list === 'facts' ? countFacts(from, filter) : countOf(from, tables[list], filter)
}

function placeOf(cursor: string, { list, sort, way }: Order): Place {
  const read = readCursor(cursor)
  if (read === null) throw new WrongCursor('is no cursor: take it from `cursor` of a row of --json or --csv')
  if (read.list !== list) throw new WrongCursor(`is a cursor of \`${read.list} list\`, not of \`${list} list\``)
  if (read.sort !== sort || read.way !== way) throw new WrongCursor(`is a cursor of --sort ${read.sort}:${read.way}`)
  return read
}

function fromTable<Row, Item>(
  from: Stored,
  list: TableList,
  filter: ListFilter,
  { sort, way, limit }: Page,
  after: Place | null,
  itemsOf: (row: Row) => readonly Item[],
): { place: Place; item: Item }[] {
  const column = list.sorts[sort]
  if (column === undefined) throw new Error(`${list.name} are not sorted by ${sort}`)
  const row = rowOf(from, list)
  return placesOf(from, list, filter, { column, way, after, limit }).flatMap(place =>
    itemsOf(row(place.row) as Row).map(item => ({ place, item })),
  )
}

function one<Row, Item>(itemOf: (row: Row) => Item): (row: Row) => readonly Item[] {
  return row => [itemOf(row)]
}

function rowOf(from: Stored, list: TableList): (row: number) => unknown {
  const query = from.db.prepare(`SELECT * FROM ${list.table} WHERE rowid = ?`)
  return row => query.get(row)
}
