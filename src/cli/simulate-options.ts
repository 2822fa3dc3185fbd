// What `nightbell simulate` is asked, and what it means: keys, telephones that behave in some way, trunks that are down, times.
// Used by simulate.ts and simulate-random.ts.
import type { Key, Plan } from '../core/plan/plan.ts'
import type { Fact } from '../core/world/facts.ts'
import type { Seconds } from '../core/world/ids.ts'
import { didYouMean } from '../rules/nearest.ts'
import { parseNumber } from '../rules/parse-number.ts'
import { parseDuration } from '../rules/parse-text.ts'
import type { Way } from '../simulation/people.ts'
import { behaviour } from './behaviours.ts'
import { CliFailure, EXIT } from './io.ts'
import { oneLine } from './plain-text.ts'
import { named } from './plan-of.ts'

export interface SimulateOptions {
  readonly property?: string
  readonly at?: string
  readonly keys?: string
  readonly phone?: readonly string[]
  readonly nobodyAnswers?: true
  readonly callerHangsUpAfter?: string
  readonly says: string
  readonly officeAnswersAfter?: string
  readonly trunk?: readonly string[]
  readonly divertedBy?: string
  readonly random?: string
  readonly seed: string
  readonly for: string
  readonly outcome?: string
  readonly json?: true
}

export function keysOf(written: string | undefined): readonly Key[] {
  if (written === undefined || written === 'none') return []
  const keys = written.replaceAll(/[\s,]/g, '')
  if (/^[0-9*#]{1,20}$/.test(keys)) return [...keys] as Key[]
  throw new CliFailure(EXIT.cannot, `--keys ${oneLine(written, 40)}: write keys such as 1 or 21, or none.`)
}

/** By number: a person's name stands for all of their telephones. */
export function telephonesOf(plan: Plan, written: readonly string[] = []): ReadonlyMap<string, Way> {
  return new Map(
    written.flatMap(one => {
      const [who = '', how] = one.split('=')
      if (how === undefined || who === '')
        throw new CliFailure(EXIT.cannot, `--phone ${oneLine(one, 40)}: write who and how, such as ${who || 'sam'}=no-answer.`)
      const way = behaviour(how.trim())
      if (who.startsWith('+')) return [[numberOf(plan, who), way] as const]
      return named(plan.people, 'person', who).phones.map(number => [number, way] as const)
    }),
  )
}

/** One telephone of somebody in the rules: another one would be rung by nobody, and the story would say nothing about it. */
function numberOf(plan: Plan, written: string): string {
  const number = written.replaceAll(/[\s().-]/g, '')
  const numbers = Object.values(plan.people).flatMap(person => person.phones)
  if (numbers.some(each => each === number)) return number
  const hint = didYouMean(number, numbers) ?? 'write the name of a person instead'
  throw new CliFailure(EXIT.cannot, `Nobody in the rules has the telephone ${oneLine(number, 30)}: ${hint}`)
}

/** Any number: a pilot number stands in no rule. */
export function diverterOf(plan: Plan, written: string | undefined): string | undefined {
  if (written === undefined) return undefined
  const read = parseNumber(written)
  if (read.ok) return read.value
  // A person with one telephone is as clear as its number.
  const phones = Object.hasOwn(plan.people, written) ? (plan.people[written]?.phones ?? []) : []
  if (phones.length === 1) return phones[0]
  const expected = phones.length > 1 ? `write one of ${phones.join(', ')}` : (read.hint ?? 'write a number such as +15125550151')
  throw new CliFailure(EXIT.cannot, `--diverted-by ${oneLine(written, 30)}: ${expected}.`)
}

/** A telephone that was named and never rung is mostly the wrong one: somebody else is on call. */
export function neverRung(plan: Plan, written: readonly string[] = [], facts: readonly Fact[]): readonly string[] {
  const rung = new Set<string>()
  for (const fact of facts) if (fact.kind === 'dialled' || fact.kind === 'transfer-dialled') rung.add(fact.phone)
  return written.flatMap(one => {
    if ([...telephonesOf(plan, [one]).keys()].some(number => rung.has(number))) return []
    const who = one.split('=')[0] ?? ''
    const name = Object.hasOwn(plan.people, who) ? plan.people[who]?.name : undefined
    return [neverRungText(name ?? who, `--phone ${one}`)]
  })
}

/** The same of the telephone that is forwarded to us: only one that is rung can send our call back. */
export function neverForwarded(plan: Plan, divertedBy: string | undefined, facts: readonly Fact[]): readonly string[] {
  const owner = Object.values(plan.people).find(({ phones }) => phones.some(phone => phone === divertedBy))
  const isRung = facts.some(fact => (fact.kind === 'dialled' || fact.kind === 'transfer-dialled') && fact.phone === divertedBy)
  return owner === undefined || isRung ? [] : [neverRungText(owner.name, `--diverted-by ${divertedBy}`)]
}

function neverRungText(who: string, option: string): string {
  return `${who} was never rung: ${option} changed nothing. "nightbell oncall who" says who is on call.`
}

const TRUNK_STATES = ['down', 'refuses', 'silent'] as const
type TrunkState = (typeof TRUNK_STATES)[number]

/** `down`: it carries nothing. `refuses`: it refuses every call before it rings. `silent`: it answers no OPTIONS, and seems down. */
export function trunksOf(plan: Plan, written: readonly string[] = []): Readonly<Record<TrunkState, readonly string[]>> {
  const states = written.map(one => {
    const [id = '', said = ''] = one.split('=')
    const state = TRUNK_STATES.find(each => each === said)
    const example = id === '' ? 'a-trunk' : oneLine(id, 30)
    if (state === undefined)
      throw new CliFailure(
        EXIT.cannot,
        `--trunk ${oneLine(one, 40)}: write ${example}=down, ${example}=refuses or ${example}=silent.`,
      )
    return { id: named(plan.trunks, 'trunk', id).id, state }
  })
  const those = (state: TrunkState) => states.filter(each => each.state === state).map(({ id }) => id)
  return { down: those('down'), refuses: those('refuses'), silent: those('silent') }
}

const OUTCOME_KEYS = ['1', '2', '3', '4', '5'] as const

/** `none`, or nothing, is a technician who just hangs up. */
export function outcomeOf(written: string | undefined): Key | undefined {
  if (written === undefined || written === 'none') return undefined
  const key = OUTCOME_KEYS.find(each => each === written)
  if (key !== undefined) return key
  throw new CliFailure(EXIT.cannot, `--outcome ${oneLine(written, 20)}: write a key from 1 to 5, or none.`)
}

/** How long a story may go on, seconds. */
export function longest(written: string): number {
  const length = parseDuration(written.trim(), LEAST_S as Seconds, MOST_S as Seconds)
  if (length.ok) return length.value
  throw new CliFailure(EXIT.cannot, `--for ${oneLine(written, 20)}: write ${length.expected}.`)
}

const LEAST_S = 60
const MOST_S = 15 * 24 * 3600

export function secondsOf(option: string, written: string): number {
  const [, count, unit = 's'] = /^(\d{1,5})([sm])?$/.exec(written.trim()) ?? []
  if (count === undefined)
    throw new CliFailure(EXIT.cannot, `--${option} ${oneLine(written, 20)}: write a time such as 20s or 2m.`)
  return Number(count) * (unit === 'm' ? 60 : 1)
}
