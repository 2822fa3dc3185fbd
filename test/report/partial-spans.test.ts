// A span of which not all is known: the log begins in it, or it is not over. Every report says so.
import { describe, expect, test } from 'vitest'
import { REPORT_KINDS } from '../../src/core/plan/mailed-reports.ts'
import { makeReport } from '../../src/report/make-report.ts'
import type { Records } from '../../src/report/records.ts'
import { reportAsHtml } from '../../src/report/show/html/page.ts'
import { reportAsJson } from '../../src/report/show/json.ts'
import { reportAsText } from '../../src/report/show/text.ts'
import { smallPlan } from '../support/plan.ts'
import { records } from './people/records.ts'

const HOUR = 3_600_000
const SPAN = { from: Date.UTC(2024, 6, 1), to: Date.UTC(2024, 7, 1), zone: 'UTC' }

describe.each(REPORT_KINDS)('%s', kind => {
  const made = (given: Partial<Omit<Records, 'duty'>>) => {
    const asked = { kind, by: 'portfolio', properties: null, category: null, person: null } as const
    return makeReport(records({ span: SPAN, plan: smallPlan(), ...given }), asked)
  }
  const head = (given: Parameters<typeof made>[0]) => reportAsText(made(given)).split('\n\n')[0]?.split('\n').slice(2)

  test('that begins before the log', () => {
    const whole = 'The log begins with a call of 2024-07-21 03:00 +00:00'
    const words = `${whole}: this span may not be whole in it.`
    const given = { firstCall: Date.UTC(2024, 6, 21, 3) }
    expect(head(given)).toEqual([words])
    expect(reportAsHtml(made(given))).toContain(words)
    expect(reportAsJson(made(given))).toMatchObject({ notes: [words] })
    expect(head({ firstCall: SPAN.to + 3 * HOUR })).toEqual([
      'The log begins with a call of 2024-08-01 03:00 +00:00: this span is not in it.',
    ])
  })

  test('that is not over', () => {
    const words = 'So far: the span is not over.'
    const given = { firstCall: SPAN.from, now: Date.UTC(2024, 6, 12, 10) }
    expect(head(given)).toEqual([words])
    expect(reportAsHtml(made(given))).toContain(words)
    expect(reportAsText(made(given))).toMatch(/\nMade 2024-07-12 10:00 \+00:00\.\n$/)
  })

  test('that is whole', () => {
    expect(head({ firstCall: SPAN.from })).toEqual([])
    expect(reportAsJson(made({ firstCall: SPAN.from }))).toMatchObject({ notes: [] })
  })
})
