// Twenty thousand random damages to the example files: `check` never crashes, never hangs, always says where, and what it accepts is run
// by `simulate`. A seed that fails is named: mutated(files, seed) in test/rules/mutations.ts gives the files again.
import { expect, test } from 'vitest'
import { loadRules } from '../../src/rules/load.ts'
import { type Met, meet } from '../rules/mutations.ts'

const SEEDS = 20_000

test(`${SEEDS} damaged examples`, { timeout: 45 * 60_000 }, async () => {
  const loaded = loadRules('config')
  if (!loaded.ok) throw new Error('the example rules do not load')
  const files = new Map(Object.entries(loaded.sources))
  const met: Met = { accepted: 0, simulated: 0 }
  for (let seed = 1; seed <= SEEDS; seed++) await meet(files, seed, 1, met)
  expect(met.simulated).toBe(met.accepted)
  expect(met.accepted).toBeGreaterThan(SEEDS / 10)
})
