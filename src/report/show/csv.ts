// Rows as CSV: RFC 4180, with the line ends that spreadsheets expect, and nothing in it that a
// spreadsheet would calculate. https://owasp.org/www-community/attacks/CSV_Injection

/** Null is an empty cell. */
export type CsvCell = string | number | null

export function csv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map(row => `${row.map(cellOf).join(',')}\r\n`).join('')
}

function cellOf(cell: CsvCell): string {
  if (cell === null) return ''
  // Plain numbers stay numbers, and so do numbers of telephones: digits alone call no function.
  const text = typeof cell === 'number' || NUMBER.test(cell) ? String(cell) : unarmed(cell)
  return /[",;|'\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const NUMBER = /^[+-]?\d{1,20}(\.\d{1,20})?$/
/** Also in full width, behind spaces, and where a spreadsheet splits at semicolons or bars. */
const FORMULA = /(^|[;|])([\s\0]*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r\n])/g

/** An apostrophe in front makes it a text. */
function unarmed(text: string): string {
  return text.replaceAll(FORMULA, "$1'$2")
}
