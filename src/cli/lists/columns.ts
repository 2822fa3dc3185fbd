// The columns of a list: each has a name, and says its cell for people and its value for programs.
import { nearest } from '../../rules/nearest.ts'
import type { CsvValue } from '../csv.ts'
import { CliFailure, EXIT } from '../io.ts'
import { dateAndTime, duration, localTime } from '../local-time.ts'
import { oneLine } from '../plain-text.ts'

export interface Column<Item> {
  /** Above the column of a table; its name in capitals without one. */
  readonly head?: string
  readonly cell: (item: Item) => string
  /** Where a program gets something else than `cell`. */
  readonly value?: (item: Item) => CsvValue
}

export type Columns<Item> = Readonly<Record<string, Column<Item>>>

/** In the zone of the item; ISO 8601 for programs. */
export function time<Item extends { readonly zone: string }>(of: (item: Item) => number | null): Column<Item> {
  const written = (item: Item, write: (ms: number, zone: string) => string) => {
    const ms = of(item)
    return ms === null ? '' : write(ms, item.zone)
  }
  return {
    cell: item => written(item, dateAndTime),
    value: item => written(item, (ms, zone) => localTime(ms, zone).iso),
  }
}

/** Seconds for programs. */
export function lasting<Item>(of: (item: Item) => number | null): Column<Item> {
  return {
    cell: item => {
      const ms = of(item)
      return ms === null ? '' : duration(ms)
    },
    value: item => {
      const ms = of(item)
      return ms === null ? null : ms / 1000
    },
  }
}

/** Cut for people where it is long. */
export function words<Item>(of: (item: Item) => string | null, most = 30): Column<Item> {
  return { cell: item => oneLine(of(item) ?? '', most), value: of }
}

export function figure<Item>(of: (item: Item) => number | null): Column<Item> {
  return { cell: item => String(of(item) ?? ''), value: of }
}

interface Called {
  readonly erased: boolean
  readonly callerNumber: string | null
}

export function caller<Item extends Called>(): Column<Item> {
  return { cell: item => oneLine(numberOf(item), 20), value: numberOf }
}

function numberOf({ erased, callerNumber }: Called): string {
  return erased ? '(erased)' : (callerNumber ?? 'withheld')
}

interface OfProperty {
  readonly property: string | null
  readonly propertyName: string | null
}

export function propertyName<Item extends OfProperty>(): Column<Item> {
  return words(item => item.propertyName ?? item.property ?? '?')
}

/** `written`: names with commas between. Throws a CliFailure that names the nearest. */
export function chosen<Item>(columns: Columns<Item>, written: string): string[] {
  const names = written.split(',').map(name => name.trim())
  for (const name of names) {
    if (Object.hasOwn(columns, name)) continue
    const near = nearest(name, Object.keys(columns))
    const meant = near === undefined ? '' : ` Did you mean ${near}?`
    throw new CliFailure(
      EXIT.cannot,
      `--columns: no column is called ${oneLine(name, 40)}.${meant} There are ${Object.keys(columns).join(', ')}.`,
    )
  }
  return names
}
