// A plan that is handed over in pieces is the same plan, in the same order, with the same hash.
import { expect, test } from 'vitest'
import { loadRules } from '../../src/rules/load.ts'
import { planHash } from '../../src/rules/plan-hash.ts'
import { piecesOf, planFrom, textsOf } from '../../src/rules/plan-pieces.ts'

test('the example comes out of its pieces as it was', async () => {
  const rules = loadRules('config')
  if (!rules.ok) throw new Error('the example is wrong')
  let breaths = 0
  const plan = await planFrom(piecesOf(rules.plan), async () => void breaths++)
  expect(planHash(plan)).toBe(rules.hash)
  expect(breaths).toBeGreaterThan(5)
})

test('many properties come in many pieces, none of them long', async () => {
  const rules = loadRules('config')
  if (!rules.ok) throw new Error('the example is wrong')
  const [some] = Object.values(rules.plan.properties)
  const properties = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`p${n}`, some])) as typeof rules.plan.properties
  const large = { ...rules.plan, properties, lines: [] }
  const pieces = piecesOf(large)
  expect(Math.max(...pieces.map(({ json }) => json.length))).toBeLessThan(100_000)
  expect(pieces.filter(({ part }) => part === 'properties').length).toBeGreaterThan(3)
  expect(planHash(await planFrom(pieces, async () => {}))).toBe(planHash(large))
})

test('the texts of the pieces, one after the other, are the JSON of the plan', () => {
  const rules = loadRules('config')
  if (!rules.ok) throw new Error('the example is wrong')
  const empty = { ...rules.plan, properties: {}, lines: [] }
  for (const plan of [rules.plan, empty]) expect(textsOf(piecesOf(plan)).join('')).toBe(JSON.stringify(plan))
})
