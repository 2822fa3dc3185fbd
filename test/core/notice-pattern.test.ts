// Patterns of rules for what a server's yes looks like: as one knows them, and never slow.
import { expect, test } from 'vitest'
import { patternOf } from '../../src/core/notices/pattern.ts'

function matches(pattern: string, text: string): boolean {
  const made = patternOf(pattern)
  if (!made.ok) throw new Error(made.why)
  return made.matches(text)
}

const PATTERNS = [
  '^ok',
  'ok$',
  '^ok$',
  'a|b',
  '^(ok|queued): \\d+$',
  'a.c',
  '[a-c]+x',
  '[^a-c]x',
  'colou?r',
  '\\{a\\}',
  'x*y',
  '(ab)*c',
  '\\w+\\s\\w',
  '^\\D+$',
  '^\\S+$',
  '\\W',
  '[\\S]b',
  '"status":"(0|1)"',
  '',
]
const TEXTS = [
  'ok',
  'OK: 1',
  'not ok',
  'ok: 12',
  'queued: 7',
  'abc',
  'aXc',
  'ccx',
  'dx',
  'color',
  'colour',
  '{a}',
  'xxy',
  'y',
  'ababc',
  'hello w',
  '{"status":"0"}',
  '',
  'b\na',
]

test('the same as the usual regular expressions', () => {
  for (const pattern of PATTERNS)
    for (const text of TEXTS)
      expect([pattern, text, matches(pattern, text)]).toEqual([pattern, text, new RegExp(pattern, 'is').test(text)])
})

test.each([
  '(',
  ')',
  '[a',
  '*a',
  'a{2}',
  '(?=a)',
  '\\',
  '\\1',
  '\\B',
  '(?<n>a)',
  'x'.repeat(300),
])('%s is refused, and said why', pattern => {
  expect(patternOf(pattern)).toMatchObject({ ok: false, why: expect.any(String) })
})

test('what makes others slow ends at once', () => {
  for (const pattern of ['(a+)+$', '(a|aa)+$', '(.*)*x', '((a*)*)*b', 'a?'.repeat(60) + 'a'.repeat(60)])
    expect(typeof matches(pattern, `${'a'.repeat(4000)}!`)).toBe('boolean')
})
