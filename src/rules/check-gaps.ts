// When a schedule has nobody although it should. Hours outside the `during` of all its rotations are meant so: nights only, weekends
// only. Called by compile.ts, for schedules that a ladder rings, and by `nightbell oncall gaps`. It decides nothing about ladders.
import { type Gap, scheduleGaps } from '../core/plan/gaps.ts'
import { laddersOf } from '../core/plan/ladders-of.ts'
import { DAY_MS } from '../core/plan/local-time.ts'
import type { Plan, Schedule } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { gapsText, hoursText, localMinute, WEEKS_AHEAD } from './check-ahead.ts'
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
