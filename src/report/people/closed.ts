// A closed pay period: its figures as text whose hash anybody can make again, the same figures put
// back into the tables of a later report, and where today's computation differs.
import type { ClosedPeriod } from '../records.ts'
import type { Cell, Column, TableSection } from '../report.ts'
import { cellInWords, timeInWords } from '../show/words.ts'
import type { Span } from '../span.ts'
import { table } from './tables.ts'

/** Of the first format only the tables, without versions. */
interface Frozen extends Partial<FrozenOf> {
  readonly version: 1 | 2
  readonly tables: readonly FrozenTable[]
}

/** What is closed: part of the text, and so of its hash. */
export interface FrozenOf {
  readonly period: string
  readonly from: number
  readonly to: number
  readonly zone: string
  readonly logBegins: number | null
}

interface FrozenTable {
  readonly id: string
  readonly columns: readonly string[]
  /** Of each column; null of one that counts nothing. */
  readonly versions?: readonly (number | null)[]
  readonly ids: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Of the columns in the first format, where it was not 1. */
const FIRST_VERSIONS: Readonly<Record<string, number>> = { 'response-p50': 2, 'response-p90': 2 }

/** Canonical: fields in this order, rows in the order of their names, no spaces. */
export function frozenFigures(tables: readonly TableSection[], { period, from, to, zone, logBegins }: FrozenOf): string {
  const frozen: Frozen = {
    version: 2,
    period,
    from,
    to,
    zone,
    logBegins,
    tables: tables.map(({ id, columns, ids = [], rows }) => ({
      id,
      columns: columns.map(column => column.id),
      versions: columns.map(({ version = null }) => version),
      ids,
      rows,
    })),
  }
  return JSON.stringify(frozen)
}

/** Said where a period is closed, and above its figures. */
export function beginsWithin(when: string): string {
  return `The log begins within it, on ${when}: of what was before, nothing is counted.`
}

/**
 * The closed figures of the span's own period, if it was closed and all of it is reported (`whole`).
 * Where a closed period has but a part in it, that is said.
 */
export function closedSections(
  found: readonly TableSection[],
  { span, whole }: { readonly span: Span; readonly whole: boolean },
  closed: readonly ClosedPeriod[],
): readonly TableSection[] {
  const period = whole ? closed.find(({ from, to }) => from === span.from && to === span.to) : undefined
  if (period === undefined)
    return found.map((section, nth) =>
      nth === 0
        ? withNotes(
            section,
            closed.map(one => partOf(one, span.zone)),
          )
        : section,
    )
  const { tables, logBegins = null } = JSON.parse(period.figures) as Frozen
  const frozen = new Map(tables.map(one => [one.id, one]))
  const begins = logBegins === null || logBegins <= span.from ? [] : [beginsWithin(timeInWords(logBegins, span.zone))]
  const others = found.flatMap(section => countedOtherwise(section, frozen.get(section.id)))
  const differences = found.flatMap(section => differencesOf(section, frozen.get(section.id), span.zone))
  return [
    withNotes(corrections(period, span.zone, differences), [...begins, ...others]),
    ...found.map(section => {
      const was = frozen.get(section.id)
      return was === undefined ? section : asClosed(section, was, period)
    }),
  ]
}

function partOf({ period, from, to, by }: ClosedPeriod, zone: string): string {
  const when = `${timeInWords(from, zone)} to ${timeInWords(to, zone)}`
  return `${period} was closed by ${by} (${when}). These figures are counted today; the closed ones are in the report of all people over just that time.`
}

function withNotes(section: TableSection, notes: readonly string[]): TableSection {
  return { ...section, notes: [...section.notes, ...notes] }
}

function corrections({ period, closedAt, by, sha256 }: ClosedPeriod, zone: string, all: readonly Difference[]): TableSection {
  return table({
    id: 'corrections',
    title: 'Corrections',
    columns: ['what', 'person', 'closed', 'now'],
    rows: all.map(({ table: of, row, person, column, closed, now }) => {
      const what = row === person ? `${of}: ${column.title}` : `${of}, ${row}: ${column.title}`
      return { id: `${of}:${row}:${column.id}`, cells: { what, person, closed, now } }
    }),
    none: 'None: today the same figures come out.',
    notes: [
      `${period} was closed on ${timeInWords(closedAt, zone)} by ${by}. The figures below are those of that day; sha256 ${sha256}.`,
    ],
  })
}

/** What it counts is known for today's figures only. */
function asClosed(section: TableSection, was: FrozenTable, { closedAt: at, by }: ClosedPeriod): TableSection {
  const known = new Map(section.columns.map(column => [column.id, column]))
  const columns = was.columns.map((id): Column => {
    const column = known.get(id) ?? { id, title: id, unit: 'text' }
    const version = versionThen(was, id)
    if (column.formula === undefined || version === column.version) return column
    return { ...column, version, formula: `as version ${version} counted it` }
  })
  return { ...section, columns, ids: was.ids, rows: was.rows, closed: { at, by } }
}

function versionThen({ columns, versions }: FrozenTable, column: string): number {
  return versions?.[columns.indexOf(column)] ?? FIRST_VERSIONS[column] ?? 1
}

/** Columns that count something else than when it was closed. */
function countedOtherwise(section: TableSection, was: FrozenTable | undefined): readonly string[] {
  if (was === undefined) return []
  return section.columns.flatMap(({ id, title, formula, version }) => {
    const then = versionThen(was, id)
    if (formula === undefined || !was.columns.includes(id) || then === version) return []
    const versions = `version ${then}, today ${version}`
    return [`${section.id}: ${title} counts something else since then, and is not compared (${versions}).`]
  })
}

interface Difference {
  readonly table: string
  readonly row: string
  readonly person: string | null
  readonly column: Column
  readonly closed: string
  readonly now: string
}

/** Cell by cell; a row that is missing on one side is empty there. */
function differencesOf(section: TableSection, frozen: FrozenTable | undefined, zone: string): readonly Difference[] {
  if (frozen === undefined) return []
  const now = rowsById(section.ids ?? [], section.rows)
  const was = rowsById(frozen.ids, frozen.rows)
  return [...new Set([...was.keys(), ...now.keys()])].flatMap(row =>
    section.columns.flatMap((column, at) => {
      const then = frozen.columns.indexOf(column.id)
      // A column that is newer than the closing had nothing to be closed.
      if (then < 0 || column.formula === undefined) return []
      if (versionThen(frozen, column.id) !== column.version) return []
      const before = was.get(row)?.[then] ?? null
      const today = now.get(row)?.[at] ?? null
      if (before === today) return []
      const cells = was.get(row) ?? now.get(row) ?? []
      const person = cells[(was.has(row) ? frozen.columns : section.columns.map(({ id }) => id)).indexOf('person')]
      const said = words(before, today, column, zone)
      return [{ table: section.id, row, person: person === undefined ? null : String(person), column, ...said }]
    }),
  )
}

/** As the table shows them; in full where that would look the same. */
function words(before: Cell, today: Cell, column: Column, zone: string): { readonly closed: string; readonly now: string } {
  const [closed, now] = [cellInWords(before, column, zone), cellInWords(today, column, zone)]
  return closed === now ? { closed: String(before ?? ''), now: String(today ?? '') } : { closed, now }
}

function rowsById(ids: readonly string[], rows: readonly (readonly Cell[])[]): ReadonlyMap<string, readonly Cell[]> {
  return new Map(ids.map((id, nth) => [id, rows[nth] ?? []]))
}
