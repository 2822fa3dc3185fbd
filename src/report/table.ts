// Puts a table of a report together: its columns with how each reads a row.
import type { Cell, Column, TableSection } from './report.ts'

export type Reads<Row> = Column & { readonly of: (row: Row) => Cell }

interface About {
  readonly id: string
  readonly title: string
  /** Said in place of no rows. */
  readonly none: string
  readonly notes?: readonly string[]
}

export function tableOf<Row>(
  { id, title, none, notes = [] }: About,
  rows: readonly Row[],
  columns: readonly Reads<NoInfer<Row>>[],
): TableSection {
  return {
    show: 'table',
    id,
    title,
    columns: columns.map(({ id: column, title: head, unit }) => ({ id: column, title: head, unit })),
    rows: rows.map(row => columns.map(({ of }) => of(row))),
    none,
    notes,
  }
}

export function column<Row>(id: string, title: string, unit: Column['unit'], of: (row: Row) => Cell): Reads<Row> {
  return { id, title, unit, of }
}
