// A journal of some weeks of random callers, made by the whole daemon in virtual time: urgent ones
// who are reached on some rung or by nobody, messages, missed calls, callers who come again. For
// tests of lists and reports. The same seed gives the same weeks.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Plan } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import type { Turn } from '../../src/core/world/world.ts'
import { loadRules } from '../../src/rules/load.ts'
import { type Chance, openChance } from '../../src/simulation/chance.ts'
import type { Reaction, Resident, Telephone, Way } from '../../src/simulation/people.ts'
import { openSimulation } from '../../src/simulation/simulation.ts'
import { type FollowedJournal, openFollowed } from './followed-journal.ts'

export interface BusyMonth {
  readonly state: string
  readonly plan: Plan
  readonly journal: FollowedJournal
  remove(): void
}

export interface Wanted {
  readonly from: EpochMs
  readonly days: number
  readonly callers: number
  readonly seed: number
  /** What else the rules say in these weeks. */
  readonly change?: (plan: Plan) => Plan
  /** The number of a telephone that nobody ever answers; at first it does not even ring. */
  readonly silent?: string
  /** Who calls in each half besides, by seconds from its beginning. */
  readonly also?: readonly Resident[]
}

const DAY_SECONDS = 86_400
/** Over the first trunk and the next. */
const SILENT: readonly Way[] = [{ does: 'nothing' }, { does: 'nothing' }, { does: 'ring' }]
/** The rules that are shipped as an example. */
const RULES = new URL('../../config', import.meta.url).pathname

export async function busyMonth({
  from,
  days,
  callers,
  seed,
  change = plan => plan,
  silent,
  also = [],
}: Wanted): Promise<BusyMonth> {
  const plan = change(examplePlan())
  const state = mkdtempSync(join(tmpdir(), 'nightbell-month-'))
  const journal = openFollowed(join(state, 'journal.db'))
  journal.keepPlan('simulated-plan', plan, {})
  journal.planInForce?.('simulated-plan', from, 'a test')
  const chance = openChance(seed)
  // What still lives at the end of the first half stays open: the second knows nothing of it.
  const half = { plan, chance, silent, also, days: days / 2, callers: Math.ceil(callers / 2) }
  journal.commit(await turnsOf({ ...half, from, seed, officeAnswersAfter: 8 }))
  const middle = (from + half.days * DAY_SECONDS * 1000) as EpochMs
  journal.commit(await turnsOf({ ...half, from: middle, seed: seed + 1, officeAnswersAfter: null }))
  return {
    state,
    plan,
    journal,
    remove() {
      journal.close()
      rmSync(state, { recursive: true, force: true })
    },
  }
}

/** With a target for urgent matters, which the shipped rules leave to the administrator. */
function examplePlan(): Plan {
  const compiled = loadRules(RULES)
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message)
  const { plan } = compiled
  const properties = Object.entries(plan.properties).map(([id, property]) => [id, { ...property, target: 120 }])
  return { ...plan, properties: Object.fromEntries(properties) }
}

interface Half extends Omit<Wanted, 'silent' | 'also'> {
  readonly plan: Plan
  readonly chance: Chance
  readonly officeAnswersAfter: number | null
  readonly silent: string | undefined
  readonly also: readonly Resident[]
}

/** In the middle of them the daemon is away for some hours. */
async function turnsOf(half: Half): Promise<Turn[]> {
  const { plan, chance, from, days, callers, seed, officeAnswersAfter, silent, also } = half
  const seconds = days * DAY_SECONDS
  const turns: Turn[] = []
  const simulation = openSimulation({
    plan,
    at: from,
    seed,
    spoolSeconds: 3600,
    onTurn: turn => void turns.push(turn),
    residents: [...Array.from({ length: callers }, () => resident(plan, chance, seconds)), ...also],
    telephones: telephones(plan, chance).map(one => (one.number === silent ? { ...one, ways: SILENT } : one)),
    office: { answersAfter: officeAnswersAfter, talksFor: 90 },
  })
  simulation.start()
  await simulation.run(seconds / 2)
  simulation.kill()
  await simulation.run(6 * 3600)
  simulation.start()
  await simulation.run(seconds / 2 - 6 * 3600)
  simulation.daemon()?.stop()
  return turns
}

function resident(plan: Plan, chance: Chance, seconds: number): Resident {
  const known = chance.pick(plan.lines)
  const trunk = chance.happens(0.03) ? 'stranger' : (known.trunk ?? chance.pick(Object.keys(plan.trunks)))
  const line = chance.happens(0.05) ? '+15125550999' : known.number
  const number = chance.happens(0.1) ? null : `+1512555${1000 + Math.floor(chance.random() * 60)}`
  return {
    at: Math.floor(chance.random() * seconds),
    trunk,
    line,
    number,
    name: chance.happens(0.3) ? chance.pick(['WIRELESS CALLER', 'RIVERA ANA']) : null,
    speaksFor: Math.round(chance.between(1, 15)),
    reactions: anyKeys(chance),
    ...(chance.happens(0.3) ? { staysFor: chance.between(3, 150) } : {}),
  }
}

/** Some press nothing. */
function anyKeys(chance: Chance): Reaction[] {
  const keys = ['1', '1', '2', '3', '']
  const press = (hears: string): Reaction => {
    return { hears, after: chance.between(1, 6), does: 'press', key: chance.pick(keys) || '9' }
  }
  return chance.happens(0.15) ? [] : [press('press 1'), press('Press 1'), press('press')]
}

function telephones(plan: Plan, chance: Chance): Telephone[] {
  const numbers = [...new Set(Object.values(plan.people).flatMap(({ phones }) => phones))]
  return numbers.map(number => ({ number, ways: Array.from({ length: 40 }, () => anyWay(chance)) }))
}

function anyWay(chance: Chance): Way {
  if (chance.happens(0.4)) return { does: 'ring' }
  if (chance.happens(0.2)) return { does: 'refuse', as: chance.pick(['busy', 'declined', 'dead', 'congested']), after: 2 }
  const keys = chance.pick(['1', '1', '1', '2', '5', ''])
  const reactions: Reaction[] = [
    ...(keys === '' ? [] : [{ hears: 'Press 1', after: 2, does: 'press', key: keys } as const]),
    { hears: 'fixed by phone', after: 2, does: 'press', key: chance.pick(['1', '2', '3', '4']) },
  ]
  return { does: 'answer', after: chance.between(2, 12), talksFor: chance.between(10, 200), reactions }
}
