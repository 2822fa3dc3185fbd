// Hours on call against an oracle that walks every minute: who is on call by the rules in force then
// and by what stood at the phone desk then, and what a clock in the zone shows. Over random schedules,
// rules that change, changes of duty, nights on which clocks change, and holidays.
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { withDutyChanges } from '../../../src/core/plan/duty-changes.ts'
import { type Placed, rosterOfTargets } from '../../../src/core/plan/on-call.ts'
import type { Plan, Schedule } from '../../../src/core/plan/plan.ts'
import type { EpochMs } from '../../../src/core/world/ids.ts'
import type { DutyChangeThen, RulesThen } from '../../../src/report/records.ts'
import { anySchedules } from '../../plan/any-schedules.ts'
import { property } from '../../plan/build.ts'
import { beginOf, DAY, MINUTE } from '../../plan/oracle.ts'
import { howOften } from '../../support/how-often.ts'
import { peopleOf, rowOf, tableOf } from './records.ts'

const PARTS = ['holiday', 'weekend', 'night', 'weekday'] as const
const HOWS = ['own', 'override', 'substitute', 'desk'] as const
type Sums = Record<(typeof PARTS)[number] | (typeof HOWS)[number] | 'total', number>

const NOTHING: Sums = {
  ...{ holiday: 0, weekend: 0, night: 0, weekday: 0 },
  ...{ own: 0, override: 0, substitute: 0, desk: 0, total: 0 },
}

interface Drawn {
  readonly from: number
  readonly to: number
  readonly rules: readonly RulesThen[]
  readonly changes: readonly DutyChangeThen[]
  readonly holiday: string
}

/** The ladder of the one property rings the schedule `nights` alone: its holidays are theirs. */
function withHoliday(plan: Plan, holiday: string): Plan {
  const hours = property('UTC', {}, { [holiday]: { name: 'Founders Day', windows: [] } })
  const noKey = { do: 'escalate', ladder: 'urgent', category: 'water' } as const
  const ladder = { rungs: [{ targets: [{ kind: 'schedule', id: 'nights' }] }] }
  return {
    ...plan,
    box: { zone: 'UTC' } as Plan['box'],
    properties: { 'oak-creek': { ...hours, menu: '', noKey } },
    menus: {},
    ladders: { urgent: ladder } as unknown as Plan['ladders'],
  }
}

/** The rules of a later hour: without overrides, and the people of each rotation the other way round. */
function changed(plan: Plan): Plan {
  const schedules = Object.values(plan.schedules).map((each): [string, Schedule] => {
    const rotations = each.rotations.map(one => ({ ...one, people: one.people.toReversed() }))
    return [each.id, { ...each, overrides: [], rotations }]
  })
  return { ...plan, schedules: Object.fromEntries(schedules) }
}

const minute = (days: number) => fc.integer({ min: 0, max: days * 1440 })
const change = fc.record({
  schedule: fc.constantFrom('nights', 'days'),
  person: fc.constantFrom('ann', 'bob', 'cleo', 'dan', 'eve'),
  since: minute(5),
  hours: fc.option(fc.integer({ min: 1, max: 40 })),
  ends: fc.option(fc.integer({ min: 1, max: 3000 })),
})

const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    schedules: anySchedules,
    reload: fc.option(minute(5)),
    changes: fc.array(change, { maxLength: 3 }),
    holiday: fc.integer({ min: -1, max: 4 }),
  })
  .map(({ schedules: { plan: rules, day }, reload, changes, holiday }) => {
    const from = beginOf(day) + 2.5 * DAY
    const to = from + 2 * DAY
    const plan = withHoliday(rules, new Date(Date.parse(`${day}T00:00Z`) + (holiday - 1) * DAY).toISOString().slice(0, 10))
    const at = reload === null ? to + DAY : from + reload * MINUTE
    return {
      ...{ from, to, holiday: Object.keys(plan.properties['oak-creek']?.hours.dates ?? {})[0] ?? '' },
      rules: [
        { from: from + 7 * MINUTE, to: at, plan },
        { from: at, to: Number.POSITIVE_INFINITY, plan: changed(plan) },
      ].filter(then => then.from < then.to),
      changes: oneAfterTheOther(from - DAY, changes),
    }
  })

/** In each schedule a change ends with the next one, with its hours, or by hand. */
function oneAfterTheOther(begin: number, all: readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[]) {
  const sorted = all.toSorted((a, b) => a.since - b.since)
  return sorted.map(({ schedule, person, since: minutes, hours, ends }, nth): DutyChangeThen => {
    const since = (begin + minutes * MINUTE) as EpochMs
    const until = hours === null ? null : ((since + hours * 60 * MINUTE) as EpochMs)
    const next = sorted.slice(nth + 1).find(other => other.schedule === schedule)
    const times = [until, ends === null ? null : since + ends * MINUTE, next && begin + next.since * MINUTE]
    const endedAt = times.reduce<number | null>((least, at) => (at == null ? least : Math.min(at, least ?? at)), null)
    return { schedule, person, by: 'eve', since, until, endedAt }
  })
}

