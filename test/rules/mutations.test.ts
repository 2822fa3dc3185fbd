// A share of the random damage of test/long/mutations.test.ts: check never crashes, never hangs, and says where.
import { expect, test } from 'vitest'
import { loadRules } from '../../src/rules/load.ts'
import { type Met, meet } from './mutations.ts'

test('a share of the damaged examples', { timeout: 20_000 }, async () => {
  const loaded = loadRules('config')
  if (!loaded.ok) throw new Error('the example rules do not load')
  const files = new Map(Object.entries(loaded.sources))
  const met: Met = { accepted: 0, simulated: 0 }
  for (let seed = 1; seed <= 15; seed++) await meet(files, seed, 12, met)
  expect(met.simulated).toBeGreaterThan(0)
})
