// What makes two callers one trouble, as written: the plan that comes of it, and mistakes with their place.
import { expect, test } from 'vitest'
import { broken, told } from './small-rules.ts'

const CATEGORY = 'categories:\n  power-cut:'
const used = (tail: string, property = '') =>
  broken('        escalate: emergencies\n', '        escalate: emergencies\n        category: power-cut\n', `${property}${tail}`)

test('a category and a storm in the plan', () => {
  const compiled = used(`${CATEGORY} { say: no power, same-trouble: property }\n`, '    storm: { callers: 20, within: 5m }\n')
  expect(told(compiled)).toEqual([])
  const property = compiled.ok ? compiled.plan.properties['oak-creek'] : undefined
  expect(property?.sameTrouble).toEqual({ 'power-cut': 'property' })
  expect(property?.categories['power-cut']).toEqual({ en: 'no power' })
  expect(property?.storm).toEqual({ callers: 20, withinSeconds: 300 })
})

test('without a word: the same number, and five within ten minutes; never is none', () => {
  const plain = used(`${CATEGORY} no power\n`)
  const none = used(`${CATEGORY} { en: no power }\n`, '    storm: never\n')
  expect([told(plain), told(none)]).toEqual([[], []])
  expect(plain.ok && plain.plan.properties['oak-creek']).toMatchObject({ storm: { callers: 5, withinSeconds: 600 } })
  expect(plain.ok && plain.plan.properties['oak-creek']?.sameTrouble).toBeUndefined()
  expect(none.ok && none.plan.properties['oak-creek']?.storm).toBeUndefined()
})

test.each([
  [
    `${CATEGORY} { say: no power, same-trouble: neighbours }\n`,
    '',
    '46:45 error: `neighbours` cannot stand here | `property`, `caller` or `never` | -',
  ],
  [
    `${CATEGORY} { say: no power, same: caller }\n`,
    '',
    '46:31 error: unknown key `same` | `say`, `same-trouble` or `target` | did you mean `same-trouble`?',
  ],
  [`${CATEGORY} { same-trouble: never }\n`, '', '46:3 error: `power-cut` has no `say` | a line `say: …` below it | -'],
  [
    `${CATEGORY} no power\n`,
    '    storm: sometimes\n',
    '45:12 error: `sometimes` is no storm | `{ callers: 5, within: 10m }`, or `never` | -',
  ],
  [
    `${CATEGORY} no power\n`,
    '    storm: { callers: 1 }\n',
    '45:23 error: `1` is not a number from 2 to 500 | a number from 2 to 500 | -',
  ],
])('%s%s', (tail, property, problem) => {
  expect(told(used(tail, property))).toEqual([problem])
})
