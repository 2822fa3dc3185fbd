// What a person reads in a mail: when it came, and a figure in a table.
import { ZONE } from './moved-clock.ts'

/** `07:30` */
export function minuteOf(date: Date | undefined): string {
  const show = { hour: '2-digit', minute: '2-digit', timeZone: ZONE } as const
  return new Intl.DateTimeFormat('en-GB', show).format(date)
}

/** As a person finds it: the row of the first table that has the column. */
export function cell(text: string, row: string, column: string): string | undefined {
  const lines = text.split('\n').map(words => words.trim().split(/\s{2,}/))
  const head = lines.findIndex(words => words.includes(column))
  const found = lines.slice(head).find(([name]) => name === row)
  // The names of the rows have no head.
  return found?.[(lines[head]?.indexOf(column) ?? Number.NaN) + 1]
}
