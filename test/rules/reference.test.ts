// docs/reference.md is what the shapes and notes print, every note is of a key that exists, and every example is right where it stands.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exampleText, referenceKeys, referencePage } from '../../scripts/reference.ts'
import { NOTES } from '../../scripts/reference-notes.ts'
import { compileRules } from '../../src/rules/load.ts'

test('the committed page is what the shapes print: node scripts/print-reference.ts --write', () => {
  expect(readFileSync('docs/reference.md', 'utf8')).toBe(referencePage())
})

test('no note is left over from a key that is gone', () => {
  const keys = new Set(referenceKeys().map(({ path }) => path))
  expect(Object.keys(NOTES).filter(path => !keys.has(path))).toEqual([])
})

test.each(Object.entries(NOTES).map(([path, note]) => [path, note[3]]))('the example of %s: %s', (path, example) => {
  const compiled = compileRules(new Map([['example.yaml', exampleText(path, example)]]), { incomplete: true })
  const problems = compiled.ok ? [] : compiled.problems.map(({ message }) => message)
  // It is one key of an entry: what else the entry must have is not written.
  expect(
    problems.filter(
      message =>
        !/ has no `|^there is a `.*` but no `|does nothing$|changes nothing$|tells nobody$|cannot be reached$|^`keep-free` needs|^nobody is ever on call in|^nothing is written here$|^`(on-no-key|otherwise)` is a map of keys$/.test(
          message,
        ),
    ),
  ).toEqual([])
})
