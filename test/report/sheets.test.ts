// Reports for spreadsheets.
import { describe, expect, test } from 'vitest'
import { figuresAsSheet, sectionAsSheet } from '../../src/report/show/rows.ts'
import { anyReport } from '../support/any-report.ts'

describe('a report', () => {
  test('all its figures are one table', () => {
    const { heads = [], rows = [] } = figuresAsSheet(anyReport()) ?? {}
    expect(heads).toEqual(['section', 'id', 'version', 'title', 'group', 'value', 'of', 'unit', 'formula'])
    expect(rows).toHaveLength(8 + 4)
    expect(rows[4]).toEqual(['volume', 'level', 1, 'Figure level', '', 0.9, 120, 'share', 'in time ÷ all'])
    expect(rows[8]?.slice(0, 6)).toEqual(['parts', 'offered', 1, 'Figure offered', 'oak-creek', 80])
  })

  test('a table has its own columns, in the units of the JSON', () => {
    const section = anyReport('=1').sections.find(({ id }) => id === 'people')
    expect(section && sectionAsSheet(section, 'America/Chicago')).toEqual({
      heads: ['person', 'hours', 'woken', 'response', 'last'],
      rows: [
        ['=1', 120.5, 4, 23_000, '2026-11-20T02:14:00.000-06:00'],
        ['Kim Lane', 88, 0, null, null],
      ],
    })
  })

  test('hours and ratios have four digits, not all of a fraction', () => {
    const columns = (['hours', 'ratio', 'count'] as const).map(unit => ({ id: unit, title: unit, unit }))
    const section = {
      show: 'table',
      id: 't',
      title: 'T',
      columns,
      rows: [[9834.372777222223, 1 / 3, 12_345_678]],
      none: '',
      notes: [],
    } as const
    expect(sectionAsSheet(section, 'UTC').rows).toEqual([[9834.3728, 0.3333, 12_345_678]])
  })

  test('a heat map has a line for each cell', () => {
    const section = anyReport().sections.find(({ id }) => id === 'hours')
    const rows = section ? sectionAsSheet(section, 'America/Chicago').rows : []
    expect(rows).toHaveLength(7 * 24)
    expect(rows[1]).toEqual(['Monday', '01', 0])
  })
})
