// A report for spreadsheets: all figures as one long table, or one table of it with its own columns.
import type { Cell, Column, FigureSection, Report, Section } from '../report.ts'
import { isoTime } from './words.ts'

export interface Sheet {
  readonly heads: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

const HEADS = ['section', 'id', 'version', 'title', 'group', 'value', 'of', 'unit', 'formula']

/** The sections whose figures are in the long table; null where there are only others. */
export function figuresAsSheet({ sections }: Report): Sheet | null {
  const all = sections.filter(section => section.show === 'figures')
  return all.length === 0 && sections.length > 0 ? null : { heads: HEADS, rows: all.flatMap(figureRows) }
}

/** Times in ISO 8601 with the offset of the zone, as the lists have them. */
export function sectionAsSheet(section: Section, zone: string): Sheet {
  switch (section.show) {
    case 'figures':
      return { heads: HEADS, rows: figureRows(section) }
    case 'table':
      return {
        heads: section.columns.map(({ id }) => id),
        rows: section.rows.map(row => row.map((cell, n) => sheetCell(cell, section.columns[n], zone))),
      }
    case 'heat':
      return {
        heads: ['row', 'column', 'count'],
        rows: section.rows.flatMap(({ name, counts }) => counts.map((count, n) => [name, section.columns[n] ?? '', count])),
      }
  }
}

/** Hours and ratios are long fractions: four digits are less than a second. */
function sheetCell(cell: Cell, column: Column | undefined, zone: string): Cell {
  if (typeof cell !== 'number') return cell
  switch (column?.unit) {
    case 'time':
      return isoTime(cell, zone)
    case 'hours':
    case 'ratio':
      return Number(cell.toFixed(4))
    default:
      return cell
  }
}

/** A line for each figure of each group. Shares are from 0 to 1, times in ms. */
function figureRows({ id: section, groups, rows }: FigureSection): Sheet['rows'] {
  return rows.flatMap(({ definition, figures }) =>
    figures.map(({ value, of }, n) => {
      const { id, version, title, unit, formula } = definition
      return [section, id, version, title, groups[n]?.key ?? '', value, of, unit, formula]
    }),
  )
}
