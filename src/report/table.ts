// Puts a table of a report together: its columns with how each reads a row, and what its counts
// count, so that `--calls COLUMN:ROW` can list it.
import { type TableColumn, tableColumn } from './columns.ts'
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
  /** By what a row is asked for: no two have the same. */
  readonly rowId: (row: Row) => string
  /** Each row is one of these: `--calls` with the id of the table lists them. */
  readonly each?: Counted
}

export function tableOf<Row>(
  about: About<NoInfer<Row>>,
  rows: readonly Row[],
  columns: readonly Reads<NoInfer<Row>>[],
): TableSection {
  const { id, title, none, notes = [], rowId } = about
  return {
    show: 'table',
    id,
    title,
    columns: columns.map(({ of: _, counted: __, ...shown }) => shown),
    rows: rows.map(row => columns.map(({ of }) => of(row))),
    ids: rows.map(rowId),
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
  if (each !== undefined) counted.set(id, { counts: each, ids: rows.map(rowId) })
  for (const row of rows) {
    for (const { id: column, counted: counts } of columns) {
      if (counts !== undefined) counted.set(`${column}:${rowId(row)}`, { counts: counts.counts, ids: counts.ids(row) })
    }
  }
  return counted
}

/** One that tells, and neither counts nor measures. */
export function column<Row>(id: string, title: string, unit: 'text' | 'time', of: (row: Row) => Cell): Reads<Row> {
  return { id, title, unit, of }
}

export function measured<Row>(of: TableColumn, read: (row: Row) => Cell): Reads<Row> {
  const { table: _, ...defined } = tableColumn(of)
  return { ...defined, of: read }
}

/** A count that answers with what it counts. */
export function counting<Row>(of: TableColumn, counts: Counted, ids: (row: Row) => readonly string[]): Reads<Row> {
  return { ...measured(of, row => ids(row).length), counted: { counts, ids } }
}
