// Puts a table of a report together: its columns with how each reads a row, and what its counts
// count, so that `--calls COLUMN:ROW` can list it.
import type { Cell, Column, Counted, CountedIds, TableSection } from './report.ts'

export interface Reads<Row> extends Column {
  readonly of: (row: Row) => Cell
  /** What a count counts. */
  readonly counted?: { readonly counts: Counted; readonly ids: (row: Row) => readonly string[] }
}

interface About<Row> {
  readonly id: string
  readonly title: string
  /** Said in place of no rows. */
  readonly none: string
  readonly notes?: readonly string[]
  /** By what a row is asked for; needed where a column counts. */
  readonly rowId?: (row: Row) => string
  /** Each row is one of these: `--calls` with the id of the table lists them. */
  readonly each?: { readonly counts: Counted; readonly id: (row: Row) => string }
}

export function tableOf<Row>(
  about: About<NoInfer<Row>>,
  rows: readonly Row[],
  columns: readonly Reads<NoInfer<Row>>[],
): TableSection {
  const { id, title, none, notes = [] } = about
  return {
    show: 'table',
    id,
    title,
    columns: columns.map(({ id: column, title: head, unit }) => ({ id: column, title: head, unit })),
    rows: rows.map(row => columns.map(({ of }) => of(row))),
    counted: countedIn(about, rows, columns),
    none,
    notes,
  }
}

function countedIn<Row>(
  { id, rowId, each }: About<Row>,
  rows: readonly Row[],
  columns: readonly Reads<Row>[],
): ReadonlyMap<string, CountedIds> {
  const counted = new Map<string, CountedIds>()
  if (each !== undefined) counted.set(id, { counts: each.counts, ids: rows.map(each.id) })
  if (rowId === undefined) return counted
  for (const row of rows) {
    for (const { id: column, counted: counts } of columns) {
      if (counts !== undefined) counted.set(`${column}:${rowId(row)}`, { counts: counts.counts, ids: counts.ids(row) })
    }
  }
  return counted
}

export function column<Row>(id: string, title: string, unit: Column['unit'], of: (row: Row) => Cell): Reads<Row> {
  return { id, title, unit, of }
}

/** A count that answers with what it counts. */
export function counting<Row>(id: string, title: string, counts: Counted, ids: (row: Row) => readonly string[]): Reads<Row> {
  return { id, title, unit: 'count', of: row => ids(row).length, counted: { counts, ids } }
}

/** The ids of those calls or incidents of which this holds. */
export function idsWhere<One extends { readonly id: string }>(
  all: readonly One[],
  holds: (one: One) => boolean = () => true,
): readonly string[] {
  return all.filter(holds).map(({ id }) => id)
}
