// The resolver against a slow oracle that knows nothing but what a clock in the zone shows at every minute, for random
// rotations, windows, overrides and absences around the nights on which clocks change; and duty spans against sampling.
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { dutySpans } from '../../src/core/plan/duty-spans.ts'
import { onCall } from '../../src/core/plan/on-call.ts'
import type { Absence, Override, Person, Plan, Rotation, Schedule, Weekday } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { WEEK } from '../../src/rules/parse-hours.ts'
import { planWith } from './build.ts'

const MINUTE = 60_000
const DAY = 1440 * MINUTE
const PEOPLE = ['ann', 'bob', 'cleo', 'dan', 'eve']

/** What the clock shows, minute by minute; walls are counted as if they were UTC. */
interface Clock {
  readonly begin: number
  /** The latest time shown so far: a start has come once this has reached it. */
  readonly latest: readonly number[]
  /** The earliest time still to be shown: an end is over once this has reached it. */
  readonly earliest: readonly number[]
}

function clockOf(zone: string, day: string): Clock {
  const begin = Date.parse(`${day}T00:00Z`) - 3 * DAY
  const walls = Array.from({ length: 7 * 1440 }, (_, minute) => {
    const there = Temporal.Instant.fromEpochMilliseconds(begin + minute * MINUTE).toZonedDateTimeISO(zone)
    return Date.parse(`${there.toPlainDateTime().toString().slice(0, 16)}Z`)
  })
  let most = Number.NEGATIVE_INFINITY
  const latest = walls.map(wall => (most = Math.max(most, wall)))
  let least = Number.POSITIVE_INFINITY
  const earliest = walls.toReversed().map(wall => (least = Math.min(least, wall)))
  return { begin, latest, earliest: earliest.toReversed() }
}

const nights = (
  [
    ['America/Chicago', '2026-03-08'],
    ['America/Chicago', '2026-11-01'],
    ['America/Los_Angeles', '2026-03-08'],
    ['America/Los_Angeles', '2026-11-01'],
    ['Australia/Lord_Howe', '2026-04-05'],
    ['Australia/Lord_Howe', '2026-10-04'],
    ['America/Phoenix', '2026-03-08'],
    ['Asia/Kolkata', '2026-02-28'],
  ] as const
).map(([zone, day]) => ({ zone, day, clock: clockOf(zone, day) }))

function oracle(clock: Clock, minute: number, { schedules, people }: Plan): string[] {
  const { rotations, overrides, fallback } = schedules.nights as Schedule
  const latest = clock.latest[minute] ?? 0
  const earliest = clock.earliest[minute] ?? 0
  // An end that the clock shows twice is the second of the two, also when it is the very first minute to be repeated.
  const comesAgain = clock.earliest[minute + 1]
  const within = (from: number, to: number) => latest >= from && (earliest < to || comesAgain === to)
  const during = ({ from, to }: { from: string; to: string }) => within(Date.parse(`${from}Z`), Date.parse(`${to}Z`))
  let list: string[] = []
  for (const { people: turn, every, from, windows } of rotations) {
    let turns = 0
    while (handoff(every, from, turns) <= latest) turns++
    const days = [-2, -1, 0, 1].map(n => Math.floor(latest / DAY) * DAY + n * DAY)
    const open =
      windows === null ||
      days.some(day =>
        windows[WEEK[(new Date(day).getUTCDay() + 6) % 7] as Weekday].some(window => {
          const end = window.to <= window.from ? window.to + 1440 : window.to
          return within(day + window.from * MINUTE, day + end * MINUTE)
        }),
      )
    const person = turn[(turns - 1) % turn.length]
    if (turns > 0 && open && person) list.push(person)
  }
  for (const override of overrides.filter(during)) {
    if (override.do === 'add') list.push(...override.people)
    else if (override.do === 'remove') list = list.filter(each => !override.people.includes(each))
    else if (!list.includes(override.by)) list = list.map(each => (each === override.person ? override.by : each))
    else list = list.filter(each => each !== override.person || override.by === each)
  }
  const there = (person: string, tried: readonly string[] = []): string[] => {
    const absence = people[person]?.absences.find(during)
    if (!absence) return [person]
    const { substitute } = absence
    return substitute === null || substitute === person || tried.includes(substitute) ? [] : there(substitute, [...tried, person])
  }
  const present = [...new Set(list)].flatMap(person => there(person))
  return [...new Set(present.length === 0 && fallback !== null ? there(fallback) : present)]
}

function handoff({ unit, count }: Rotation['every'], from: string, turn: number): number {
  const first = Date.parse(`${from}Z`)
  if (unit !== 'months') return first + turn * count * { hours: 60 * MINUTE, days: DAY, weeks: 7 * DAY }[unit]
  const start = new Date(first)
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + turn * count + 1, 0))
  return lastDay.setUTCDate(Math.min(start.getUTCDate(), lastDay.getUTCDate())) + (first % DAY)
}

