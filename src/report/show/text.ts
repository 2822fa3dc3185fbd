// A report for the terminal and for the text of a mail: plain lines, no colour, no boxes.
import {
  type Column,
  type FigureSection,
  type HeatSection,
  isOfTheWhole,
  type Report,
  type Section,
  type TableSection,
} from '../report.ts'
import { comparedTable } from './compared.ts'
import { oneLine } from './one-line.ts'
import { cellInWords, spanInWords, timeInWords, valueInWords } from './words.ts'

export function reportAsText(report: Report): string {
  const { title, scope, span, madeAt, notes, sections } = report
  const head = `${title}: ${oneLine(scope, LONGEST)}\n${spanInWords(span)}\n${notes.map(note => `${note}\n`).join('')}`
  const around = { zone: span.zone, told: new Set<string>() }
  const made = `Made ${timeInWords(madeAt, span.zone)}.\n`
  return [head, ...sections.map(section => sectionAsText(section, around)), made].join('\n')
}

interface Around {
  readonly zone: string
  /** Columns with their meaning, where it was told below a table before. */
  readonly told: Set<string>
}

function sectionAsText(section: Section, around: Around): string {
  const body = bodyOf(section, around)
  const notes = section.notes.map(note => `${oneLine(note, LONGEST)}\n`).join('')
  return `${oneLine(section.title.toUpperCase(), LONGEST)}\n${body}${notes}`
}

function bodyOf(section: Section, around: Around): string {
  switch (section.show) {
    case 'figures':
      if (section.compares) return tableAsText(comparedTable(section), around)
      return isOfTheWhole(section) ? oneGroup(section) : manyGroups(section)
    case 'table':
      return tableAsText(section, around)
    case 'heat':
      return heatAsText(section)
  }
}

function oneGroup({ rows }: FigureSection): string {
  return columns(
    rows.map(({ definition, figures: [figure] }) => [
      `${definition.part ? '  ' : ''}${definition.title}`,
      figure === undefined ? '' : valueInWords(definition, figure),
      definition.formula,
    ]),
    [1],
  )
}

/** A line for each group; what the columns mean stands below. */
function manyGroups({ groups, rows }: FigureSection): string {
  const heads = ['', ...rows.map(({ definition }) => definition.id)]
  const lines = groups.map(({ name }, n) => [
    name,
    ...rows.map(({ definition, figures }) => {
      const figure = figures[n]
      return figure === undefined ? '' : valueInWords(definition, figure)
    }),
  ])
  const meanings = rows.map(({ definition }) => [`  ${definition.id}`, definition.formula])
  const right = rows.map((_, n) => n + 1)
  return `${columns([heads, ...lines], right)}${columns(meanings, [])}`
}

function tableAsText({ columns: heads, rows, none }: TableSection, { zone, told }: Around): string {
  if (rows.length === 0) return `${none}\n`
  const words = rows.map(row => row.map((cell, n) => cellInWords(cell, heads[n], zone)))
  const meanings = heads.flatMap(({ title, formula }) => {
    const meaning = `${title} ${formula}`
    if (formula === undefined || told.has(meaning)) return []
    told.add(meaning)
    return [[`  ${title}`, formula]]
  })
  return `${columns([heads.map(({ title }) => title), ...words], rightOf(heads))}${columns(meanings, [])}`
}

function heatAsText({ columns: heads, rows }: HeatSection): string {
  const lines = rows.map(({ name, counts }) => [name, ...counts.map(n => (n === 0 ? '.' : String(n)))])
  return columns(
    [['', ...heads], ...lines],
    heads.map((_, n) => n + 1),
  )
}

function rightOf(heads: readonly Column[]): readonly number[] {
  return heads.flatMap(({ unit }, n) => (unit === 'text' || unit === 'time' ? [] : [n]))
}

/** As long as the names of a hundred properties. */
const LONGEST = 2000

/** Two spaces between columns, those named at the right edge. */
function columns(written: readonly (readonly string[])[], right: readonly number[]): string {
  const lines = written.map(line => line.map(cell => oneLine(cell, LONGEST)))
  const widths: number[] = []
  for (const line of lines) {
    for (const [n, cell] of line.entries()) widths[n] = Math.max(widths[n] ?? 0, lengthOf(cell))
  }
  return lines
    .map(line => {
      const cells = line.map((cell, n) => {
        const space = ' '.repeat(Math.max(0, (widths[n] ?? 0) - lengthOf(cell)))
        return right.includes(n) ? `${space}${cell}` : `${cell}${space}`
      })
      return `${wrapped(cells.slice(0, -1).join('  '), cells.at(-1) ?? '')}\n`
    })
    .join('')
}

/** What a figure means goes on below itself, where the line is too long and that leaves room for it. */
function wrapped(before: string, last: string): string {
  const indent = before === '' ? 0 : lengthOf(before) + 2
  const room = WIDTH - indent
  if (room < LEAST_ROOM) return `${before}${before === '' ? '' : '  '}${last}`.trimEnd()
  const lines = ['']
  for (const word of last.trimEnd().split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && lengthOf(line) + 1 + lengthOf(word) > room) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return `${before}${before === '' ? '' : '  '}${lines.join(`\n${' '.repeat(indent)}`)}`.trimEnd()
}

/** Of most terminals and mails. */
const WIDTH = 80
const LEAST_ROOM = 30

function lengthOf(cell: string): number {
  return [...cell].length
}
