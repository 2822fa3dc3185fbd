// Who has abandoned, and who is counted apart: by figure and by the words of its definition.
import { expect, test } from 'vitest'
import { makeReport } from '../../src/report/make-report.ts'
import { smallPlan } from '../support/plan.ts'
import { call, records } from './people/records.ts'

const SPAN = { from: 1_000, to: 90_000, zone: 'UTC' }

test('who heard that nobody could be reached is not abandoned, as the definition says', () => {
  const calls = ['caller-left', 'unreached'].map(outcome =>
    call(outcome, SPAN.from, { overflow: 'closed', outcome, leftAt: SPAN.from + 60_000 }),
  )
  const all = { by: 'portfolio', properties: null, category: null, person: null } as const
  const given = records({ span: SPAN, plan: smallPlan(), calls })
  const report = makeReport(given, { kind: 'service', ...all })
  const rows = report.sections.flatMap(section => (section.show === 'figures' ? section.rows : []))
  const abandoned = rows.find(({ definition }) => definition.id === 'abandoned')
  expect(abandoned?.figures[0]?.ids).toEqual(['caller-left'])
  expect(abandoned?.definition.version).toBe(1)
  expect(abandoned?.definition.formula).toContain('unreached')
})
