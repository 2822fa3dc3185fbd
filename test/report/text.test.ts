// Reports for the terminal and for the text of a mail.
import { expect, test } from 'vitest'
import { makeReport } from '../../src/report/make-report.ts'
import type { TableSection } from '../../src/report/report.ts'
import { reportAsText } from '../../src/report/show/text.ts'
import { anyReport } from '../support/any-report.ts'
import { smallPlan } from '../support/plan.ts'
import { records } from './people/records.ts'

test('what a carrier wrote can not steer the terminal, in a cell, a name or the scope', () => {
  const text = reportAsText(anyReport('\u001b[31m\u202eabc'))
  expect(text).toContain('\\u001b[31m\\u202eabc')
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
})

test('the formulas of columns stand below the table, each once in a report', () => {
  const table = (id: string, formula: string): TableSection => {
    const columns = [{ id: 'after', title: 'AFTER', unit: 'ms', formula, version: 1 }] as const
    return { show: 'table', id, title: id, columns, rows: [[60_000]], none: '', notes: [] }
  }
  const sections = [table('one', 'since opening'), table('two', 'since opening'), table('three', 'since the call')]
  const text = reportAsText({ ...anyReport(), sections })
  expect(text.match(/^ {2}AFTER .*$/gm)).toEqual(['  AFTER  since opening', '  AFTER  since the call'])
})

test('what a figure counts is wrapped below itself, for a terminal of 80 columns', () => {
  const asked = { kind: 'service', by: 'portfolio', properties: null, category: null, person: null } as const
  const { sections, ...report } = makeReport(records({ span: { from: 0, to: 1000, zone: 'UTC' }, plan: smallPlan() }), asked)
  const text = reportAsText({ ...report, sections: sections.map(section => ({ ...section, notes: [] })) })
  expect(text.split('\n').filter(line => line.length > 80)).toEqual([])
  expect(text).toMatch(/^Abandoned {2,}0 {2}hung up before .*\n {20,}\S.*\n {20,}/m)
})
