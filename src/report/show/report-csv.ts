// A report for spreadsheets: all figures as one long table, or one table of it with its own columns.
import type { Column, FigureSection, Report, Section } from '../report.ts'
import { type CsvCell, csv } from './csv.ts'
import { timeInWords } from './words.ts'

type Rows = readonly (readonly CsvCell[])[]

const HEADS = ['section', 'id', 'version', 'title', 'group', 'value', 'of', 'unit', 'formula']

/** The sections whose figures are in the long table. */
export function figuresAsCsv({ sections }: Report): string | null {
  const all = sections.filter(section => section.show === 'figures')
  return all.length === 0 ? null : csv([HEADS, ...all.flatMap(figureRows)])
}

/** Times with the offset of the zone, as spreadsheets read them. */
export function sectionAsCsv(section: Section, zone: string): string {
  switch (section.show) {
    case 'figures':
      return csv([HEADS, ...figureRows(section)])
    case 'table':
      return csv([
        section.columns.map(({ id }) => id),
        ...section.rows.map(row => row.map((cell, n) => timeOf(cell, section.columns[n], zone))),
      ])
    case 'heat':
      return csv([
        ['row', 'column', 'count'],
        ...section.rows.flatMap(({ name, counts }) => counts.map((count, n) => [name, section.columns[n] ?? '', count])),
      ])
  }
}

function timeOf(cell: CsvCell, column: Column | undefined, zone: string): CsvCell {
  return column?.unit === 'time' && typeof cell === 'number' ? timeInWords(cell, zone) : cell
}

/** A line for each figure of each group. Shares are from 0 to 1, times in ms. */
function figureRows({ id: section, groups, rows }: FigureSection): Rows {
  return rows.flatMap(({ definition, figures }) =>
    figures.map(({ value, of }, n) => {
      const { id, version, title, unit, formula } = definition
      return [section, id, version, title, groups[n]?.key ?? '', value, of, unit, formula]
    }),
  )
}
