// Schedules as fast-check draws them: every kind of rotation, windows, overrides, absences with substitutes in a chain, fallbacks, people
// without a telephone, two schedules in two zones, roles; all around the nights on which clocks change. Used by on-call-oracle.test.ts.
import fc from 'fast-check'
import type { Absence, Override, Person, Plan, Rotation, Schedule, Target, Window } from '../../src/core/plan/plan.ts'
import { WEEK } from '../../src/rules/parse-hours.ts'
import { planWith } from './build.ts'
import { DAY, MINUTE } from './oracle.ts'

const PEOPLE = ['ann', 'bob', 'cleo', 'dan', 'eve']
const NIGHTS = [
  ['America/Chicago', '2026-03-08'],
  ['America/Chicago', '2026-11-01'],
  ['America/Los_Angeles', '2026-03-08'],
  ['America/Los_Angeles', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['America/Phoenix', '2026-03-08'],
  ['America/Phoenix', '2026-11-01'],
  ['Asia/Kolkata', '2026-02-28'],
  // The end of a leap February, for those who count months.
  ['America/Chicago', '2028-02-29'],
] as const
const ELSEWHERE = ['America/Chicago', 'America/Los_Angeles', 'Australia/Lord_Howe', 'America/Phoenix', 'Asia/Kolkata'] as const

export interface AnySchedules {
  readonly day: string
  readonly plan: Plan
  readonly targets: readonly Target[]
}

const somebody = fc.constantFrom(...PEOPLE)
/** Mostly in the small hours, where clocks change. */
const minuteOfDay = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 24 }).map(tens => tens * 10) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1439 }) },
)

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

const window: fc.Arbitrary<Window> = fc
  .tuple(minuteOfDay, minuteOfDay)
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => ({ from, to }))

const windows: fc.Arbitrary<NonNullable<Rotation['windows']>> = fc
  .tuple(...WEEK.map(() => fc.array(window, { maxLength: 2 })))
  .map(days => Object.fromEntries(WEEK.map((name, at) => [name, days[at] ?? []])) as unknown as NonNullable<Rotation['windows']>)

const every: fc.Arbitrary<Rotation['every']> = fc.oneof(
  fc.record({ count: fc.constantFrom(1, 2, 7, 8, 12, 36), unit: fc.constant('hours' as const) }),
  fc.record({ count: fc.constantFrom(1, 2, 3), unit: fc.constant('days' as const) }),
  fc.record({ count: fc.constantFrom(1, 2), unit: fc.constant('weeks' as const) }),
  fc.record({ count: fc.constantFrom(1, 2, 3), unit: fc.constant('months' as const) }),
)

function rotation(day: string): fc.Arbitrary<Rotation> {
  // Some begin on the last days of a long month, which shorter ones do not have.
  const monthEnd = fc
    .tuple(fc.constantFrom('01-29', '01-30', '01-31', '03-31', '08-31'), minuteOfDay)
    .map(([date, minute]) =>
      new Date(Date.parse(`${day.slice(0, 4)}-${date}T00:00Z`) + minute * MINUTE).toISOString().slice(0, 16),
    )
  return fc.record({
    people: fc.uniqueArray(somebody, { minLength: 1, maxLength: 3 }),
    every,
    from: fc.oneof({ weight: 4, arbitrary: local(day, -70, 1) }, { weight: 1, arbitrary: monthEnd }),
    windows: fc.option(windows),
  })
}

function override(day: string): fc.Arbitrary<Override> {
  const some = fc.uniqueArray(somebody, { minLength: 1, maxLength: 2 })
  return fc.oneof(
    fc.tuple(span(day), some, fc.constantFrom('add' as const, 'remove' as const)).map(([when, people, does]): Override => {
      return { ...when, do: does, people }
    }),
    fc
      .tuple(span(day), somebody, somebody)
      .filter(([, person, by]) => person !== by)
      .map(([when, person, by]): Override => ({ ...when, do: 'replace', person, by })),
  )
}

function person(id: string, day: string, zone: fc.Arbitrary<string>): fc.Arbitrary<Person> {
  const absence: fc.Arbitrary<Absence> = fc
    .tuple(span(day), fc.option(somebody), zone)
    .map(([when, substitute, zone]) => ({ ...when, zone, substitute }))
  const phones = fc.oneof({ weight: 6, arbitrary: fc.constant(['+15125550101']) }, { weight: 1, arbitrary: fc.constant([]) })
  return fc.record({
    ...{ id: fc.constant(id), name: fc.constant(id), language: fc.constant('en'), phones },
    roles: fc.constantFrom([], [], ['crew']),
    absences: fc.array(absence, { maxLength: 2 }),
  })
}

function schedule(id: string, day: string, zone: fc.Arbitrary<string>): fc.Arbitrary<Schedule> {
  return fc.record({
    ...{ id: fc.constant(id), zone, fallback: fc.option(somebody) },
    rotations: fc.array(rotation(day), { maxLength: 3 }),
    overrides: fc.array(override(day), { maxLength: 4 }),
  })
}

const NIGHTS_ONLY: readonly Target[] = [{ kind: 'schedule', id: 'nights' }]
const target: fc.Arbitrary<Target> = fc.oneof(
  fc.constantFrom<Target[]>({ kind: 'schedule', id: 'nights' }, { kind: 'schedule', id: 'days' }, { kind: 'role', id: 'crew' }),
  somebody.map((id): Target => ({ kind: 'person', id })),
)

export const anySchedules: fc.Arbitrary<AnySchedules> = fc.constantFrom(...NIGHTS).chain(([zone, day]) => {
  const near = fc.oneof({ weight: 3, arbitrary: fc.constant(zone) }, { weight: 1, arbitrary: fc.constantFrom(...ELSEWHERE) })
  return fc
    .record({
      nights: schedule('nights', day, fc.constant(zone)),
      days: schedule('days', day, near),
      people: fc.tuple(...PEOPLE.map(id => person(id, day, near))),
      targets: fc.oneof(fc.constant(NIGHTS_ONLY), fc.array(target, { minLength: 1, maxLength: 3 })),
    })
    .map(({ nights, days, people, targets }) => {
      const plan = planWith({ people: Object.fromEntries(people.map(each => [each.id, each])), schedules: { nights, days } })
      return { day, plan, targets }
    })
})
