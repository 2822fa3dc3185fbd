// How soon somebody is to have an urgent matter, as written: the plan that comes of it, and
// mistakes with their place.
import { expect, test } from 'vitest'
import { answerTargetOf, targetOf } from '../../src/core/plan/target.ts'
import { broken, compile, SMALL, told } from './small-rules.ts'

const CATEGORY = 'categories:\n  power-cut:'
const used = (tail: string, property = '') =>
  broken('        escalate: emergencies\n', '        escalate: emergencies\n        category: power-cut\n', `${property}${tail}`)

function oakCreek(compiled: ReturnType<typeof compile>) {
  expect(told(compiled)).toEqual([])
  const property = compiled.ok ? compiled.plan.properties['oak-creek'] : undefined
  if (property === undefined) throw new Error('there is no Oak Creek')
  return property
}

test('a target of the property holds for all its categories, one of a category goes first', () => {
  const property = oakCreek(used(`${CATEGORY} { say: no power, target: 1h }\n`, '    target: 10m\n    answer-target: 30s\n'))
  expect(property).toMatchObject({ target: 600, categoryTargets: { 'power-cut': 3600 }, answerTarget: 30 })
  expect([targetOf(property, 'power-cut'), targetOf(property, 'emergency')]).toEqual([3600, 600])
  expect(answerTargetOf(property)).toBe(30)
})

test('without a word nothing is late, and the plan is as it was before there were targets', () => {
  const property = oakCreek(compile(SMALL))
  expect(Object.keys(property).filter(key => /target/i.test(key))).toEqual([])
  expect(targetOf(property, 'emergency')).toBeNull()
  expect(answerTargetOf(property)).toBe(20)
})

test('`never` of a category is none for it, `never` of a property none for all of its own', () => {
  const category = oakCreek(used(`${CATEGORY} { say: no power, target: never }\n`, '    target: 10m\n'))
  expect([targetOf(category, 'power-cut'), targetOf(category, 'emergency')]).toEqual([null, 600])
  const none = oakCreek(used(`${CATEGORY} { say: no power, target: 5m }\ndefaults:\n  target: 10m\n`, '    target: never\n'))
  expect([targetOf(none, 'power-cut'), targetOf(none, 'emergency')]).toEqual([null, null])
})

test('it is inherited: the property over its template over `defaults:`', () => {
  const shared = 'defaults:\n  target: 30m\n'
  const template = 'templates:\n  quick:\n    target: 5m\n'
  const of = (own: string, tail: string) => oakCreek(compile(`${SMALL}${own}${tail}`)).target
  expect(of('', shared)).toBe(1800)
  expect(of('    template: quick\n', shared + template)).toBe(300)
  expect(of('    template: quick\n    target: 1m\n', shared + template)).toBe(60)
})

const EXPECTED = 'a duration from 30s to 1d, such as 30s, or never'

test.each([
  ['    target: 0s\n', `45:13 error: 0s is too short | ${EXPECTED} | -`],
  ['    target: 2d\n', `45:13 error: 2d is too long | ${EXPECTED} | -`],
  ['    target: 10\n', `45:13 error: \`10\` is not a duration | ${EXPECTED} | write 10s for seconds, 10m for minutes`],
  ['    target: 10 minutes\n', `45:13 error: \`10 minutes\` is not a duration | ${EXPECTED} | write 10m`],
  ['    answer-target: 1s\n', '45:20 error: 1s is too short | a duration from 5s to 10m, such as 30s | -'],
  ['    targets: 10m\n', '45:5 error: unknown key `targets` | `target` | did you mean `target`?'],
])('%s', (property, problem) => {
  const [found = ''] = told(used(`${CATEGORY} no power\n`, property))
  // All the keys of a property are too many to say here.
  expect(found.replace(/\| `name`.*? \| did/, '| `target` | did')).toBe(problem)
})

test.each([
  [`${CATEGORY} { say: no power, target: 1s }\n`, `46:39 error: 1s is too short | ${EXPECTED} | -`],
  [`${CATEGORY} { target: 5m }\n`, '46:3 error: `power-cut` has no `say` | a line `say: …` below it | -'],
])('%s', (tail, problem) => {
  expect(told(used(tail))).toEqual([problem])
})

test('a rule that tells what is late where nothing is late', () => {
  const webhook = 'webhooks:\n  pm: { url: https://pm.example.com/, secret: env:PM }\n'
  const notify = '    notify: [{ on: [opened, late], webhook: pm }]\n'
  expect(told(compile(`${SMALL}${notify}${webhook}`))).toEqual([
    '44:20 warning: nothing is ever late at `oak-creek`: there is no `target` | - | write `target: 10m` there, or under `defaults:`',
  ])
  expect(told(compile(`${SMALL}    target: 10m\n${notify}${webhook}`))).toEqual([])
})
