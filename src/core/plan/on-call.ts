// Who is on call now, and why? Called when a rung starts, and by whoever explains: one function, everywhere.
// Rotations make an ordered list; overrides change it, one after the other; substitutes step in for whoever is away; the
// fallback is on call when nobody is left. Nothing is remembered: the answer is a function of the plan and the time. A
// name that the plan does not hold resolves to nobody.
import type { EpochMs } from '../world/ids.ts'
import { isDuring, spanText } from './local-span.ts'
import { wallText } from './local-time.ts'
import type { Override, Person, Plan, Schedule, Target } from './plan.ts'
import { shiftAt } from './rotation.ts'

export interface OnCall {
  readonly person: string
  readonly why: string
}

/** Where a rule stands in the rule files: `['schedules', 'nights', 'rotations', 0]`. */
export type RulePath = readonly (string | number)[]

export interface Placed extends OnCall {
  /** The rule that decided last; null when it is the rung that names them. */
  readonly rule: RulePath | null
}

export interface Roster {
  readonly people: readonly Placed[]
  /** Whoever would be on call, but for an override or an absence. */
  readonly leftOut: readonly Placed[]
}

/** In the order of the rotations; the fallback when nobody is left. */
export function onCall(plan: Plan, schedule: string, now: EpochMs): readonly OnCall[] {
  return rosterOf(plan, schedule, now).people.map(({ person, why }) => ({ person, why }))
}

export function rosterOf(plan: Plan, schedule: string, now: EpochMs): Roster {
  const rules = plan.schedules[schedule]
  if (!rules) return { people: [], leftOut: [] }
  const leftOut: Placed[] = []
  const listed = overridden(rules, turns(rules, now), leftOut, now)
  const people = present(plan, listed, leftOut, now)
  if (people.length > 0 || rules.fallback === null) return { people, leftOut }
  const because = leftOut.length === 0 ? 'no rotation has anybody now' : leftOut.map(({ why }) => why).join(', ')
  const fallback = {
    person: rules.fallback,
    why: `fallback of ${schedule}: ${because}`,
    rule: ['schedules', schedule, 'fallback'],
  }
  return { people: present(plan, [fallback], leftOut, now), leftOut }
}

/** The same targets, as they are meant at a property: of a role only those who serve it. */
export function targetsAt(property: string, targets: readonly Target[]): readonly Target[] {
  return targets.map(target => (target.kind === 'role' ? { ...target, property } : target))
}

/** Everybody who has a role, in the order in which people are written; at a property those who serve it, rovers included. */
export function peopleInRole(plan: Plan, { id, property }: Target & { kind: 'role' }): readonly Person[] {
  const all = havingRole(plan.people, id)
  return property === undefined ? all : all.filter(person => servesBy(plan, person, property) !== null)
}

/** By the people of a plan, which never change: a thousand ladders ask for the same role. */
const rolesOf = new WeakMap<Plan['people'], Map<string, readonly Person[]>>()

function havingRole(people: Plan['people'], role: string): readonly Person[] {
  const roles = rolesOf.get(people) ?? new Map<string, readonly Person[]>()
  rolesOf.set(people, roles)
  const known = roles.get(role) ?? Object.values(people).filter(person => person.roles.includes(role))
  roles.set(role, known)
  return known
}

/** Why somebody's roles hold at a property, in words; null when they do not. */
function servesBy(plan: Plan, { serves }: Person, property: string): string | null {
  if (serves === undefined) return 'everywhere'
  if (serves.includes(property)) return property
  const group = plan.properties[property]?.groups?.find(each => serves.includes(each))
  return group === undefined ? null : `the group ${group}`
}

/** Whom a rung rings, in order, each once. People who are away or without a telephone are left out. */
export function resolveTargets(plan: Plan, targets: readonly Target[], now: EpochMs): readonly OnCall[] {
  return rosterOfTargets(plan, targets, now).people.map(({ person, why }) => ({ person, why }))
}

export function rosterOfTargets(plan: Plan, targets: readonly Target[], now: EpochMs): Roster {
  const people = new Map<string, Placed>()
  const leftOut: Placed[] = []
  for (const target of targets) {
    const roster = resolve(plan, target, now)
    leftOut.push(...roster.leftOut)
    for (const each of roster.people) {
      const phones = plan.people[each.person]?.phones.length ?? 0
      if (phones === 0) leftOut.push({ ...each, why: `${each.person} has no telephone` })
      else if (!people.has(each.person)) people.set(each.person, each)
    }
  }
  return { people: [...people.values()], leftOut }
}

/** Whom these targets mean now, with a telephone or without; whoever is away all the same, where nobody else is left. */
export function peopleThere(plan: Plan, targets: readonly Target[], now: EpochMs): readonly string[] {
  const rosters = targets.map(target => resolve(plan, target, now))
  const there = rosters.flatMap(({ people }) => people)
  const told = there.length > 0 ? there : rosters.flatMap(({ leftOut }) => leftOut)
  return [...new Set(told.map(({ person }) => person))]
}

