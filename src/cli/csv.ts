// CSV as RFC 4180 has it: UTF-8, a header line, CRLF, quotes where they are needed. What callers and
// carriers wrote must do nothing in a spreadsheet: a cell that could begin a formula gets an
// apostrophe in front, as OWASP says ("CSV Injection"), and control characters are shown as
// escapes. Plain numbers and telephone numbers stay as they are: digits alone call no function, and
// a script that joins lists by a number needs it as it is.
// https://owasp.org/www-community/attacks/CSV_Injection
import { oneLine } from './plain-text.ts'

export type CsvValue = string | number | null

export function csv(heads: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [heads, ...rows].map(row => `${row.map(csvCell).join(',')}\r\n`).join('')
}

const NUMBER = /^[+-]?\d{1,20}(\.\d{1,20})?$/
/** Also in full width, behind spaces, and where a spreadsheet splits at semicolons or bars. */
const FORMULA = /(^|[;|])(\s*[=+\-@\t\r＝＋－＠])/g

export function csvCell(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'number' || NUMBER.test(value)) return String(value)
  const text = oneLine(value.replaceAll(FORMULA, "$1'$2"), MOST)
  return /[",;|'\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A cell of Excel holds so many. */
const MOST = 32_767
