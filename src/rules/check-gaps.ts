// When a schedule has nobody although it should. Hours outside the `during` of all its rotations are meant so: nights only, weekends
// only. Called by compile.ts, for schedules that a ladder rings, and by `nightbell oncall gaps`. It decides nothing about ladders.
import { DAY_MS } from '../core/plan/local-time.ts'
import type { Person, Plan, Schedule } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { type Gap, gapsOf, gapsText, hoursText, laddersOf, localMinute, WEEKS_AHEAD } from './check-ahead.ts'
import { type Findings, keyAt, warning } from './findings.ts'

/** `told`: the schedules of ladders that have nobody, of which this has been told. */
export function checkScheduleGaps(plan: Plan, findings: Findings, now: EpochMs, told: ReadonlySet<string>): void {
  for (const id of rungSchedules(plan)) {
    const schedule = plan.schedules[id]
    if (!schedule || told.has(id)) continue
    const gaps = scheduleGaps(plan, schedule, now, (now + WEEKS_AHEAD * 7 * DAY_MS) as EpochMs)
    if (gaps.length === 0) continue
    const show = (gap: Gap) => `from ${localMinute(schedule.zone, gap.from)} to ${localMinute(schedule.zone, gap.to)}`
    const message = `the schedule \`${id}\` has nobody for ${hoursText(gaps)} of the next ${WEEKS_AHEAD} weeks`
    warning(findings, keyAt(findings, ['schedules', id]), message, {
      expected: 'somebody at all hours; meanwhile a ladder rings only whoever else stands on it',
      hint: `${gapsText(gaps, show)}; ${closing(schedule, gaps)}`,
    })
  }
}

function closing({ id, fallback }: Schedule, gaps: readonly Gap[]): string {
  const all = gaps.length === 1 ? 'it' : 'all of them'
  return fallback === null
    ? `a \`fallback\` in the schedule \`${id}\` closes ${all}`
    : `its fallback \`${fallback}\` is away then: a \`substitute\` closes ${all}`
}

function rungSchedules(plan: Plan): ReadonlySet<string> {
  const ladders = new Set(Object.values(plan.properties).flatMap(property => [...laddersOf(plan, property)]))
  const targets = [...ladders].flatMap(id => plan.ladders[id]?.rungs.flatMap(rung => rung.targets) ?? [])
  return new Set(targets.flatMap(({ kind, id }) => (kind === 'schedule' ? [id] : [])))
}

/** When nobody with a telephone is on call in the schedule, but for the hours that none of its rotations covers on purpose. */
export function scheduleGaps(plan: Plan, schedule: Schedule, from: EpochMs, to: EpochMs): readonly Gap[] {
  const gaps = gapsOf(plan, [{ kind: 'schedule', id: schedule.id }], from, to)
  return gaps.length === 0 ? gaps : less(gaps, outsideWindows(plan, schedule, from, to))
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