function resolve(plan: Plan, target: Target, now: EpochMs): Roster {
  if (target.kind === 'schedule') return rosterOf(plan, target.id, now)
  const leftOut: Placed[] = []
  const named: readonly Placed[] =
    target.kind === 'person'
      ? [{ person: target.id, why: 'named in the rung', rule: null }]
      : peopleInRole(plan, target).map(person => inRole(plan, person, target))
  return { people: present(plan, named, leftOut, now), leftOut }
}

function inRole(plan: Plan, person: Person, { id, property }: Target & { kind: 'role' }): Placed {
  const role = `role ${id}`
  if (property === undefined || person.serves === undefined)
    return { person: person.id, why: role, rule: ['people', person.id, 'roles'] }
  return { person: person.id, why: `${role}, serves ${servesBy(plan, person, property)}`, rule: ['people', person.id, 'serves'] }
}

function turns(rules: Schedule, now: EpochMs): readonly Placed[] {
  const found: Placed[] = []
  for (const [at, rotation] of rules.rotations.entries()) {
    const shift = shiftAt(rotation, rules.zone, now)
    if (!shift || found.some(({ person }) => person === shift.person)) continue
    const which = rules.rotations.length > 1 ? `, rotation ${at + 1},` : ''
    found.push({
      person: shift.person,
      why: `on call in ${rules.id}${which} from ${wallText(shift.from)} to ${wallText(shift.to)}`,
      rule: ['schedules', rules.id, 'rotations', at],
    })
  }
  return found
}

function overridden(rules: Schedule, listed: readonly Placed[], leftOut: Placed[], now: EpochMs): readonly Placed[] {
  let people = listed
  for (const [at, override] of rules.overrides.entries()) {
    if (!isDuring(rules.zone, override, now)) continue
    if (override.do === 'add') people = people.concat(added(rules, override, at, people))
    else people = changed(rules, override, at, people, leftOut)
  }
  return people
}

function added(rules: Schedule, override: Override & { do: 'add' }, at: number, people: readonly Placed[]): readonly Placed[] {
  const when = spanText(override)
  const { desk } = override
  const rule = desk ? null : ['schedules', rules.id, 'overrides', at]
  const why = (person: string): string => {
    if (!desk) return `added to ${rules.id} ${when} by an override`
    return desk.by === person
      ? `took ${rules.id} over ${when} at the phone desk`
      : `was given ${rules.id} ${when} by ${desk.by} at the phone desk`
  }
  return override.people
    .filter(person => people.every(each => each.person !== person))
    .map(person => ({ person, why: why(person), rule }))
}

/** What `remove` and `replace` leave; whoever replaces somebody stands in their place. */
function changed(
  rules: Schedule,
  override: Override & { do: 'remove' | 'replace' },
  at: number,
  people: readonly Placed[],
  leftOut: Placed[],
): readonly Placed[] {
  const rule = override.desk ? null : ['schedules', rules.id, 'overrides', at]
  const when = spanText(override)
  return people.flatMap((each): readonly Placed[] => {
    const { person, why } = each
    if (override.do === 'remove') {
      if (!override.people.includes(person)) return [each]
      const { desk } = override
      const why = desk
        ? `${person} is off ${rules.id} ${when}: ${desk.by} said so at the phone desk`
        : `${person} is removed from ${rules.id} ${when}`
      leftOut.push({ person, why, rule })
      return []
    }
    const { by } = override
    if (person !== override.person || person === by) return [each]
    leftOut.push({ person, why: `${person} is replaced by ${by} ${when}`, rule })
    if (people.some(other => other.person === by)) return []
    return [{ person: by, why: `in place of ${person} ${when} by an override: ${why}`, rule }]
  })
}

/** Who is there of those listed, each once; a substitute stands where the person who is away stood. */
function present(plan: Plan, listed: readonly Placed[], leftOut: Placed[], now: EpochMs): readonly Placed[] {
  const found: Placed[] = []
  for (const each of listed) {
    const there = standIn(plan, each, leftOut, now)
    if (there && found.every(({ person }) => person !== there.person)) found.push(there)
  }
  return found
}

/** The person, or the substitute, or the substitute's own one; null when that leads to nobody. */
function standIn(plan: Plan, listed: Placed, leftOut: Placed[], now: EpochMs): Placed | null {
  const seen = new Set<string>()
  let each = listed
  for (;;) {
    const { person, why } = each
    const absences = plan.people[person]?.absences ?? []
    const at = absences.findIndex(absence => isDuring(absence.zone, absence, now))
    const absence = absences[at]
    if (!absence) return each
    const rule = ['people', person, 'absences', at]
    leftOut.push({ person, why: `${person} is away ${spanText(absence)}`, rule })
    seen.add(person)
    if (absence.substitute === null || seen.has(absence.substitute)) return null
    each = { person: absence.substitute, why: `for ${person}, who is away ${spanText(absence)}: ${why}`, rule }
  }
}
