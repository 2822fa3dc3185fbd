// Who was on call when, in which schedule and how they came to it: by the rules in force at each
// moment and what staff had set at the phone desk then, the same resolver as for a live call.
import { withDutyChanges } from '../../core/plan/duty-changes.ts'
import { turningPoints } from '../../core/plan/duty-spans.ts'
import { isHoliday } from '../../core/plan/hours.ts'
import { schedulesOf } from '../../core/plan/ladders-of.ts'
import type { WallMs } from '../../core/plan/local-time.ts'
import { type Placed, rosterOfTargets } from '../../core/plan/on-call.ts'
import type { Hours, Plan, Schedule, Target } from '../../core/plan/plan.ts'
import { shiftAt } from '../../core/plan/rotation.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import type { DutyChangeThen, DutyRecords, RulesThen } from '../records.ts'
import { dayParts, type Parted } from './day-parts.ts'

/** How somebody came to be on call; the first that fits. */
export const HOWS = ['own', 'override', 'substitute', 'desk'] as const
export type How = (typeof HOWS)[number]

/** One person in one schedule, within one part of the week. */
export interface Duty extends Parted {
  readonly schedule: string
  readonly person: string
  readonly how: How
}

export interface Stretch {
  readonly from: number
  readonly to: number
}

/** In [from, to), of these schedules; null for all. */
export function duties(
  { rules, changes }: Pick<DutyRecords, 'rules' | 'changes'>,
  { from, to }: Stretch,
  wanted: (plan: Plan) => ReadonlySet<string> | null,
): readonly Duty[] {
  return rules.flatMap(then => {
    const stretch = { from: Math.max(from, then.from), to: Math.min(to, then.to) }
    if (stretch.from >= stretch.to) return []
    const only = wanted(then.plan)
    const schedules = Object.values(then.plan.schedules).filter(({ id }) => only === null || only.has(id))
    const holidays = holidaysOf(then.plan)
    return schedules.flatMap(schedule => dutiesIn(then, schedule, changes, stretch, holidays(schedule.id)))
  })
}

type IsHoliday = (day: WallMs) => boolean

function dutiesIn(
  { plan }: RulesThen,
  schedule: Schedule,
  changes: readonly DutyChangeThen[],
  stretch: Stretch,
  holiday: IsHoliday,
): readonly Duty[] {
  const own = changes.filter(change => change.schedule === schedule.id)
  const targets: readonly Target[] = [{ kind: 'schedule', id: schedule.id }]
  return cut(own, stretch).flatMap(({ from, to }) => {
    const standing = own.filter(({ since, endedAt }) => since <= from && (endedAt === null || endedAt > from))
    const then = withDutyChanges(plan, standing)
    const points = turningPoints(then, targets, from as EpochMs, to as EpochMs)
    return points.flatMap((at, nth) => {
      const { people } = rosterOfTargets(then, targets, at)
      const parts = people.length === 0 ? [] : [...dayParts(schedule.zone, at, points[nth + 1] ?? to, holiday)]
      return people.flatMap(placed => {
        const how = howOf(schedule, placed, at)
        return parts.map(part => ({ ...part, schedule: schedule.id, person: placed.person, how }))
      })
    })
  })
}

/** At each time at which somebody set or ended something at the desk. */
function cut(changes: readonly DutyChangeThen[], { from, to }: Stretch): readonly Stretch[] {
  const times = changes.flatMap(({ since, endedAt }) => (endedAt === null ? [since] : [since, endedAt]))
  const within = [...new Set<number>(times)].filter(at => at > from && at < to).sort((a, b) => a - b)
  return [from, ...within].map((at, nth) => ({ from: at, to: within[nth] ?? to }))
}

/** A person whose turn it is anyway has taken nothing over. */
function howOf({ rotations, zone }: Schedule, { person, rule }: Placed, at: EpochMs): How {
  if (rotations.some(rotation => shiftAt(rotation, zone, at)?.person === person)) return 'own'
  if (rule === null) return 'desk'
  if (rule[0] === 'people') return 'substitute'
  return rule[2] === 'overrides' ? 'override' : 'own'
}

/** Days that are holidays of a property whose ladders ring the schedule. */
function holidaysOf(plan: Plan): (schedule: string) => IsHoliday {
  const known = new Map<string, Map<string, Hours>>()
  for (const property of Object.values(plan.properties)) {
    const { dates, yearly } = property.hours
    const alike = JSON.stringify([dates, yearly])
    for (const schedule of schedulesOf(plan, property)) {
      const all = known.get(schedule) ?? new Map<string, Hours>()
      known.set(schedule, all.set(alike, property.hours))
    }
  }
  return schedule => {
    const all = [...(known.get(schedule)?.values() ?? [])]
    const days = new Map<WallMs, boolean>()
    return day => {
      const is = days.get(day) ?? all.some(hours => isHoliday(hours, day))
      days.set(day, is)
      return is
    }
  }
}

/** Everybody in a rotation of the schedule, by any rules that were in force in the stretch. */
export function peopleOfSchedules({ rules }: Pick<DutyRecords, 'rules'>, { from, to }: Stretch): Map<string, Set<string>> {
  const people = new Map<string, Set<string>>()
  for (const then of rules) {
    if (then.from >= to || then.to <= from) continue
    for (const { id, rotations } of Object.values(then.plan.schedules)) {
      const all = people.get(id) ?? new Set<string>()
      people.set(id, all)
      for (const rotation of rotations) for (const person of rotation.people) all.add(person)
    }
  }
  return people
}
