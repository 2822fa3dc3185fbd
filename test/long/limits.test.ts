// The largest rules that are still read, and the largest that templates may make of them: they come to an end, within a minute.
import { expect, test } from 'vitest'
import { LIMITS } from '../../src/rules/limits.ts'
import { broken, compile, SMALL } from '../rules/small-rules.ts'

const many = (count: number, line: (n: number) => string): string => Array.from({ length: count }, (_, n) => line(n)).join('')
const phone = (n: number): string => `+1512${2000000 + n}`

test('a file of 4 MB, full of people', () => {
  const people = many(66_000, n => `  p-${n}: { name: P ${n}, phones: ["${phone(n)}"] }\n`)
  expect(people.length).toBeGreaterThan(3_500_000)
  expect(broken('people:\n', `people:\n${people}`).ok).toBe(true)
}, 60_000)

test('a long template that many have', () => {
  const closures = many(3000, n => `      - { from: 2026-01-01 08:00, to: 2026-12-01 09:00, name: X ${n} }\n`)
  const properties = many(400, n => `  c-${n}: { name: C, lines: ["${phone(n)}"], menu: residents, template: fat }\n`)
  const compiled = compile(`${SMALL}${properties}templates:\n  fat:\n    closures:\n${closures}`)
  const [problem] = compiled.ok ? [] : compiled.problems
  expect(problem).toMatchObject({ message: expect.stringContaining(`more than ${LIMITS.inherited} values`) })
  expect(problem?.line).toBeGreaterThan(50)
}, 60_000)
