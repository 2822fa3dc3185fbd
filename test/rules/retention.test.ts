// How long recordings are kept: by property, template and defaults, key by key.
import { expect, test } from 'vitest'
import { keepsOf, keptFor } from '../../src/core/plan/retention.ts'
import { compile, SMALL, told } from './small-rules.ts'

function planOf(before: string, own: string) {
  const compiled = compile(`${before}${SMALL}${own}`)
  if (!compiled.ok) throw new Error(told(compiled).join('\n'))
  return compiled.plan
}

test('the property over its template over `defaults:`, each kind by itself', () => {
  const rules =
    'defaults: { retention: { messages: 365d, talks: 30d } }\ntemplates: { short: { retention: { statements: 60d, talks: never } } }\n'
  const plan = planOf(rules, '    template: short\n    retention: { messages: 90d }\n')
  const keeps = keepsOf(plan)
  const days = (property: string | null, what: 'messages' | 'statements' | 'talks') =>
    (keptFor(keeps, property, what) ?? 0) / 86_400
  expect(['messages', 'statements', 'talks'].map(what => days('oak-creek', what as 'talks'))).toEqual([90, 60, 0])
  expect(['messages', 'statements', 'talks'].map(what => days('gone', what as 'talks'))).toEqual([365, 0, 30])
})

test('nothing written keeps everything, and the plan says nothing of it', () => {
  const plan = planOf('', '')
  expect(JSON.stringify(plan)).not.toContain('retention')
  expect(keptFor(keepsOf(plan), 'oak-creek', 'messages')).toBeNull()
})

test.each([
  ['retention: { messages: 12h }', ['44:28 error: 12h is too short | a duration from 1d to 3650d, such as 90d, or never | -']],
  [
    'retention: { talks: 30 }',
    ['44:25 error: `30` is not a duration | a duration from 1d to 3650d, such as 90d, or never | write 30d for days'],
  ],
  [
    'retention: { talk: 30d }',
    ['44:18 error: unknown key `talk` | `messages`, `statements`, `talks` or `callers` | did you mean `talks`?'],
  ],
  ['retention: 90d', ['44:16 error: `retention` is one value, `90d` | keys with values, each on its own line | -']],
])('%s', (own, expected) => {
  expect(told(compile(`${SMALL}    ${own}\n`))).toEqual(expected)
})
