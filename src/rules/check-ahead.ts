// What goes wrong only at certain times, and what is never used: local times that a change of the clocks skips or repeats, hours
// that nobody covers, names that nothing leads to. Called by compile.ts when nothing else is wrong; all of it is a warning.

import { failsafeRungs } from '../core/plan/failsafe.ts'
import { type Gap, gapsOf } from '../core/plan/gaps.ts'
import { laddersOf, menusOf, optionsOf, servedAlike } from '../core/plan/ladders-of.ts'
import { DAY_MS, localTime } from '../core/plan/local-time.ts'
import type { Plan, Property, Target } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { toldTargets } from './check-notify.ts'
import { type Findings, keyAt, valueAt, warning } from './findings.ts'
import type { Kind } from './shapes.ts'

export const WEEKS_AHEAD = 52
const SPAN_MS = WEEKS_AHEAD * 7 * DAY_MS

/** Gives the schedules of those ladders that have been told. */
export function checkCoverage(plan: Plan, findings: Findings, now: EpochMs): ReadonlySet<string> {
  const told = new Set<string>()
  const users = new Map<string, Property[]>()
  for (const property of Object.values(plan.properties))
    for (const ladder of laddersOf(plan, property)) users.set(ladder, [...(users.get(ladder) ?? []), property])
  for (const [id, all] of users) {
    const ladder = plan.ladders[id]
    for (const [targets, properties] of ladder ? servedAlike(plan, ladder, all) : []) {
      if (!coverage(plan, findings, id, targets, properties, now)) continue
      for (const target of targets) if (target.kind === 'schedule') told.add(target.id)
    }
  }
  return told
}

/** Whether there is something to tell. */
function coverage(
  plan: Plan,
  findings: Findings,
  id: string,
  targets: readonly Target[],
  properties: readonly Property[],
  now: EpochMs,
): boolean {
  const [first, ...others] = properties
  if (!first) return false
  const gaps = gapsOf(plan, targets, now, (now + SPAN_MS) as EpochMs)
  if (gaps.length === 0) return false
  const served = namesOf([first, ...others])
  const show = (at: EpochMs) => localMinute(first.zone, at)
  const message = `the ladder \`${id}\` of ${served} has nobody for ${hoursText(gaps)} of the next ${WEEKS_AHEAD} weeks`
  warning(findings, keyAt(findings, ['ladders', id]), message, {
    expected: 'somebody at all hours',
    hint: `${gapsText(gaps, each => `from ${show(each.from)} to ${show(each.to)}`)}; ${closing(plan, targets, gaps.length)}`,
  })
  return true
}

/** Where a fallback would help, and how far. */
function closing(plan: Plan, targets: readonly Target[], gaps: number): string {
  const open = [...new Set(targets.flatMap(({ kind, id }) => (kind === 'schedule' && !plan.schedules[id]?.fallback ? [id] : [])))]
  const all = gaps === 1 ? 'it' : `all ${gaps}`
  if (open.length === 0) return `a rung with somebody else who has \`phones\` closes ${all}`
  return `a \`fallback\` in the schedule ${open.map(each => `\`${each}\``).join(' or ')} closes ${all}`
}

export function localMinute(zone: string, at: EpochMs): string {
  return localTime(zone, at).replace(/:00 /, ' ')
}

/** How many are told one by one. */
const TOLD = 3

export function gapsText(gaps: readonly Gap[], show: (gap: Gap) => string): string {
  const told = gaps.slice(0, TOLD).map(show).join(', ')
  if (gaps.length === 1) return `it is ${told}`
  return `${gaps.length} gaps: ${told}${gaps.length > TOLD ? ', and so on (`nightbell oncall gaps` lists all)' : ''}`
}

function namesOf(properties: readonly Property[]): string {
  const named = properties.slice(0, TOLD).map(({ id }) => `\`${id}\``)
  const more = properties.length - named.length
  if (more > 0) return `${named.join(', ')} and ${more} more`
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
}

