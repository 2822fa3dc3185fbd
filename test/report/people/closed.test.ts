// Figures of a closed period against those of today, also where the first format closed them.
import { expect, test } from 'vitest'
import { closedSections } from '../../../src/report/people/closed.ts'
import type { ClosedPeriod } from '../../../src/report/records.ts'
import type { TableSection } from '../../../src/report/report.ts'
import { smallPlan } from '../../support/plan.ts'
import { attempt, peopleOf, tableOf } from './records.ts'

const span = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 11, 1), zone: 'UTC' }

/** Closed before its text said the period, and the versions of its columns. */
function firstFormat(sections: readonly TableSection[]): ClosedPeriod {
  const tables = sections.map(({ id, columns, ids, rows }) => ({ id, columns: columns.map(column => column.id), ids, rows }))
  const figures = JSON.stringify({ version: 1, tables })
  return { period: '2026-11', ...span, closedAt: span.to, by: 'Pat Reyes', figures, sha256: 'that' }
}

test('a column that counts something else since is no correction, and keeps what was closed', () => {
  const given = { span, plan: smallPlan(), attempts: [attempt('a', span.from), attempt('b', span.from)] }
  const today = tableOf(peopleOf(given), 'attempts')
  const at = (id: string) => today.columns.findIndex(column => column.id === id)
  const [row = []] = today.rows
  const was = row.map((cell, n) => (n === at('missed') ? 7 : n === at('rang') ? 1 : cell))
  const [corrections, attempts] = closedSections([today], { span, whole: true }, [firstFormat([{ ...today, rows: [was] }])])
  expect(corrections?.ids).toEqual(['attempts:dana:rang'])
  expect(corrections?.notes.at(-1)).toBe(
    'attempts: Missed counts something else since then, and is not compared (version 1, today 2).',
  )
  expect(attempts?.rows).toEqual([was])
  expect(attempts?.columns[at('missed')]).toMatchObject({ version: 1, formula: 'as version 1 counted it' })
  expect(attempts?.columns[at('rang')]).toMatchObject({ version: 1, formula: today.columns[at('rang')]?.formula })
})
