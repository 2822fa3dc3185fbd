// Who is on call over a stretch of time: the same people, from when to when. Called by `check` (hours that nobody covers), by
// the `oncall` commands and by reports of hours. It only finds the times at which the answer may change; the answers are on-call.ts's.
import type { EpochMs } from '../world/ids.ts'
import { endOfSpan, startOfSpan } from './local-span.ts'
import { DAY_MS, instantOf, startOfDay, wallTime } from './local-time.ts'
import { type Placed, peopleInRole, rosterOfTargets } from './on-call.ts'
import type { Plan, Rotation, Target } from './plan.ts'
import { roughTurn, startOf } from './rotation.ts'
import { MINUTE_MS, weekday } from './windows.ts'

/** Half-open. The same people in the same order all the time, for the same reason at its beginning. */
export interface DutySpan {
  readonly from: EpochMs
  readonly to: EpochMs
  readonly people: readonly Placed[]
}

export function dutySpans(plan: Plan, targets: readonly Target[], from: EpochMs, to: EpochMs): readonly DutySpan[] {
  const spans: { from: EpochMs; to: EpochMs; people: readonly Placed[] }[] = []
  for (const start of turningPoints(plan, targets, from, to)) {
    const { people } = rosterOfTargets(plan, targets, start)
    const before = spans.at(-1)
    if (before) before.to = start
    if (!before || !samePeople(before.people, people)) spans.push({ from: start, to, people })
  }
  const last = spans.at(-1)
  if (last) last.to = to
  return spans
}

function samePeople(a: readonly Placed[], b: readonly Placed[]): boolean {
  return a.length === b.length && a.every((each, at) => each.person === b[at]?.person)
}

/** Every time in [from, to) at which somebody may come or go, `from` included; in order, each once. */
export function turningPoints(plan: Plan, targets: readonly Target[], from: EpochMs, to: EpochMs): readonly EpochMs[] {
  const points = new Set<EpochMs>()
  const add = (at: EpochMs): void => void (at > from && at < to && points.add(at))
  const people = new Set<string>()
  for (const target of targets) {
    if (target.kind === 'person') people.add(target.id)
    if (target.kind === 'role') for (const { id } of peopleInRole(plan, target)) people.add(id)
    const schedule = target.kind === 'schedule' ? plan.schedules[target.id] : undefined
    if (!schedule) continue
    if (schedule.fallback !== null) people.add(schedule.fallback)
    for (const rotation of schedule.rotations) {
      for (const person of rotation.people) people.add(person)
      addHandoffs(rotation, schedule.zone, from, to, add)
    }
    for (const override of schedule.overrides) {
      for (const person of override.do === 'replace' ? [override.by] : override.people) people.add(person)
      add(startOfSpan(schedule.zone, override))
      add(endOfSpan(schedule.zone, override))
    }
  }
  // The set grows as it is walked: a substitute may be away too.
  for (const person of people) {
    for (const absence of plan.people[person]?.absences ?? []) {
      if (absence.substitute !== null) people.add(absence.substitute)
      add(startOfSpan(absence.zone, absence))
      add(endOfSpan(absence.zone, absence))
    }
  }
  return [from, ...[...points].sort((a, b) => a - b)]
}

function addHandoffs(rotation: Rotation, zone: string, from: EpochMs, to: EpochMs, add: (at: EpochMs) => void): void {
  // One person's turn goes over into their own: only the first handoff changes anything.
  const first = Math.max(0, roughTurn(rotation, wallTime(zone, from)) - 1)
  const last = rotation.people.length > 1 ? Number.POSITIVE_INFINITY : 0
  for (let turn = first; turn <= last; turn++) {
    const at = startOf(rotation, zone, turn)
    if (at >= to) break
    add(at)
  }
  const { windows } = rotation
  if (windows === null) return
  const end = wallTime(zone, to) + DAY_MS
  for (let day = startOfDay(wallTime(zone, from)) - 2 * DAY_MS; day < end; day += DAY_MS) {
    for (const window of windows[weekday(day)]) {
      add(instantOf(zone, day + window.from * MINUTE_MS, 'first'))
      add(instantOf(zone, day + (window.to <= window.from ? DAY_MS : 0) + window.to * MINUTE_MS, 'last'))
    }
  }
}