export function hoursText(gaps: readonly Gap[]): string {
  const hours = gaps.reduce((sum, each) => sum + (each.to - each.from), 0) / 3_600_000
  return hours < 1 ? `${Math.round(hours * 60)} min` : `${Math.round(hours)} h`
}

/** Names that nothing leads to: often the other half of a typing error. */
export function checkUnused(plan: Plan, copied: Readonly<Record<Kind, ReadonlySet<string>>>, findings: Findings): void {
  const properties = Object.values(plan.properties)
  const menus = new Set(properties.flatMap(property => [...menusOf(plan, property)]))
  const ladders = new Set(properties.flatMap(property => [...laddersOf(plan, property)]))
  const rungs = [...ladders].flatMap(id => plan.ladders[id]?.rungs.flatMap(rung => rung.targets) ?? [])
  const targets = [...rungs, ...toldTargets(plan, ladders)]
  const schedules = new Set(targets.flatMap(({ kind, id }) => (kind === 'schedule' ? [id] : [])))
  // What others have as their template is of use to them.
  const idle = (kind: Kind, used: ReadonlySet<string>, what: string) => {
    for (const id of Object.keys(plan[kind])) if (!used.has(id) && !copied[kind].has(id)) unused(findings, kind, id, what)
  }
  idle('menus', menus, 'no property leads to the menu')
  idle('ladders', ladders, 'no menu leads to the ladder')
  idle('schedules', schedules, 'no ladder in use names the schedule')
  const people = new Set(targets.flatMap(({ kind, id }) => (kind === 'person' ? [id] : [])))
  for (const option of properties.flatMap(property => optionsOf(plan, property)))
    if (option.do === 'transfer' && 'person' in option.to) people.add(option.to.person)
  const roles = new Set(targets.flatMap(({ kind, id }) => (kind === 'role' ? [id] : [])))
  for (const id of schedules) {
    const schedule = plan.schedules[id]
    for (const rotation of schedule?.rotations ?? []) for (const person of rotation.people) people.add(person)
    for (const each of schedule?.overrides ?? [])
      for (const person of each.do === 'replace' ? [each.by] : each.people) people.add(person)
    if (schedule && schedule.fallback !== null) people.add(schedule.fallback)
  }
  for (const property of [null, ...Object.keys(plan.properties)])
    for (const { person } of failsafeRungs(plan, property)) if (person !== null) people.add(person)
  for (const person of Object.values(plan.people)) if (person.roles.some(role => roles.has(role))) people.add(person.id)
  // The set grows as it is walked: a substitute may have one too.
  for (const id of people)
    for (const { substitute } of plan.people[id]?.absences ?? []) if (substitute !== null) people.add(substitute)
  for (const id of Object.keys(plan.people)) if (!people.has(id)) unused(findings, 'people', id, 'nobody ever rings')
}

function unused(findings: Findings, section: string, id: string, what: string): void {
  warning(findings, keyAt(findings, [section, id]), `${what} \`${id}\``, { hint: 'remove it, or name it where it is meant' })
}

/** What is offered by key is offered on the keys 1 to 9. */
export function checkKeys(plan: Plan, findings: Findings): void {
  const count = Object.keys(plan.properties).length
  if (count > 9 && plan.box.unknownLine.property === null) {
    const message = `callers of a line that no property has can choose among the first 9 of ${count} properties only`
    const hint = 'write `unknown-line:` under `box:`: the property that stands in for the others'
    warning(findings, keyAt(findings, ['box']), message, { hint })
  }
  for (const { id, languages } of Object.values(plan.properties)) {
    if (languages.length <= 9) continue
    const place = valueAt(findings, ['properties', id, 'languages'], ['defaults', 'languages'])
    warning(findings, place, `\`${id}\` has ${languages.length} languages; callers can choose among the first 9 only`, {
      hint: 'languages are offered on the keys 1 to 9',
    })
  }
}
