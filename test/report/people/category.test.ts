// The report of people of a category: its title promises no hours of that category.
import { expect, test } from 'vitest'
import { makeReport } from '../../../src/report/make-report.ts'
import { reportAsText } from '../../../src/report/show/text.ts'
import { smallPlan } from '../../support/plan.ts'
import { records } from './records.ts'

const SPAN = { from: 1_000, to: 90_000, zone: 'UTC' }

test('it says of what the category is, and that hours are all hours', () => {
  const asked = { kind: 'people', by: 'portfolio', properties: null, person: null } as const
  const made = (category: string | null) =>
    reportAsText(makeReport(records({ span: SPAN, plan: smallPlan() }), { ...asked, category }))
  const [title, , note] = made('lockout').split('\n')
  expect(title).toBe('People: all properties, calls about lockout')
  expect(note).toBe('Calls to telephones and outcomes are those of lockout. Hours are all hours on call, whatever they were for.')
  expect(made(null).split('\n').slice(0, 3)).toEqual(['People: all properties', expect.any(String), ''])
})
