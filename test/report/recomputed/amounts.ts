// Counts, shares, percentiles and means, and tables as a report has them: what the second
// computation says, in the shape in which a report is compared with it.
import type { Cell, HeatSection, Section, TableSection } from '../../../src/report/report.ts'

export interface Expected {
  readonly value: number | null
  readonly of: number | null
  readonly ids: readonly string[]
}

export interface Timed {
  readonly id: string
  readonly ms: number
}

/** By the id of a column. A list of ids is a count that answers with them. */
export type Said = Readonly<Record<string, Cell | readonly string[]>>

/** A table: rows in no order, and what its cells count. */
export interface ExpectedTable {
  readonly rows: readonly Readonly<Record<string, Cell>>[]
  readonly counted: Readonly<Record<string, readonly string[]>>
}

export function list(ids: readonly string[]): Expected {
  return { value: ids.length, of: null, ids: ids.toSorted() }
}

export function share(part: readonly string[], whole: number): Expected {
  return { value: whole === 0 ? null : part.length / whole, of: whole, ids: part.toSorted() }
}

/** Seconds as a report writes them: below ten with a tenth. */
export function shown(ms: number): number {
  return Number((ms / 1000).toFixed(ms < 10_000 ? 1 : 0))
}

/** The least value such that so many of a hundred are no greater. */
export function least(values: readonly number[], of100: number): number | null {
  const fits = values.filter(value => values.filter(other => other <= value).length * 100 >= of100 * values.length)
  return fits.length === 0 ? null : Math.min(...fits)
}

export function summary(all: readonly Timed[], of100: number): Expected {
  const values = all.map(({ ms }) => ms)
  return { value: least(values, of100), of: all.length, ids: all.map(({ id }) => id).toSorted() }
}

export function summaries(name: string, all: readonly Timed[]): Record<string, Expected> {
  return {
    [`${name}-p50`]: summary(all, 50),
    [`${name}-p90`]: summary(all, 90),
    [`${name}-worst`]: summary(all, 100),
  }
}

export function average(all: readonly Timed[]): Expected {
  const sum = all.reduce((total, { ms }) => total + ms, 0)
  return { value: all.length === 0 ? null : sum / all.length, of: all.length, ids: all.map(({ id }) => id).toSorted() }
}

/** Rows by what a cell is asked for by. `each`: what the rows are, for `--calls ID`. */
export function table(id: string, said: ReadonlyMap<string, Said>, each?: readonly string[]): ExpectedTable {
  const counted: Record<string, readonly string[]> = each === undefined ? {} : { [id]: each.toSorted() }
  const rows = [...said].map(([key, cells]) => {
    const row = Object.entries(cells).map(([column, cell]): [string, Cell] => {
      if (!isIds(cell)) return [column, cell]
      counted[`${column}:${key}`] = cell.toSorted()
      return [column, cell.length]
    })
    return Object.fromEntries(row)
  })
  return { rows: inOrder(rows), counted }
}

/** A section of a report in the same shape. */
export function tableFound(section: Section): ExpectedTable {
  if (section.show === 'figures') throw new Error('no table')
  const counted = [...(section.counted ?? [])].map(([key, { ids }]) => [key, ids.toSorted()])
  const rows = section.show === 'heat' ? heatRows(section) : tableRows(section)
  return { rows: inOrder(rows), counted: Object.fromEntries(counted) }
}

type Cells = Readonly<Record<string, Cell>>

function tableRows({ columns, rows }: TableSection): Cells[] {
  return rows.map(row => Object.fromEntries(columns.map(({ id }, n) => [id, row[n] ?? null])))
}

function heatRows({ columns, rows }: HeatSection): Cells[] {
  return rows.map(({ name, counts }) => {
    return { name, ...Object.fromEntries(columns.map((hour, n) => [hour, counts[n] ?? null])) }
  })
}

function isIds(cell: Said[string]): cell is readonly string[] {
  return Array.isArray(cell)
}

function inOrder<Row extends object>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
