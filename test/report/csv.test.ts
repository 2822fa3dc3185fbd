// Reports for spreadsheets.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csv } from '../../src/report/show/csv.ts'
import { figuresAsCsv, sectionAsCsv } from '../../src/report/show/report-csv.ts'
import { anyReport } from '../support/any-report.ts'

/** As RFC 4180 reads it. */
function read(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

const someRows = fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 4,
})

describe('CSV', () => {
  test('whatever is written is read back, but for apostrophes', () => {
    fc.assert(
      fc.property(someRows, rows => {
        const without = (all: readonly (readonly string[])[]) => all.map(row => row.map(cell => cell.replaceAll("'", '')))
        expect(without(read(csv(rows)))).toEqual(without(rows))
      }),
    )
  })

  test.each([
    ['=1+1', "'=1+1"],
    [' =1+1', "' =1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-cmd|"/C calc"!A0', `'-cmd|"/C calc"!A0`],
    ['\uff1d1', "'\uff1d1"],
    ['\t=1', "'\t=1"],
    ['a;=1', "a;'=1"],
    ['+15125550100', '+15125550100'],
    ['-5', '-5'],
    ['Oak Creek', 'Oak Creek'],
  ])('%j is %j to a spreadsheet', (cell, seen) => {
    expect(read(csv([[cell]]))).toEqual([[seen]])
  })
})

describe('a report', () => {
  test('all its figures are one table', () => {
    const [heads, ...rows] = read(figuresAsCsv(anyReport()) ?? '')
    expect(heads).toEqual(['section', 'id', 'version', 'title', 'group', 'value', 'of', 'unit', 'formula'])
    expect(rows).toHaveLength(8 + 4)
    expect(rows[4]).toEqual(['volume', 'level', '1', 'Figure level', '', '0.9', '120', 'share', 'in time ÷ all'])
    expect(rows[8]?.slice(0, 6)).toEqual(['parts', 'offered', '1', 'Figure offered', 'oak-creek', '80'])
  })

  test('a table has its own columns, in the units of the JSON', () => {
    const section = anyReport('=1').sections.find(({ id }) => id === 'people')
    expect(section && read(sectionAsCsv(section, 'America/Chicago'))).toEqual([
      ['person', 'hours', 'woken', 'response', 'last'],
      ["'=1", '120.5', '4', '23000', '2026-11-20 02:14 -06:00'],
      ['Kim Lane', '88', '0', '', ''],
    ])
  })

  test('a heat map has a line for each cell', () => {
    const section = anyReport().sections.find(({ id }) => id === 'hours')
    const rows = section ? read(sectionAsCsv(section, 'America/Chicago')) : []
    expect(rows).toHaveLength(1 + 7 * 24)
    expect(rows[2]).toEqual(['Monday', '01', '0'])
  })
})
