// The rules that docs/reports.md shows are right.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mailedReports } from '../../src/core/plan/mailed-reports.ts'
import { compile, SMALL, told } from '../rules/small-rules.ts'

test('the reports that are mailed', () => {
  const [, rules = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/reports.md', 'utf8')) ?? []
  const compiled = compile(`${rules}${SMALL}    groups: texas\n`)
  expect(told(compiled)).toEqual([])
  const ids = compiled.ok ? mailedReports(compiled.plan).map(({ id, report }) => [id, report.span]) : []
  expect(ids).toEqual([
    ['box/weekly', 'week'],
    ['box/monthly', 'month'],
    ['property/oak-creek/daily', 'day'],
  ])
})