const somebody = fc.constantFrom(...PEOPLE)
/** Mostly in the small hours, where clocks change. */
const minuteOfDay = fc
  .oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 24 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 143 }) })
  .map(tens => tens * 10)

function local(day: string, least: number, most: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min: least, max: most }), minuteOfDay)
    .map(([days, minute]) => new Date(Date.parse(`${day}T00:00Z`) + days * DAY + minute * MINUTE).toISOString().slice(0, 16))
}

const span = (day: string) =>
  fc
    .tuple(local(day, -1, 2), local(day, -1, 2))
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }))

const windowsOfDay = fc.oneof(
  fc.constant([]),
  fc
    .tuple(minuteOfDay, minuteOfDay)
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => [{ from, to }]),
)

function rules(zone: string, day: string): fc.Arbitrary<Plan> {
  const rotation: fc.Arbitrary<Rotation> = fc.record({
    people: fc.uniqueArray(somebody, { minLength: 1, maxLength: 3 }),
    every: fc.constantFrom<Rotation['every'][]>(
      { count: 1, unit: 'hours' },
      { count: 7, unit: 'hours' },
      { count: 1, unit: 'days' },
      { count: 1, unit: 'weeks' },
      { count: 1, unit: 'months' },
    ),
    from: local(day, -70, 1),
    windows: fc.option(
      fc
        .tuple(...WEEK.map(() => windowsOfDay))
        .map(
          days =>
            Object.fromEntries(WEEK.map((name, at) => [name, days[at] ?? []])) as unknown as NonNullable<Rotation['windows']>,
        ),
    ),
  })
  const override: fc.Arbitrary<Override> = fc.oneof(
    fc
      .tuple(
        span(day),
        fc.uniqueArray(somebody, { minLength: 1, maxLength: 2 }),
        fc.constantFrom('add' as const, 'remove' as const),
      )
      .map(([when, people, does]): Override => ({ ...when, do: does, people })),
    fc
      .tuple(span(day), somebody, somebody)
      .filter(([, person, by]) => person !== by)
      .map(([when, person, by]): Override => ({ ...when, do: 'replace', person, by })),
  )
  const absence: fc.Arbitrary<Absence> = fc
    .tuple(span(day), fc.option(somebody))
    .map(([when, substitute]) => ({ ...when, zone, substitute }))
  const person = (id: string): fc.Arbitrary<Person> =>
    fc
      .array(absence, { maxLength: 2 })
      .map(absences => ({ id, name: id, phones: ['+15125550101'], language: 'en', roles: [], absences }))
  return fc
    .record({
      rotations: fc.array(rotation, { maxLength: 3 }),
      overrides: fc.array(override, { maxLength: 4 }),
      fallback: fc.option(somebody),
      people: fc.tuple(...PEOPLE.map(person)),
    })
    .map(({ people, ...rest }) =>
      planWith({
        people: Object.fromEntries(people.map(each => [each.id, each])),
        schedules: { nights: { id: 'nights', zone, ...rest } },
      }),
    )
}

const night = fc
  .constantFrom(...nights)
  .chain(({ zone, day, clock }) => fc.record({ plan: rules(zone, day), clock: fc.constant(clock) }))

test('the resolver and the oracle agree at every minute', () => {
  fc.assert(
    fc.property(night, ({ plan, clock }) => {
      for (let minute = 2 * 1440; minute < 5 * 1440; minute++) {
        const at = (clock.begin + minute * MINUTE) as EpochMs
        const found = onCall(plan, 'nights', at).map(({ person }) => person)
        if (found.join() !== oracle(clock, minute, plan).join()) {
          expect({ at: new Date(at).toISOString(), found }).toEqual({
            at: new Date(at).toISOString(),
            found: oracle(clock, minute, plan),
          })
        }
      }
    }),
    { numRuns: 14 },
  )
}, 120_000)

test('duty spans and sampling agree', () => {
  fc.assert(
    fc.property(night, ({ plan, clock }) => {
      const [from, to] = [(clock.begin + DAY) as EpochMs, (clock.begin + 6 * DAY) as EpochMs]
      const spans = dutySpans(plan, [{ kind: 'schedule', id: 'nights' }], from, to)
      expect(spans.map(each => each.from)).toEqual([from, ...spans.slice(0, -1).map(each => each.to)])
      expect(spans.at(-1)?.to).toBe(to)
      for (const [nth, each] of spans.entries()) {
        const people = each.people.map(({ person }) => person).join()
        expect(people).not.toBe(spans[nth + 1]?.people.map(({ person }) => person).join())
        for (let at = each.from; at < each.to; at = (at + 10 * MINUTE) as EpochMs)
          if (
            onCall(plan, 'nights', at)
              .map(({ person }) => person)
              .join() !== people
          )
            expect(at).toBe(people)
      }
    }),
    { numRuns: 14 },
  )
}, 120_000)
