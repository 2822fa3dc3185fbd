// What a report is before anybody reads it: sections of figures, tables and pictures, the same for
// the terminal, JSON, CSV, paper and mail (show/). A figure knows what it counted.
import type { Records } from './records.ts'
import type { Span } from './span.ts'

export interface Report {
  readonly kind: string
  readonly title: string
  readonly span: Span
  /** Whose figures these are: the portfolio, a group, some properties. */
  readonly scope: string
  readonly madeAt: number
  /** What is not whole in it, or that it has nothing. */
  readonly notes: readonly string[]
  readonly sections: readonly Section[]
}

export type Section = FigureSection | TableSection | HeatSection

export interface FigureSection {
  readonly show: 'figures'
  readonly id: string
  readonly title: string
  /** Figures of each: the whole, or the properties of `--by property`. */
  readonly groups: readonly Group[]
  /** The groups are spans: the first is compared with each of the others. */
  readonly compares?: true
  /** Where there are several sections of its kind: behind the name of each figure, `@oak-creek`. */
  readonly suffix?: string
  readonly rows: readonly FigureRow[]
  readonly notes: readonly string[]
}

export interface Group {
  readonly key: string
  readonly name: string
  /** Where spans are compared: which this is, and whether the log begins within it. */
  readonly span?: Span
  readonly cut?: boolean
}

/** Figures of the whole, and not of parts: those are told by name, also where there is one only. */
export function isOfTheWhole({ groups }: FigureSection): boolean {
  return groups.length === 1 && groups[0]?.key === ''
}

export interface FigureRow {
  readonly definition: Definition
  /** In the order of the groups. */
  readonly figures: readonly Figure[]
}

/** A figure of the field. A change of what it counts is a new version. */
export interface Definition {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly unit: Unit
  /** How it is made, in words, with its threshold. */
  readonly formula: string
  readonly counts: Counted
  /** It is a part of the one before: shown indented. */
  readonly part?: true
}

export type Unit = 'count' | 'share' | 'ms'
/** What the ids of a figure are. */
export type Counted = 'calls' | 'incidents' | 'attempts' | 'messages'

export interface Figure {
  /** A count, a share from 0 to 1, or ms; null where there is nothing to count, or not known. */
  readonly value: number | null
  /** Of how many: the denominator of a share, the number of times behind a percentile. Null of a
   *  count, and where it is not known. */
  readonly of: number | null
  /** What it counted: `--calls` lists these. */
  readonly ids: readonly string[]
}

export interface TableSection {
  readonly show: 'table'
  readonly id: string
  readonly title: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** A name for each row, in their order: `--calls COLUMN:ROW` asks by it. */
  readonly ids?: readonly string[]
  /** What a cell counted, by `COLUMN:ROW`, and all rows by the id of the table. */
  readonly counted?: ReadonlyMap<string, CountedIds>
  /** The cells are those that were closed then; what they counted is today's. */
  readonly closed?: { readonly at: number; readonly by: string }
  /** Said in place of no rows. */
  readonly none: string
  readonly notes: readonly string[]
}

export interface CountedIds {
  readonly counts: Counted
  readonly ids: readonly string[]
}

export interface Column {
  readonly id: string
  readonly title: string
  readonly unit: Unit | 'text' | 'time' | 'hours' | 'ratio'
  /** How it is made, in words. A change of what it counts is a new version. */
  readonly formula?: string
  readonly version?: number
}

export type Cell = string | number | null

/** Counts by hour of the day and weekday, or by any two things. */
export interface HeatSection {
  readonly show: 'heat'
  readonly id: string
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly { readonly name: string; readonly counts: readonly number[] }[]
  /** As those of a table. */
  readonly ids?: readonly string[]
  readonly version?: number
  readonly unit?: 'count'
  readonly formula?: string
  /** What a cell counted, by `COLUMN:ROW`. */
  readonly counted?: ReadonlyMap<string, CountedIds>
  readonly notes: readonly string[]
}

/** Below this many, a share is told as "7 of 12". */
export const FEW = 20

/** The records of one group. */
export interface Grouped extends Group {
  readonly records: Records
}
