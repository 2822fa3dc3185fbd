// A story of the shipped rules, told by the simulation: its facts as the journal would give them, and the rules behind them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openRulePlaces } from '../../../src/cli/timeline/rule-places.ts'
import { type Timeline, timelineOf } from '../../../src/cli/timeline/timeline.ts'
import { instantOf, wallOf } from '../../../src/core/plan/local-time.ts'
import type { Plan } from '../../../src/core/plan/plan.ts'
import type { EpochMs } from '../../../src/core/world/ids.ts'
import { loadRules } from '../../../src/rules/load.ts'
import { type Situation, simulateCall } from '../../../src/simulation/one-call.ts'

const HASH = 'h'

export function shippedRules(): { readonly plan: Plan; readonly sources: Readonly<Record<string, string>> } {
  const loaded = loadRules('config')
  if (!loaded.ok) throw new Error('the shipped rules do not compile')
  return { plan: loaded.plan, sources: loaded.sources }
}

export function shippedText(file: string): string {
  return readFileSync(join('config', file), 'utf8')
}

export function shippedFiles(): readonly string[] {
  return readdirSync('config', { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml'))
}

/** `local`: 2026-11-26T02:14 on the property's clock. Telephones that are not named ring on and on. */
export async function toldStory(property: string, local: string, more: Partial<Situation> = {}): Promise<Timeline> {
  const { plan, sources } = shippedRules()
  const zone = plan.properties[property]?.zone ?? 'UTC'
  const at = instantOf(zone, wallOf(local), 'first') as EpochMs
  const { facts } = await simulateCall(plan, {
    property,
    at,
    keys: ['1'],
    telephones: new Map(),
    otherwise: { does: 'ring' },
    says: 8,
    hangsUpAfter: null,
    officeAnswersAfter: null,
    trunksDown: [],
    seed: 1,
    ...more,
  })
  const story = facts.map((fact, nth) => ({ turn: nth + 1, fact, rules: HASH }))
  const rules = openRulePlaces({ plan: () => plan, sources: () => sources }).of(story)
  return timelineOf({ plan, facts: story, zone, begun: at, call: facts[0]?.stream ?? null }, rules)
}
