// Text for a terminal: what callers and carriers wrote is shown in one line and can't steer the terminal; tables have aligned columns.

export { oneLine } from '../report/show/one-line.ts'

/** Columns two spaces apart, as wide as their widest cell; the last one is not padded. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, ...rows]
  const widths = heads.map((_, column) => Math.max(...lines.map(line => width(line[column] ?? ''))))
  return lines
    .map(
      line =>
        `${line
          .map((cell, column) => padded(cell, widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** `1 call`, `2 calls`. */
export function count(n: number, one: string, several = `${one}s`): string {
  return `${n} ${n === 1 ? one : several}`
}

function padded(cell: string, to: number): string {
  return cell + ' '.repeat(Math.max(0, to - width(cell)))
}

function width(cell: string): number {
  return [...cell].length
}
