// `nightbell simulate --random N`: many callers at random times, whose technicians behave at random, and what became of them. The same seed
// gives the same callers; the worst of them is shown with its time, so that it can be told again one by one.
import type { Key, Plan } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { type Chance, openChance } from '../simulation/chance.ts'
import { type SimulatedCall, simulateCall } from '../simulation/one-call.ts'
import type { Way } from '../simulation/people.ts'
import { behaviour, pressing } from './behaviours.ts'
import { type CliIo, printJson } from './io.ts'
import { dateAndTime, duration } from './local-time.ts'
import { count, table } from './plain-text.ts'
import { momentOf, propertyOf, wholeNumber } from './plan-of.ts'
import { type SimulateOptions, telephonesOf, trunksOf } from './simulate-options.ts'

const YEAR_MS = 365 * 86_400_000
const MOST = 10_000

interface Caller {
  readonly property: string
  readonly at: EpochMs
  readonly call: SimulatedCall
}

export async function randomCallers(io: CliIo, plan: Plan, options: SimulateOptions): Promise<void> {
  const n = wholeNumber('random', options.random ?? '', MOST)
  const seed = wholeNumber('seed', options.seed, 999_999)
  const chance = openChance(seed)
  const fixed = telephonesOf(plan, options.phone)
  const properties = options.property === undefined ? Object.values(plan.properties) : [propertyOf(plan, options.property)]
  const callers: Caller[] = []
  for (let nth = 0; nth < n; nth++) {
    const property = chance.pick(properties)
    const from = momentOf(io, 'at', options.at, property.zone)
    const at = (options.at === undefined ? from + Math.floor(chance.random() * YEAR_MS) : from) as EpochMs
    const telephones = new Map<string, Way>()
    for (const number of Object.values(plan.people).flatMap(({ phones }) => phones)) telephones.set(number, anyhow(chance))
    for (const [number, way] of fixed) telephones.set(number, way)
    const call = await simulateCall(plan, {
      ...{ property: property.id, at, keys: anyKeys(plan, property.menu, chance), telephones, otherwise: { does: 'ring' } },
      ...{ says: chance.between(1, 20), hangsUpAfter: chance.happens(0.2) ? chance.between(5, 120) : null },
      ...{ officeAnswersAfter: chance.happens(0.6) ? chance.between(2, 20) : null, seed: seed + nth },
      trunksDown: trunksOf(plan, options.trunk),
    })
    callers.push({ property: property.id, at, call })
  }
  report(io, plan, callers, seed, options.json)
}

/** As technicians are at night. */
function anyhow(chance: Chance): Way {
  if (chance.happens(0.6)) return pressing('1', chance.between(3, 15))
  return behaviour(chance.pick(['no-answer', 'no-answer', 'voicemail', 'busy', 'declined', 'off']))
}

/** Mostly a key of the menu, sometimes nothing at all. */
function anyKeys(plan: Plan, menu: string, chance: Chance): readonly Key[] {
  const keys = Object.keys(plan.menus[menu]?.options ?? {}) as Key[]
  return keys.length === 0 || chance.happens(0.15) ? [] : [chance.pick(keys)]
}

function report(io: CliIo, plan: Plan, callers: readonly Caller[], seed: number, json: true | undefined): void {
  const urgent = callers.filter(({ call }) => call.facts.some(fact => fact.kind === 'opened'))
  const reached = urgent.flatMap(({ call }) => call.secondsToHuman ?? []).sort((a, b) => a - b)
  const unreached = urgent.filter(({ call }) => call.unreached)
  const [worst] = [...urgent].sort(
    (a, b) => (b.call.secondsToHuman ?? Number.MAX_SAFE_INTEGER) - (a.call.secondsToHuman ?? Number.MAX_SAFE_INTEGER),
  )
  const load = Object.keys(plan.people)
    .map(person => {
      const of = (kind: string) =>
        callers.flatMap(({ call }) => call.facts.filter(f => f.kind === kind && 'person' in f && f.person === person))
      return { person, rings: of('dialled').length, took: of('accepted').length + of('owned').length }
    })
    .filter(({ rings }) => rings > 0)
    .sort((a, b) => b.rings - a.rings)
  const median = reached[Math.floor(reached.length / 2)] ?? null
  const missed = callers.filter(({ call }) => call.outcome === 'missed').length
  if (json) {
    const worstOne = worst && { property: worst.property, at: worst.at, secondsToHuman: worst.call.secondsToHuman }
    const told = { callers: callers.length, seed, urgent: urgent.length, unreached: unreached.length, missed }
    printJson(io, { ...told, medianSeconds: median, worstSeconds: reached.at(-1) ?? null, worst: worstOne ?? null, load })
    return
  }
  const share = urgent.length === 0 ? 0 : Math.round((unreached.length / urgent.length) * 1000) / 10
  io.stdout(`${count(callers.length, 'caller')}, seed ${seed}: ${urgent.length} urgent, ${missed} missed\n`)
  io.stdout(`Unreached: ${unreached.length} (${share} % of the urgent ones)\n`)
  if (median !== null)
    io.stdout(`To a human being: median ${duration(median * 1000)}, worst ${duration((reached.at(-1) ?? 0) * 1000)}\n`)
  if (worst) io.stdout(`The worst: ${worst.property}, ${dateAndTime(worst.at, plan.properties[worst.property]?.zone ?? 'UTC')}\n`)
  if (load.length > 0)
    io.stdout(
      `\n${table(
        ['PERSON', 'RUNG', 'TOOK'],
        load.map(({ person, rings, took }) => [person, String(rings), String(took)]),
      )}`,
    )
}
