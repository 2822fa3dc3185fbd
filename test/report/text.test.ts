// Reports for the terminal and for the text of a mail.
import { expect, test } from 'vitest'
import { reportAsText } from '../../src/report/show/text.ts'
import { anyReport } from '../support/any-report.ts'

test('what a carrier wrote can not steer the terminal, in a cell, a name or the scope', () => {
  const text = reportAsText(anyReport('\u001b[31m\u202eabc'))
  expect(text).toContain('\\u001b[31m\\u202eabc')
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
})
