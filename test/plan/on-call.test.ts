import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wallText, wallTime } from '../../src/core/plan/local-time.ts'
import { onCall, resolveTargets } from '../../src/core/plan/on-call.ts'
import type { Person, Plan, Rotation } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { planWith, rotation, time } from './build.ts'

function who(rotations: readonly Rotation[], at: string, zone = 'America/Chicago', fallback: string | null = null): string[] {
  return onCall(schedule(rotations, zone, fallback), 'nights', time(at)).map(({ person }) => person)
}

function schedule(rotations: readonly Rotation[], zone: string, fallback: string | null): Plan {
  return planWith({ schedules: { nights: { id: 'nights', zone, rotations, overrides: [], fallback } } })
}

describe('a rotation', () => {
  const weekly = [rotation(['ann', 'bob', 'cleo'], '1 weeks', '2026-01-05 08:00')]
  const monthly = [rotation(['ann', 'bob'], '1 months', '2026-01-31 08:00')]
  const daily = [rotation(['ann', 'bob'], '1 days', '2026-03-01 02:30')]
  const halfDays = [rotation(['ann', 'bob'], '12 hours', '2026-01-05 08:00')]
  const hourly = [rotation(['ann', 'bob'], '1 hours', '2026-10-31 00:00')]
  test.each([
    ['hands over at its time', weekly, '2026-01-12 07:59 -06:00', ['ann']],
    ['hands over at its time', weekly, '2026-01-12 08:00 -06:00', ['bob']],
    ['begins again with the first', weekly, '2026-01-26 08:00 -06:00', ['ann']],
    ['names nobody before its first handoff', weekly, '2026-01-05 07:59 -06:00', []],
    ['hands over at 08:00 on the wall, in summer too', weekly, '2026-03-09 07:59 -05:00', ['cleo']],
    ['hands over at 08:00 on the wall, in summer too', weekly, '2026-03-09 08:00 -05:00', ['ann']],
    ['of the 31st hands over at the end of a short month', monthly, '2026-02-28 07:59 -06:00', ['ann']],
    ['of the 31st hands over at the end of a short month', monthly, '2026-02-28 08:00 -06:00', ['bob']],
    ['of the 31st comes back to the 31st', monthly, '2026-03-28 08:00 -05:00', ['bob']],
    ['of the 31st comes back to the 31st', monthly, '2026-03-31 08:00 -05:00', ['ann']],
    ['at a time that does not exist hands over right after the jump', daily, '2026-03-08 01:59 -06:00', ['ann']],
    ['at a time that does not exist hands over right after the jump', daily, '2026-03-08 03:00 -05:00', ['bob']],
    ['of 12 hours stays at 08:00 and 20:00', halfDays, '2026-03-08 07:59 -05:00', ['bob']],
    ['of 12 hours stays at 08:00 and 20:00', halfDays, '2026-03-08 08:00 -05:00', ['ann']],
    ['hands over at the first 01:00 of two', hourly, '2026-11-01 00:59 -05:00', ['ann']],
    ['hands over at the first 01:00 of two', hourly, '2026-11-01 01:00 -05:00', ['bob']],
    ['does not hand over at the second', hourly, '2026-11-01 01:59 -06:00', ['bob']],
    ['goes on after the repeated hour', hourly, '2026-11-01 02:00 -06:00', ['ann']],
  ])('%s: %#', (_, rotations, at, expected) => {
    expect(who(rotations, at)).toEqual(expected)
  })

  test('follows the clock of its own zone', () => {
    expect(who(weekly, '2026-07-06 14:59 +00:00', 'America/Phoenix')).toEqual(['bob'])
    expect(who(weekly, '2026-07-06 15:00 +00:00', 'America/Phoenix')).toEqual(['cleo'])
    expect(who(daily, '2026-10-04 02:29 +11:00', 'Australia/Lord_Howe')).toEqual(
      who(daily, '2026-10-04 01:59 +10:30', 'Australia/Lord_Howe'),
    )
  })
})

