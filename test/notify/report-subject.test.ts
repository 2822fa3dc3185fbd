// The subject of a mailed report: of what it is and of what time, however many and however long.
import { expect, test } from 'vitest'
import { subjectOf } from '../../src/notify/send-report.ts'

const SPAN = '26 October to 1 November 2026 (America/Chicago)'
const of = (title: string, scope: string) => ({ title, scope, span: SPAN })

test('several reports of the same time say it once', () => {
  const all = ['Exceptions', 'Service', 'People'].map(title => of(title, 'group texas'))
  expect(subjectOf('Nightbell', all)).toBe(`[Nightbell] Exceptions, Service, People: group texas, ${SPAN}`)
})

test('a long name is cut, and the time is whole', () => {
  const subject = subjectOf('The box of a very large company', [of('Service', 'Oak '.repeat(100))])
  expect(subject.length).toBeLessThanOrEqual(200)
  expect(subject).toMatch(/^\[The box of a very large company\] Service: Oak Oak .*…, /)
  expect(subject.endsWith(`, ${SPAN}`)).toBe(true)
  const longest = subjectOf('B'.repeat(300), [of('Service', 'S'.repeat(300))])
  expect(longest.length).toBeLessThanOrEqual(200)
  expect(longest.endsWith(`, ${SPAN}`)).toBe(true)
})
