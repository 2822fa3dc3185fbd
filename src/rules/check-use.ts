// What is written and has no effect: roles, categories, mailboxes and trunks that nothing uses, overrides that change nothing.
// All of it is a warning. Called by compile.ts when nothing else is wrong.
import { dutySpans } from '../core/plan/duty-spans.ts'
import { endOfSpan, startOfSpan } from '../core/plan/local-span.ts'
import type { Option, Plan, Schedule, Target } from '../core/plan/plan.ts'
import { toldTargets } from './check-notify.ts'
import { type Findings, keyAt, type Path, passes, valueAt, warning } from './findings.ts'
import { placeText } from './problem.ts'
import { EMERGENCY_CATEGORY } from './rule-defaults.ts'
import { type Draft, right } from './shape-portfolio.ts'

export function checkUse(plan: Plan, draft: Draft, findings: Findings): void {
  unusedRoles(plan, findings)
  unusedCategories(plan, draft, findings)
  unusedMailboxes(plan, draft, findings)
  unusedTrunks(plan, findings)
  idleOverrides(plan, findings)
}

function optionsOf(plan: Plan): readonly Option[] {
  return Object.values(plan.menus).flatMap(menu => Object.values(menu.options))
}

function unusedRoles(plan: Plan, findings: Findings): void {
  const ladders = Object.values(plan.ladders)
  const widened = ladders.flatMap(ladder => targetsWithin(ladder))
  const named = new Set([...widened, ...toldTargets(plan, Object.keys(plan.ladders))].flatMap(roleOf))
  const told = new Set<string>()
  for (const { id, roles } of Object.values(plan.people)) {
    for (const [nth, role] of roles.entries()) {
      if (named.has(role) || told.has(role)) continue
      told.add(role)
      const path = ['people', id, 'roles']
      warning(findings, valueAt(findings, [...path, nth], path), `no ladder rings the role \`${role}\``, {
        hint: 'remove it, or name it on a rung',
      })
    }
  }
}

function roleOf({ kind, id }: Target): string[] {
  return kind === 'role' ? [id] : []
}

/** Every target anywhere in a ladder: rungs, retries, whom it tells. */
function targetsWithin(value: unknown): Target[] {
  if (typeof value !== 'object' || value === null) return []
  const { kind, id } = value as Partial<Target>
  if (typeof kind === 'string' && typeof id === 'string') return [value as Target]
  return Object.values(value).flatMap(targetsWithin)
}

function categoriesOf(option: Option): string[] {
  if (option.do === 'escalate') return [option.category]
  return option.do === 'transfer' && option.otherwise.do === 'escalate' ? [option.otherwise.category] : []
}

function mailboxesOf(option: Option): string[] {
  if (option.do === 'message') return [option.mailbox]
  return option.do === 'transfer' && option.otherwise.do === 'message' ? [option.otherwise.mailbox] : []
}

function unusedCategories(plan: Plan, draft: Draft, findings: Findings): void {
  const used = new Set(optionsOf(plan).flatMap(categoriesOf))
  for (const { noKey } of Object.values(plan.properties)) if (noKey.do === 'escalate') used.add(noKey.category)
  for (const id of draft.categories.keys()) {
    if (used.has(id) || id === EMERGENCY_CATEGORY) continue
    warning(findings, keyAt(findings, ['categories', id]), `no key has the category \`${id}\``, {
      hint: 'remove it, or name it beside an `escalate`',
    })
  }
}