/** By schedule and person, and by person with each minute once; in minutes. */
function walked({ from, to, rules, changes, holiday }: Drawn) {
  const sums = new Map<string, Sums>()
  const plans = new Map<string, Plan>()
  const bares = new Map<Schedule, Plan>()
  const local = clocks()
  for (let at = from; at < to; at += MINUTE) {
    const then = rules.find(one => one.from <= at && at < one.to)
    if (then === undefined) continue
    const standing = changes.filter(({ since, endedAt }) => since <= at && (endedAt === null || at < endedAt))
    const key = `${then.from} ${standing.map(one => changes.indexOf(one)).join()}`
    const plan = plans.get(key) ?? withDutyChanges(then.plan, standing)
    plans.set(key, plan)
    const had = new Map<string, { parts: Set<string>; hows: Set<string> }>()
    for (const schedule of Object.values(plan.schedules)) {
      const { id, zone } = schedule
      const onCall = (rules: Plan) => rosterOfTargets(rules, [{ kind: 'schedule', id }], at as EpochMs).people
      const people = onCall(plan)
      if (people.length === 0) continue
      const alone = bares.get(schedule) ?? bare(plan, schedule)
      bares.set(schedule, alone)
      const own = new Set(onCall(alone).map(({ person }) => person))
      const part = partAt(local(zone, at), id === 'nights' ? holiday : '')
      for (const placed of people) {
        const how = own.has(placed.person) ? 'own' : howAt(placed)
        add(sums, `${id}:${placed.person}`, part, how)
        const seen = had.get(placed.person) ?? { parts: new Set(), hows: new Set() }
        seen.parts.add(part)
        had.set(placed.person, { ...seen, hows: seen.hows.add(how) })
      }
    }
    for (const [person, { parts, hows }] of had) {
      const part = PARTS.find(each => parts.has(each)) ?? 'weekday'
      add(sums, person, part, HOWS.find(each => hows.has(each)) ?? 'own')
    }
  }
  return sums
}

function add(sums: Map<string, Sums>, key: string, part: keyof Sums, how: keyof Sums): void {
  const sum = sums.get(key) ?? { ...NOTHING }
  sums.set(key, { ...sum, [part]: sum[part] + 1, [how]: sum[how] + 1, total: sum.total + 1 })
}

/** The schedule as its rotations alone have it, were there nothing else in the rules. */
function bare(plan: Plan, { id, zone, rotations }: Schedule): Plan {
  const people = Object.values(plan.people).map(one => [one.id, { ...one, absences: [], phones: ['+1'] }])
  const schedules = { [id]: { id, zone, rotations, overrides: [], fallback: null } }
  return { ...plan, people: Object.fromEntries(people), schedules }
}

/** As the resolver words it. */
function howAt({ why }: Placed): (typeof HOWS)[number] {
  // The fallback's words say why everybody else is away.
  if (why.startsWith('fallback of ')) return 'own'
  if (why.startsWith('for ')) return 'substitute'
  if (why.includes('at the phone desk')) return 'desk'
  return why.includes('by an override') ? 'override' : 'own'
}

function clocks() {
  const known = new Map<string, Temporal.ZonedDateTime>()
  return (zone: string, at: number): Temporal.ZonedDateTime => {
    const key = `${zone} ${Math.floor(at / (10 * MINUTE))}`
    const there = known.get(key) ?? Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
    known.set(key, there)
    return there
  }
}

/** Offsets and hours change on tens of minutes only: what the clock showed then is good enough. */
function partAt(there: Temporal.ZonedDateTime, holiday: string): (typeof PARTS)[number] {
  if (there.toPlainDate().toString() === holiday) return 'holiday'
  if (there.dayOfWeek >= 6) return 'weekend'
  return there.hour >= 22 || there.hour < 8 ? 'night' : 'weekday'
}

test('hours by part of the week, and how they were come by, are those of the oracle to the minute', () => {
  fc.assert(
    fc.property(drawn, all => {
      const { from, to, rules, changes } = all
      const expected = walked(all)
      const plan = rules[0]?.plan as Plan
      const report = peopleOf({ span: { from, to, zone: 'UTC' }, plan, duty: { rules, changes } })
      const found = [...(tableOf(report, 'hours').ids ?? []), ...(tableOf(report, 'schedules').ids ?? [])]
      for (const id of new Set([...found, ...expected.keys()])) {
        const row = rowOf(report, id.includes(':') ? 'schedules' : 'hours', id)
        for (const [column, minutes] of Object.entries(expected.get(id) ?? NOTHING))
          expect(row[column], `${id} ${column}`).toBeCloseTo(minutes / 60, 9)
      }
    }),
    { numRuns: howOften(2) },
  )
})
