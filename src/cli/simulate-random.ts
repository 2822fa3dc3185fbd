// `nightbell simulate --random N`: many callers at random times, whose technicians behave at random, and what became of them. The same seed
// gives the same callers; the worst of them is shown with its time, so that it can be told again one by one.
import type { Key, Plan } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { type Chance, openChance } from '../simulation/chance.ts'
import { type SimulatedCall, type Situation, simulateCall } from '../simulation/one-call.ts'
import type { Way } from '../simulation/people.ts'
import { behaviour } from './behaviours.ts'
import { type CliIo, printJson } from './io.ts'
import { dateAndTime, duration } from './local-time.ts'
import { count, table } from './plain-text.ts'
import { momentOf, propertyOf, wholeNumber } from './plan-of.ts'
import { diverterOf, type SimulateOptions, telephonesOf, trunksOf } from './simulate-options.ts'

const YEAR_MS = 365 * 86_400_000
const MOST = 10_000

interface Caller {
  readonly property: string
  readonly at: EpochMs
  readonly call: SimulatedCall
  /** Tells this one alone. */
  readonly command: string
}

export async function randomCallers(io: CliIo, plan: Plan, options: SimulateOptions): Promise<void> {
  const n = wholeNumber('random', options.random ?? '', MOST)
  const seed = wholeNumber('seed', options.seed, 999_999)
  const chance = openChance(seed)
  const divertedBy = diverterOf(plan, options.divertedBy)
  const fixed = telephonesOf(plan, options.phone)
  const trunks = trunksOf(plan, options.trunk)
  const properties = options.property === undefined ? Object.values(plan.properties) : [propertyOf(plan, options.property)]
  const callers: Caller[] = []
  for (let nth = 0; nth < n; nth++) {
    const property = chance.pick(properties)
    const from = momentOf(io, 'at', options.at, property.zone)
    const any = options.at === undefined ? from + chance.random() * YEAR_MS : from
    const at = (Math.floor(any / 1000) * 1000) as EpochMs
    const written = new Map(
      Object.values(plan.people).flatMap(({ phones }) => phones.map(each => [each, anyhow(chance)] as const)),
    )
    const telephones = new Map<string, Way>([...written].map(([number, how]) => [number, behaviour(how)]))
    for (const [number, way] of fixed) telephones.set(number, way)
    const whole = (least: number, most: number) => Math.round(chance.between(least, most))
    const situation: Situation = {
      property: property.id,
      at,
      keys: anyKeys(plan, property.menu, chance),
      telephones,
      otherwise: { does: 'ring' },
      says: whole(1, 20),
      hangsUpAfter: chance.happens(0.2) ? whole(5, 120) : null,
      officeAnswersAfter: chance.happens(0.6) ? whole(2, 20) : null,
      seed: (seed + nth) % 1_000_000,
      trunksDown: trunks.down,
      trunksRefusing: trunks.refuses,
      ...(divertedBy === undefined ? {} : { divertedBy }),
      trunksSilent: trunks.silent,
    }
    const call = await simulateCall(plan, situation)
    const fromOptions = (options.phone ?? []).map(each => `--phone ${each}`)
    const rung = new Set(call.facts.flatMap(fact => (fact.kind === 'dialled' && !fixed.has(fact.phone) ? [fact.phone] : [])))
    const phones = [...rung].map(number => `--phone ${number}=${written.get(number) ?? 'no-answer'}`)
    callers.push({ property: property.id, at, call, command: commandOf(situation, property.zone, [...fromOptions, ...phones]) })
  }
  report(io, plan, callers, seed, options.json)
}

/** As technicians are at night. */
function anyhow(chance: Chance): string {
  if (chance.happens(0.6)) return `accept-after:${Math.round(chance.between(3, 15))}s`
  return chance.pick(['no-answer', 'no-answer', 'voicemail', 'busy', 'declined', 'off'])
}

/** The same call once more, by itself and with its whole story. */
function commandOf(situation: Situation, zone: string, phones: readonly string[]): string {
  const { property, at, keys, says, hangsUpAfter, officeAnswersAfter, trunksDown, divertedBy, seed } = situation
  return [
    `nightbell simulate --property ${property} --at "${dateAndTime(at, zone)}" --keys ${keys.join('') || 'none'}`,
    ...phones,
    `--says ${says}s`,
    ...(hangsUpAfter === null ? [] : [`--caller-hangs-up-after ${hangsUpAfter}s`]),
    ...(officeAnswersAfter === null ? [] : [`--office-answers-after ${officeAnswersAfter}s`]),
    ...trunksDown.map(trunk => `--trunk ${trunk}=down`),
    ...(divertedBy === undefined ? [] : [`--diverted-by ${divertedBy}`]),
    `--seed ${seed}`,
  ].join(' ')
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
    const { property, at, command } = worst ?? {}
    const worstOne = worst && { property, at, secondsToHuman: worst.call.secondsToHuman, command }
    const told = { callers: callers.length, seed, urgent: urgent.length, unreached: unreached.length, missed }
    printJson(io, { ...told, medianSeconds: median, worstSeconds: reached.at(-1) ?? null, worst: worstOne ?? null, load })
    return
  }
  const share = urgent.length === 0 ? 0 : Math.round((unreached.length / urgent.length) * 1000) / 10
  io.stdout(`${count(callers.length, 'caller')}, seed ${seed}: ${urgent.length} urgent, ${missed} missed\n`)
  io.stdout(`Unreached: ${unreached.length} (${share} % of the urgent ones)\n`)
  if (median !== null)
    io.stdout(`To a human being: median ${duration(median * 1000)}, worst ${duration((reached.at(-1) ?? 0) * 1000)}\n`)
  if (worst) {
    const when = dateAndTime(worst.at, plan.properties[worst.property]?.zone ?? 'UTC')
    const how = worst.call.secondsToHuman === null ? 'reached nobody' : `after ${duration(worst.call.secondsToHuman * 1000)}`
    io.stdout(`The worst: ${worst.property}, ${when}, ${how}. Its story: ${worst.command}\n`)
  }
  if (load.length > 0)
    io.stdout(
      `\n${table(
        ['PERSON', 'RUNG', 'TOOK'],
        load.map(({ person, rings, took }) => [person, String(rings), String(took)]),
      )}`,
    )
}
