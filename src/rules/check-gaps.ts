// When a schedule has nobody although it should. Hours outside the `during` of all its rotations are meant so: nights only, weekends
// only. Called by compile.ts, for schedules that a ladder rings, and by `nightbell oncall gaps`. It decides nothing about ladders.
import { endOfSpan, startOfSpan } from '../core/plan/local-span.ts'
import { DAY_MS } from '../core/plan/local-time.ts'
import type { Person, Plan, Schedule } from '../core/plan/plan.ts'
import { startOf } from '../core/plan/rotation.ts'
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