/** A property has its mailboxes from several places; one that is of no use anywhere is told once, where it is written. */
function unusedMailboxes(plan: Plan, draft: Draft, findings: Findings): void {
  const exhausted = Object.values(plan.ladders).flatMap(({ unreachedMailbox }) => unreachedMailbox ?? [])
  const named = new Set([...optionsOf(plan).flatMap(mailboxesOf), ...exhausted])
  const places = new Map<string, { id: string; place: ReturnType<typeof keyAt>; used: boolean }>()
  for (const [property, { mailboxes }] of right(draft.properties)) {
    const noKey = plan.properties[property]?.noKey
    for (const id of Object.keys(mailboxes ?? {})) {
      const place = keyAt(findings, ['properties', property, 'mailboxes', id])
      const used = named.has(id) || id === 'office' || (noKey?.do === 'message' && noKey.mailbox === id)
      const before = places.get(placeText(place))
      places.set(placeText(place), { id, place, used: used || before?.used === true })
    }
  }
  for (const { id, place, used } of places.values())
    if (!used)
      warning(findings, place, `no key leads to the mailbox \`${id}\``, { hint: 'remove it, or name it under `message:`' })
}

function unusedTrunks(plan: Plan, findings: Findings): void {
  const dialled = new Set(Object.values(plan.properties).flatMap(({ outbound }) => outbound))
  const bringing = new Set(plan.lines.map(({ trunk }) => trunk))
  for (const { id, outbound } of Object.values(plan.trunks)) {
    if (dialled.has(id) || bringing.has(id) || (!outbound && bringing.has(null))) continue
    const what = outbound ? 'no property calls out over' : 'no line comes in over'
    warning(findings, keyAt(findings, ['trunks', id]), `${what} the trunk \`${id}\``, {
      hint: 'remove it, or name it where it is meant',
    })
  }
}

function idleOverrides(plan: Plan, findings: Findings): void {
  for (const schedule of Object.values(plan.schedules)) {
    if (schedule.overrides.length === 0) continue
    passes(findings, ['schedules', schedule.id, 'overrides'])
    const idle = findings.kept('idle', JSON.stringify([schedule, comingAndGoing(plan, schedule)]), () => idleOf(plan, schedule))
    for (const at of idle) {
      const override = schedule.overrides[at]
      const what =
        override?.do === 'replace'
          ? `\`${override.person}\` is not on call then`
          : override?.do === 'remove'
            ? 'whom it removes is not on call then'
            : 'whom it adds is on call anyway, or away'
      const path: Path = ['schedules', schedule.id, 'overrides', at]
      warning(findings, valueAt(findings, path), 'this override changes nothing', { hint: what })
    }
  }
}

/** All of its people, substitutes too, with what decides whether they are on call. */
function comingAndGoing(plan: Plan, { rotations, overrides, fallback }: Schedule): readonly unknown[] {
  const named = overrides.flatMap(each => (each.do === 'replace' ? [each.person, each.by] : each.people))
  const people = new Set([...rotations.flatMap(rotation => rotation.people), ...named, ...(fallback === null ? [] : [fallback])])
  const told: unknown[] = []
  // The set grows as it is walked: a substitute may be away too.
  for (const id of people) {
    const person = plan.people[id]
    for (const { substitute } of person?.absences ?? []) if (substitute !== null) people.add(substitute)
    told.push([id, person?.phones.length, person?.absences])
  }
  return told
}

/** Those with and without which the same people are on call over all of their hours. */
function idleOf(plan: Plan, schedule: Schedule): readonly number[] {
  const all = schedule.overrides.map(override => ({
    override,
    from: startOfSpan(schedule.zone, override),
    to: endOfSpan(schedule.zone, override),
  }))
  return all.flatMap(({ override, from, to }, at) => {
    const near = all.flatMap(other => (other.from < to && other.to > from ? [other.override] : []))
    const people = (overrides: Schedule['overrides']) => {
      const those: Plan = { ...plan, schedules: { [schedule.id]: { ...schedule, overrides } } }
      const spans = dutySpans(those, [{ kind: 'schedule', id: schedule.id }], from, to)
      return JSON.stringify(spans.map(span => [span.from, span.people.map(({ person }) => person)]))
    }
    return people(near) === people(near.filter(other => other !== override)) ? [at] : []
  })
}
