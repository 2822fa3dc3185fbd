// Figures of a span beside those of spans before: a row for each figure, and how it has changed.
import { type Cell, FEW, type Figure, type FigureRow, type FigureSection, type Group, type TableSection } from '../report.ts'
import { valueInWords } from './words.ts'

/** As a table of words. The first group is compared with each of the others. */
export function comparedTable({ id, title, groups, rows, notes }: FigureSection): TableSection {
  const columns = groups.flatMap(({ key, name }, n) => {
    const own = { id: key, title: name.toUpperCase(), unit: 'text' } as const
    return n === 0 ? [own] : [own, { id: `${key}-change`, title: CHANGES[key] ?? 'CHANGE', unit: 'text' } as const]
  })
  return {
    show: 'table',
    id,
    title,
    columns: [
      { id: 'figure', title: 'FIGURE', unit: 'text' },
      ...columns,
      { id: 'formula', title: 'WHAT IT COUNTS', unit: 'text' },
    ],
    rows: rows.map(row => rowInWords(row, groups)),
    none: '',
    notes,
  }
}

const CHANGES: Readonly<Record<string, string>> = { 'year-before': 'CHANGE IN A YEAR' }

function rowInWords(row: FigureRow, groups: readonly Group[]): readonly Cell[] {
  const { definition, figures } = row
  const changes = changesInWords(row, groups)
  const cells = figures.flatMap((figure, n) => {
    const value = valueInWords(definition, figure)
    return n === 0 ? [value] : [value, changes[n - 1] ?? '']
  })
  return [definition.title, ...cells, definition.formula]
}

/**
 * Of the first figure since each of the others: +12 %, −3.0 points, +8 of few; nothing where either
 * is not known, or its span not whole in the log.
 */
export function changesInWords(
  { definition, figures: [now, ...others] }: FigureRow,
  groups: readonly Group[],
): readonly string[] {
  return others.map((then, n) => {
    const isWhole = !groups[0]?.cut && !groups[n + 1]?.cut
    return now === undefined || !isWhole ? '' : change(definition.unit, now, then)
  })
}

function change(unit: FigureRow['definition']['unit'], now: Figure, then: Figure): string {
  if (now.value === null || then.value === null) return ''
  const isFew = Math.min(amountBehind(now), amountBehind(then)) < FEW
  if (isFew) return unit === 'count' ? signed(now.value - then.value, 0) : 'too few'
  if (unit === 'share') return `${signed((now.value - then.value) * 100, 1)} points`
  return then.value === 0 ? '' : `${signed((now.value / then.value - 1) * 100, 0)} %`
}

/** How many a count has, or stand behind a share or a time. */
function amountBehind({ value, of }: Figure): number {
  return of ?? value ?? 0
}

/** What rounds to nothing has no sign. */
function signed(value: number, digits: number): string {
  const size = Math.abs(value).toFixed(digits)
  if (Number(size) === 0) return size
  return value > 0 ? `+${size}` : `−${size}`
}