describe('a schedule', () => {
  const weekly = rotation(['ann', 'bob'], '1 weeks', '2026-01-05 08:00')
  const nights = rotation(['cleo', 'dan'], '1 days', '2026-01-05 08:00', { 'fri-sat': '18:00-08:00' })

  test('lists one person of each rotation, in order', () => {
    expect(who([weekly, nights], '2026-01-09 20:00 -06:00')).toEqual(['ann', 'cleo'])
    expect(who([nights, weekly], '2026-01-09 20:00 -06:00')).toEqual(['cleo', 'ann'])
  })
  test('leaves out a rotation outside its windows', () => {
    expect(who([weekly, nights], '2026-01-09 17:59 -06:00')).toEqual(['ann'])
    expect(who([weekly, nights], '2026-01-11 07:59 -06:00')).toEqual(['ann', 'dan'])
    expect(who([weekly, nights], '2026-01-11 08:00 -06:00')).toEqual(['ann'])
  })
  test('names a person once', () => {
    expect(who([weekly, weekly], '2026-01-09 20:00 -06:00')).toEqual(['ann'])
  })
  test('has a fallback when no rotation names anybody', () => {
    expect(onCall(schedule([nights], 'America/Chicago', 'meg'), 'nights', time('2026-01-07 12:00 -06:00'))).toEqual([
      { person: 'meg', why: 'fallback of nights: no rotation has anybody now' },
    ])
    expect(who([nights], '2026-01-09 20:00 -06:00', 'America/Chicago', 'meg')).toEqual(['cleo'])
    expect(who([], '2026-01-09 20:00 -06:00', 'America/Chicago', 'meg')).toEqual(['meg'])
  })
  test('says why, with the handoffs', () => {
    expect(onCall(schedule([weekly, nights], 'America/Chicago', null), 'nights', time('2026-01-09 20:00 -06:00'))).toEqual([
      { person: 'ann', why: 'on call in nights, rotation 1, from 2026-01-05 08:00 to 2026-01-12 08:00' },
      { person: 'cleo', why: 'on call in nights, rotation 2, from 2026-01-09 08:00 to 2026-01-10 08:00' },
    ])
  })
  test('that does not exist has nobody', () => {
    expect(onCall(planWith({}), 'nights', time('2026-01-09 20:00 -06:00'))).toEqual([])
  })
})

test('a rung resolves schedules, people and roles in order, each person once, and nobody without a telephone', () => {
  const person = (id: string, phones: readonly string[], roles: readonly string[] = []): Person => ({
    id,
    name: id,
    phones,
    language: 'en',
    roles,
    absences: [],
  })
  const plan = planWith({
    people: {
      zoe: person('zoe', ['+15125550101'], ['manager']),
      ann: person('ann', ['+15125550102'], ['technician']),
      bob: person('bob', [], ['manager']),
      cleo: person('cleo', ['+15125550103'], ['manager', 'technician']),
    },
    schedules: {
      nights: {
        id: 'nights',
        zone: 'UTC',
        rotations: [rotation(['ann'], '1 weeks', '2026-01-05 08:00')],
        overrides: [],
        fallback: null,
      },
    },
  })
  const targets = [
    { kind: 'schedule', id: 'nights' },
    { kind: 'role', id: 'manager' },
    { kind: 'person', id: 'ann' },
    { kind: 'person', id: 'bob' },
    { kind: 'person', id: 'nobody' },
  ] as const
  expect(resolveTargets(plan, targets, time('2026-01-09 20:00 +00:00'))).toEqual([
    { person: 'ann', why: 'on call in nights from 2026-01-05 08:00 to 2026-01-12 08:00' },
    { person: 'zoe', why: 'role manager' },
    { person: 'cleo', why: 'role manager' },
  ])
})

test('agrees with counting the handoffs one minute after the other', () => {
  const zones = fc.constantFrom('America/Chicago', 'Australia/Lord_Howe', 'America/Phoenix')
  const start = fc.record({ hour: fc.integer({ min: 0, max: 23 }), half: fc.boolean() })
  const every = fc.constantFrom('1 hours', '5 hours', '1 days', '2 days', '1 weeks')
  fc.assert(
    fc.property(
      zones,
      start,
      every,
      fc.constantFrom('2026-03-06', '2026-10-30', '2026-10-02', '2026-04-03'),
      (zone, { hour, half }, length, day) => {
        const people = ['ann', 'bob', 'cleo']
        const turning = rotation(people, length, `${day} ${String(hour).padStart(2, '0')}:${half ? '30' : '00'}`)
        const plan = schedule([turning], zone, null)
        const step =
          { hours: 3_600_000, days: 86_400_000, weeks: 604_800_000, months: 0 }[turning.every.unit] * turning.every.count
        // The oracle walks the wall clock: a handoff has come once the wall has shown its time, or has jumped over it.
        let next = Date.parse(`${turning.from}Z`)
        let turn = -1
        for (let at = Date.parse(`${day}T00:00Z`) - 86_400_000; at < Date.parse(`${day}T00:00Z`) + 4 * 86_400_000; at += 60_000) {
          while (wallTime(zone, at as EpochMs) >= next) {
            turn++
            next += step
          }
          const found = onCall(plan, 'nights', at as EpochMs).map(({ person }) => person)
          if (found[0] !== (turn < 0 ? undefined : people[turn % 3]))
            throw new Error(`at ${wallText(wallTime(zone, at as EpochMs))} ${zone}: ${found[0]}, turn ${turn}`)
        }
      },
    ),
    { numRuns: 25 },
  )
})
