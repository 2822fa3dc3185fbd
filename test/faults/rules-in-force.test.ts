// Changed rules come into force in one order: the journal, Asterisk's files, the daemon. What fails changes nothing that would outlive it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { openAlarms } from '../../src/daemon/alarms.ts'
import { loadAside } from '../../src/rules/load-aside.ts'
import type { RightRules } from '../../src/rules/reload.ts'
import { openVirtualClock } from '../../src/simulation/virtual-clock.ts'
import { openRulesInForce, type RulesInForceNeeds } from '../../src/wiring/rules-in-force.ts'
import { NIGHT, smallPlan } from '../support/plan.ts'
import { keptLog } from './fake-telephony.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-rules-'))
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** The example's rules are the changed ones. `fails`: the step that does. */
async function taking(fails: 'journal' | 'daemon' | null) {
  const steps: string[] = []
  const clock = openVirtualClock(NIGHT)
  const log = keptLog()
  const first: RightRules = { ok: true, hash: 'old', plan: smallPlan(), sources: {} }
  const changed = await loadAside('config')
  if (!changed.ok) throw new Error('the example is wrong')
  const step = (name: string, fail = false): void => {
    steps.push(name)
    if (fail) throw new Error(`${name} failed`)
  }
  const needs: RulesInForceNeeds = {
    ...{ first, problems: [], seen: null, config: 'config', pbx: directory, env: {}, clock, log },
    connection: {} as RulesInForceNeeds['connection'],
    alarms: openAlarms({ clock, log }),
    journal: { keepPlan: () => step('journal', fails === 'journal') },
    reloadModule: async () => ({ ok: true }),
    async applyFiles({ plan }) {
      step(plan.join('') === JSON.stringify(first.plan) ? "the old rules' files" : "the new rules' files")
      return { troubles: [], again: false }
    },
    takePlan: () => step('daemon', fails === 'daemon'),
    taken: async () => {},
  }
  const inForce = openRulesInForce(needs)
  const result = await inForce.reload.now('a test').then(
    ({ result: what }) => what,
    (error: Error) => error.message,
  )
  return { steps, result, hash: inForce.hash(), changed: changed.hash }
}

test('the journal has the plan before Asterisk has its files', async () => {
  const { steps, result, hash, changed } = await taking(null)
  expect(steps).toEqual(['journal', "the new rules' files", 'daemon'])
  expect([result, hash]).toEqual(['taken', changed])
})

test('a journal that can not keep the plan: Asterisk keeps the files that it has', async () => {
  const { steps, result, hash } = await taking('journal')
  expect(steps).toEqual(['journal'])
  expect([result, hash]).toEqual(['journal failed', 'old'])
})

test('a plan that does not come into force after all: Asterisk gets the old files back', async () => {
  const { steps, hash } = await taking('daemon')
  expect(steps).toEqual(['journal', "the new rules' files", 'daemon', "the old rules' files"])
  expect(hash).toBe('old')
})

test('wrong files at a start are told as wrong, even when the next look comes before they are understood', async () => {
  const clock = openVirtualClock(NIGHT)
  const log = keptLog()
  const config = mkdtempSync(join(tmpdir(), 'nightbell-wrong-'))
  writeFileSync(join(config, 'box.yaml'), 'box: { nam: Nightbell }\n')
  const refused: string[] = []
  let seen: Pick<Parameters<NonNullable<RulesInForceNeeds['watchFiles']>>[0], 'changed' | 'same'> | undefined
  const inForce = openRulesInForce({
    first: { ok: true, hash: 'last', plan: smallPlan(), sources: {} },
    ...{ problems: [], seen: 'what it was', unlooked: true, config, pbx: directory, env: {}, clock, log },
    connection: {} as RulesInForceNeeds['connection'],
    alarms: openAlarms({ clock, log }),
    journal: { keepPlan: () => {} },
    reloadModule: async () => ({ ok: true }),
    watchFiles(watching) {
      seen = watching
      return { stop: () => {} }
    },
    takePlan: () => {},
    taken: async () => {},
    firstRefused: problems => refused.push(...problems.map(({ file }) => file)),
  })
  const watching = inForce.watch()
  seen?.changed()
  seen?.same?.()
  await vi.waitFor(() => expect(refused).not.toEqual([]), { timeout: 20_000 })
  expect(inForce.told()).toMatchObject({ from: 'journal', hash: 'last' })
  expect(log.messages).not.toContain('the rule files have not changed since the last start')
  watching.stop()
  rmSync(config, { recursive: true })
})
