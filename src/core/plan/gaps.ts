// Hours in which nobody is on call: of the rungs of a ladder, and of a schedule. Read by `check`, by
// `oncall gaps` and by reports.

import type { EpochMs } from '../world/ids.ts'
import { dutySpans } from './duty-spans.ts'
import { endOfSpan, startOfSpan } from './local-span.ts'
import { DAY_MS, wallOf, wallTime } from './local-time.ts'
import { peopleInRole } from './on-call.ts'
import type { Person, Plan, Schedule, Target } from './plan.ts'
import { startOf } from './rotation.ts'

/** Half-open stretches of time in which a ladder reaches nobody. */
export interface Gap {
  readonly from: EpochMs
  readonly to: EpochMs
}

/** When nobody with a telephone is on any rung. */
export function gapsOf(plan: Plan, targets: readonly Target[], from: EpochMs, to: EpochMs): readonly Gap[] {
  if (targets.some(target => isAlways(plan, target, from))) return []
  return dutySpans(plan, targets, from, to).flatMap(span => (span.people.length === 0 ? [{ from: span.from, to: span.to }] : []))
}

/** Somebody is there whatever the time, plain to see: most ladders need no closer look. */
function isAlways(plan: Plan, target: Target, from: EpochMs): boolean {
  const there = (id: string) => {
    const person = plan.people[id]
    return person !== undefined && person.phones.length > 0 && person.absences.length === 0
  }
  if (target.kind === 'person') return there(target.id)
  if (target.kind === 'role') return peopleInRole(plan, target).some(({ id }) => there(id))
  const schedule = plan.schedules[target.id]
  if (!schedule || !allReachable(plan)) return false
  if (schedule.fallback !== null && there(schedule.fallback)) return true
  const begun = wallTime('UTC', from) - 2 * DAY_MS
  return (
    schedule.overrides.length === 0 &&
    schedule.rotations.some(
      ({ people, windows, from: start }) => windows === null && wallOf(start) < begun && people.every(there),
    )
  )
}

/** Whoever is on call without a telephone keeps the fallback away, and is nobody to a rung. By the people of a plan, which never change. */
const reachable = new WeakMap<Plan['people'], boolean>()

function allReachable({ people }: Plan): boolean {
  const known = reachable.get(people) ?? Object.values(people).every(({ phones }) => phones.length > 0)
  reachable.set(people, known)
  return known
}

/** When nobody with a telephone is on call in the schedule, but for the hours that none of its rotations covers on purpose. */
export function scheduleGaps(plan: Plan, schedule: Schedule, from: EpochMs, to: EpochMs): readonly Gap[] {
  return unusual(plan, schedule, from, to).flatMap(span => {
    const gaps = gapsOf(plan, [{ kind: 'schedule', id: schedule.id }], span.from, span.to)
    return gaps.length === 0 ? gaps : less(gaps, outsideWindows(plan, schedule, span.from, span.to))
  })
}

/** The only times at which it can have such a gap: a thousand schedules are not looked at hour by hour for a year. */
function unusual(plan: Plan, schedule: Schedule, from: EpochMs, to: EpochMs): readonly Gap[] {
  const { zone, rotations, overrides, fallback } = schedule
  const spans: Gap[] = []
  const people = fallback === null ? everybodyIn(schedule) : new Set([fallback])
  for (const id of people) {
    const person = plan.people[id]
    if (!person || person.phones.length === 0) return [{ from, to }]
    for (const absence of person.absences) {
      const substitute = absence.substitute === null ? undefined : plan.people[absence.substitute]
      if (substitute && substitute.phones.length > 0 && substitute.absences.length === 0) continue
      spans.push({ from: startOfSpan(absence.zone, absence), to: endOfSpan(absence.zone, absence) })
    }
  }
  if (fallback === null) {
    for (const rotation of rotations) spans.push({ from, to: startOf(rotation, zone, 0) })
    for (const override of overrides)
      if (override.do === 'remove') spans.push({ from: startOfSpan(zone, override), to: endOfSpan(zone, override) })
  }
  return together(spans, from, to)
}

function everybodyIn({ rotations, overrides }: Schedule): ReadonlySet<string> {
  const people = new Set(rotations.flatMap(rotation => rotation.people))
  for (const override of overrides)
    for (const person of override.do === 'replace' ? [override.by] : override.do === 'add' ? override.people : [])
      people.add(person)
  return people
}

/** In order, within these bounds, those that touch as one. */
function together(spans: readonly Gap[], from: EpochMs, to: EpochMs): readonly Gap[] {
  const found: Gap[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const each = { from: span.from < from ? from : span.from, to: span.to > to ? to : span.to }
    const before = found.at(-1)
    if (each.from >= each.to) continue
    if (before && each.from <= before.to)
      found[found.length - 1] = { from: before.from, to: each.to > before.to ? each.to : before.to }
    else found.push(each)
  }
  return found
}

/** When the schedule would have nobody even if all of its rotations had begun, and nobody were ever away. */
function outsideWindows(plan: Plan, schedule: Schedule, from: EpochMs, to: EpochMs): readonly Gap[] {
  const { id, rotations } = schedule
  const anybody = Object.values(plan.people).find(({ phones }) => phones.length > 0)
  if (schedule.fallback !== null || !anybody || rotations.some(({ windows }) => windows === null)) return []
  const someone: Person = { ...anybody, absences: [] }
  const begun = rotations.map(rotation => ({ ...rotation, people: [someone.id], from: '2000-01-03T00:00' }))
  const ideal = {
    ...plan,
    people: { [someone.id]: someone },
    schedules: { [id]: { ...schedule, rotations: begun, overrides: [] } },
  }
  return gapsOf(ideal, [{ kind: 'schedule', id }], from, to)
}

/** Both in order, and neither overlapping itself. */
function less(gaps: readonly Gap[], meant: readonly Gap[]): readonly Gap[] {
  const left: Gap[] = []
  for (const gap of gaps) {
    let from = gap.from
    for (const each of meant) {
      if (each.to <= from || each.from >= gap.to) continue
      if (each.from > from) left.push({ from, to: each.from })
      from = each.to
    }
    if (from < gap.to) left.push({ from, to: gap.to })
  }
  return left
}
