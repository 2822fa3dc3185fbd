// What local times mean on the days on which clocks change, as tables: what is written, and the very instants at which it begins and ends.
// One law for office hours, the windows of a rotation, overrides, absences and closures; one for handoffs; one for the digest.
// A start is the first of two, an end the last; a time that is skipped is the first instant after the jump.
import { describe, expect, test } from 'vitest'
import { gapsOf } from '../../src/core/plan/gaps.ts'
import { officeNow } from '../../src/core/plan/hours.ts'
import { DAY_MS, instantOf } from '../../src/core/plan/local-time.ts'
import { onCall } from '../../src/core/plan/on-call.ts'
import type { Person, Plan } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { latest } from '../../src/notify/digests.ts'
import { parseWindows, WEEK } from '../../src/rules/parse-hours.ts'
import { planWith, property, rotation, time } from './build.ts'

/** zone | day | written | begins | ends; `-` is never. */
const SPANS = `
  # Chicago goes forward on 2026-03-08, from 02:00 -06:00 to 03:00 -05:00.
  America/Chicago      | 2026-03-08 | 01:59-02:00 | 2026-03-08 01:59 -06:00 | 2026-03-08 03:00 -05:00
  America/Chicago      | 2026-03-08 | 00:00-02:30 | 2026-03-08 00:00 -06:00 | 2026-03-08 03:00 -05:00
  America/Chicago      | 2026-03-08 | 02:00-02:30 | -                       | -
  America/Chicago      | 2026-03-08 | 02:10-02:50 | -                       | -
  America/Chicago      | 2026-03-08 | 02:30-03:00 | -                       | -
  America/Chicago      | 2026-03-08 | 02:30-03:10 | 2026-03-08 03:00 -05:00 | 2026-03-08 03:10 -05:00
  America/Chicago      | 2026-03-08 | 02:00-05:00 | 2026-03-08 03:00 -05:00 | 2026-03-08 05:00 -05:00
  America/Chicago      | 2026-03-08 | 00:00-24:00 | 2026-03-08 00:00 -06:00 | 2026-03-09 00:00 -05:00
  America/Chicago      | 2026-03-07 | 22:00-02:30 | 2026-03-07 22:00 -06:00 | 2026-03-08 03:00 -05:00
  America/Chicago      | 2026-03-08 | 02:30-01:30 | 2026-03-08 03:00 -05:00 | 2026-03-09 01:30 -05:00
  # and back on 2026-11-01, from 02:00 -05:00 to 01:00 -06:00.
  America/Chicago      | 2026-11-01 | 00:00-01:00 | 2026-11-01 00:00 -05:00 | 2026-11-01 01:00 -06:00
  America/Chicago      | 2026-11-01 | 00:00-01:30 | 2026-11-01 00:00 -05:00 | 2026-11-01 01:30 -06:00
  America/Chicago      | 2026-11-01 | 01:00-01:30 | 2026-11-01 01:00 -05:00 | 2026-11-01 01:30 -06:00
  America/Chicago      | 2026-11-01 | 01:30-02:00 | 2026-11-01 01:30 -05:00 | 2026-11-01 02:00 -06:00
  America/Chicago      | 2026-11-01 | 02:00-03:00 | 2026-11-01 02:00 -06:00 | 2026-11-01 03:00 -06:00
  America/Chicago      | 2026-11-01 | 00:00-24:00 | 2026-11-01 00:00 -05:00 | 2026-11-02 00:00 -06:00
  America/Chicago      | 2026-10-31 | 22:00-01:30 | 2026-10-31 22:00 -05:00 | 2026-11-01 01:30 -06:00
  America/Chicago      | 2026-11-01 | 01:30-00:30 | 2026-11-01 01:30 -05:00 | 2026-11-02 00:30 -06:00
  # Los Angeles does so on the same days, two hours later.
  America/Los_Angeles  | 2026-03-08 | 01:30-02:30 | 2026-03-08 01:30 -08:00 | 2026-03-08 03:00 -07:00
  America/Los_Angeles  | 2026-03-08 | 02:30-05:00 | 2026-03-08 03:00 -07:00 | 2026-03-08 05:00 -07:00
  America/Los_Angeles  | 2026-03-08 | 02:15-02:45 | -                       | -
  America/Los_Angeles  | 2026-03-07 | 20:00-02:30 | 2026-03-07 20:00 -08:00 | 2026-03-08 03:00 -07:00
  America/Los_Angeles  | 2026-11-01 | 01:30-05:00 | 2026-11-01 01:30 -07:00 | 2026-11-01 05:00 -08:00
  America/Los_Angeles  | 2026-11-01 | 00:30-01:30 | 2026-11-01 00:30 -07:00 | 2026-11-01 01:30 -08:00
  America/Los_Angeles  | 2026-10-31 | 18:00-01:15 | 2026-10-31 18:00 -07:00 | 2026-11-01 01:15 -08:00
  # Lord Howe moves by half an hour: back on 2026-04-05, from 02:00 +11:00 to 01:30 +10:30.
  Australia/Lord_Howe  | 2026-04-05 | 01:15-01:45 | 2026-04-05 01:15 +11:00 | 2026-04-05 01:45 +10:30
  Australia/Lord_Howe  | 2026-04-05 | 01:45-02:15 | 2026-04-05 01:45 +11:00 | 2026-04-05 02:15 +10:30
  Australia/Lord_Howe  | 2026-04-05 | 00:00-01:30 | 2026-04-05 00:00 +11:00 | 2026-04-05 01:30 +10:30
  Australia/Lord_Howe  | 2026-04-05 | 00:00-01:29 | 2026-04-05 00:00 +11:00 | 2026-04-05 01:29 +11:00
  Australia/Lord_Howe  | 2026-04-04 | 22:00-01:45 | 2026-04-04 22:00 +11:00 | 2026-04-05 01:45 +10:30
  # and forward on 2026-10-04, from 02:00 +10:30 to 02:30 +11:00.
  Australia/Lord_Howe  | 2026-10-04 | 01:45-02:15 | 2026-10-04 01:45 +10:30 | 2026-10-04 02:30 +11:00
  Australia/Lord_Howe  | 2026-10-04 | 02:10-02:40 | 2026-10-04 02:30 +11:00 | 2026-10-04 02:40 +11:00
  Australia/Lord_Howe  | 2026-10-04 | 02:10-02:20 | -                       | -
  Australia/Lord_Howe  | 2026-10-03 | 22:00-02:15 | 2026-10-03 22:00 +10:30 | 2026-10-04 02:30 +11:00
  # Phoenix and Kolkata keep their clocks.
  America/Phoenix      | 2026-03-08 | 01:30-02:30 | 2026-03-08 01:30 -07:00 | 2026-03-08 02:30 -07:00
  America/Phoenix      | 2026-11-01 | 01:30-02:30 | 2026-11-01 01:30 -07:00 | 2026-11-01 02:30 -07:00
  America/Phoenix      | 2026-10-31 | 22:00-01:30 | 2026-10-31 22:00 -07:00 | 2026-11-01 01:30 -07:00
  Asia/Kolkata         | 2026-03-29 | 01:30-02:30 | 2026-03-29 01:30 +05:30 | 2026-03-29 02:30 +05:30
  Asia/Kolkata         | 2026-10-25 | 22:00-01:30 | 2026-10-25 22:00 +05:30 | 2026-10-26 01:30 +05:30
`

const rowsOf = (table: string): string[][] =>
  table
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.split('|').map(cell => cell.trim()))

/** Whether it counts now. The day is the one on which it begins; an end at or before its start is on the next one. */
type Subject = (zone: string, day: string, written: string) => (at: EpochMs) => boolean

const iso = (day: string, minute: number) => new Date(Date.parse(`${day}T00:00Z`) + minute * 60_000).toISOString().slice(0, 16)
const spanOf = (day: string, written: string): { from: string; to: string } => {
  const windows = parseWindows([written])
  const window = windows.ok ? windows.value[0] : undefined
  if (!window) throw new Error(`bad window in the table: ${written}`)
  return { from: iso(day, window.from), to: iso(day, window.to + (window.to <= window.from ? 1440 : 0)) }
}
const weekdayOf = (day: string) => WEEK[(new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7] ?? 'mon'
const person = (id: string, more: Partial<Person> = {}): Person => ({
  ...{ id, name: id, phones: ['+15125550101'], language: 'en', roles: [], absences: [] },
  ...more,
})
const always = rotation(['ann'], '1 weeks', '2026-01-05 08:00')
const rosterAt = (plan: Plan) => (at: EpochMs) => onCall(plan, 'nights', at).map(each => each.person)

const SUBJECTS: Readonly<Record<string, Subject>> = {
  'office hours'(zone, day, written) {
    const office = property(zone, { [weekdayOf(day)]: written })
    return at => officeNow(office, at).open
  },
  'the window of a rotation'(zone, day, written) {
    const windowed = rotation(['ann'], '1 weeks', '2026-01-05 08:00', { [weekdayOf(day)]: written })
    const nights = { id: 'nights', zone, rotations: [windowed], overrides: [], fallback: null }
    const plan = planWith({ people: { ann: person('ann') }, schedules: { nights } })
    return at => rosterAt(plan)(at).includes('ann')
  },
  'an override'(zone, day, written) {
    const overrides = [{ ...spanOf(day, written), do: 'replace' as const, person: 'ann', by: 'bob' }]
    const nights = { id: 'nights', zone, rotations: [always], overrides, fallback: null }
    const plan = planWith({ people: { ann: person('ann'), bob: person('bob') }, schedules: { nights } })
    return at => rosterAt(plan)(at).includes('bob')
  },
  'an absence'(zone, day, written) {
    const absences = [{ ...spanOf(day, written), zone, substitute: 'bob' }]
    const nights = { id: 'nights', zone: 'UTC', rotations: [always], overrides: [], fallback: null }
    const plan = planWith({ people: { ann: person('ann', { absences }), bob: person('bob') }, schedules: { nights } })
    return at => rosterAt(plan)(at).includes('bob')
  },
  'a closure'(zone, day, written) {
    const closures = [{ ...spanOf(day, written), name: 'Repairs' }]
    const office = property(zone, { daily: '00:00-24:00' }, {}, { closures })
    return at => !officeNow(office, at).open
  },
}

describe.each(Object.entries(SUBJECTS))('%s', (_, subject) => {
  test.each(
    rowsOf(SPANS),
  )('%s %s, written %s, begins %s and ends %s', (zone = '', day = '', written = '', begins = '', ends = '') => {
    const counts = subject(zone, day, written)
    const [from, to] = begins === '-' ? [0, 0] : [time(begins), time(ends)]
    const midnight = Date.parse(`${day}T00:00Z`)
    // Two days around, each half hour, and each edge to the millisecond.
    const looks = Array.from({ length: 96 * 2 }, (_, nth) => midnight + (nth - 72) * 1_800_000)
    for (const at of [...looks, from - 1, from, to - 1, to])
      if (counts(at as EpochMs) !== (at >= from && at < to))
        expect.fail(`${new Date(at).toISOString()}: ${counts(at as EpochMs) ? 'counts' : 'does not count'}`)
  })
})

/** zone | every | from | each handoff of some hours or months, and who comes. Ann, Bob and Cleo take turns. */
const HANDOFFS = `
  # Forward: a turn that would begin in the jump begins after it, and one that lies in the jump is no turn at all.
  America/Chicago     | 1 hours  | 2026-03-07 12:00 | 2026-03-08 00:00 -06:00 ann, 01:00 -06:00 bob, 03:00 -05:00 ann, 04:00 -05:00 bob
  America/Chicago     | 1 hours  | 2026-03-07 12:30 | 2026-03-08 00:30 -06:00 ann, 01:30 -06:00 bob, 03:00 -05:00 cleo, 03:30 -05:00 ann
  America/Chicago     | 12 hours | 2026-03-06 02:30 | 2026-03-07 14:30 -06:00 ann, 2026-03-08 03:00 -05:00 bob, 14:30 -05:00 cleo, 2026-03-09 02:30 -05:00 ann
  America/Chicago     | 1 days   | 2026-03-06 02:30 | 2026-03-07 02:30 -06:00 bob, 2026-03-08 03:00 -05:00 cleo, 2026-03-09 02:30 -05:00 ann
  America/Chicago     | 1 days   | 2026-03-06 08:00 | 2026-03-07 08:00 -06:00 bob, 2026-03-08 08:00 -05:00 cleo, 2026-03-09 08:00 -05:00 ann
  America/Chicago     | 1 weeks  | 2026-02-22 02:30 | 2026-03-01 02:30 -06:00 bob, 2026-03-08 03:00 -05:00 cleo, 2026-03-15 02:30 -05:00 ann
  America/Chicago     | 1 months | 2026-01-08 02:30 | 2026-02-08 02:30 -06:00 bob, 2026-03-08 03:00 -05:00 cleo, 2026-04-08 02:30 -05:00 ann
  # Back: a handoff in the hour that comes twice is at the first of the two, and not at the second.
  America/Chicago     | 1 hours  | 2026-10-31 12:00 | 2026-11-01 00:00 -05:00 ann, 01:00 -05:00 bob, 02:00 -06:00 cleo, 03:00 -06:00 ann
  America/Chicago     | 1 hours  | 2026-10-31 12:30 | 2026-11-01 00:30 -05:00 ann, 01:30 -05:00 bob, 02:30 -06:00 cleo
  America/Chicago     | 1 days   | 2026-10-30 01:30 | 2026-10-31 01:30 -05:00 bob, 2026-11-01 01:30 -05:00 cleo, 2026-11-02 01:30 -06:00 ann
  America/Chicago     | 12 hours | 2026-10-30 08:00 | 2026-10-31 20:00 -05:00 ann, 2026-11-01 08:00 -06:00 bob, 20:00 -06:00 cleo
  America/Chicago     | 2 weeks  | 2026-10-18 01:00 | 2026-10-18 01:00 -05:00 ann, 2026-11-01 01:00 -05:00 bob, 2026-11-15 01:00 -06:00 cleo
  America/Chicago     | 1 months | 2026-09-01 01:30 | 2026-10-01 01:30 -05:00 bob, 2026-11-01 01:30 -05:00 cleo, 2026-12-01 01:30 -06:00 ann
  America/Los_Angeles | 1 hours  | 2026-03-07 12:30 | 2026-03-08 00:30 -08:00 ann, 01:30 -08:00 bob, 03:00 -07:00 cleo, 03:30 -07:00 ann
  America/Los_Angeles | 1 days   | 2026-03-06 02:00 | 2026-03-07 02:00 -08:00 bob, 2026-03-08 03:00 -07:00 cleo, 2026-03-09 02:00 -07:00 ann
  America/Los_Angeles | 1 days   | 2026-10-30 01:00 | 2026-10-31 01:00 -07:00 bob, 2026-11-01 01:00 -07:00 cleo, 2026-11-02 01:00 -08:00 ann
  # Half an hour back, then half an hour forward.
  Australia/Lord_Howe | 1 hours  | 2026-04-04 12:00 | 2026-04-05 00:00 +11:00 ann, 01:00 +11:00 bob, 02:00 +10:30 cleo, 03:00 +10:30 ann
  Australia/Lord_Howe | 1 hours  | 2026-04-04 12:45 | 2026-04-05 00:45 +11:00 ann, 01:45 +11:00 bob, 02:45 +10:30 cleo
  Australia/Lord_Howe | 1 days   | 2026-04-03 01:30 | 2026-04-04 01:30 +11:00 bob, 2026-04-05 01:30 +11:00 cleo, 2026-04-06 01:30 +10:30 ann
  Australia/Lord_Howe | 1 hours  | 2026-10-03 12:15 | 2026-10-04 00:15 +10:30 ann, 01:15 +10:30 bob, 02:30 +11:00 cleo, 03:15 +11:00 ann
  Australia/Lord_Howe | 1 weeks  | 2026-09-27 02:15 | 2026-09-27 02:15 +10:30 ann, 2026-10-04 02:30 +11:00 bob, 2026-10-11 02:15 +11:00 cleo
  # No change at all.
  America/Phoenix     | 1 hours  | 2026-03-07 12:00 | 2026-03-08 01:00 -07:00 bob, 02:00 -07:00 cleo, 03:00 -07:00 ann
  America/Phoenix     | 1 days   | 2026-10-30 01:30 | 2026-10-31 01:30 -07:00 bob, 2026-11-01 01:30 -07:00 cleo, 2026-11-02 01:30 -07:00 ann
  Asia/Kolkata        | 12 hours | 2026-10-24 08:00 | 2026-10-24 20:00 +05:30 bob, 2026-10-25 08:00 +05:30 cleo, 20:00 +05:30 ann
  # Monthly from the end of a month: a shorter one hands over on its last day, a longer one on the day that was written.
  America/Chicago     | 1 months | 2026-01-31 08:00 | 2026-01-31 08:00 -06:00 ann, 2026-02-28 08:00 -06:00 bob, 2026-03-31 08:00 -05:00 cleo, 2026-04-30 08:00 -05:00 ann, 2026-05-31 08:00 -05:00 bob
  America/Chicago     | 1 months | 2026-01-30 08:00 | 2026-02-28 08:00 -06:00 bob, 2026-03-30 08:00 -05:00 cleo, 2026-04-30 08:00 -05:00 ann
  America/Chicago     | 1 months | 2026-01-29 08:00 | 2026-02-28 08:00 -06:00 bob, 2026-03-29 08:00 -05:00 cleo
  America/Chicago     | 1 months | 2028-01-31 08:00 | 2028-02-29 08:00 -06:00 bob, 2028-03-31 08:00 -05:00 cleo
  America/Chicago     | 3 months | 2026-08-31 08:00 | 2026-11-30 08:00 -06:00 bob, 2027-02-28 08:00 -06:00 cleo, 2027-05-31 08:00 -05:00 ann
  America/Chicago     | 12 months | 2024-02-29 08:00 | 2025-02-28 08:00 -06:00 bob, 2026-02-28 08:00 -06:00 cleo, 2027-02-28 08:00 -06:00 ann, 2028-02-29 08:00 -06:00 bob
  Australia/Lord_Howe | 1 months | 2026-08-31 02:15 | 2026-09-30 02:15 +10:30 bob, 2026-10-31 02:15 +11:00 cleo, 2026-11-30 02:15 +11:00 ann
  Asia/Kolkata        | 1 months | 2026-12-31 00:00 | 2027-01-31 00:00 +05:30 bob, 2027-02-28 00:00 +05:30 cleo, 2027-03-31 00:00 +05:30 ann
`

test.each(rowsOf(HANDOFFS))('handoffs in %s every %s from %s: %s', (zone = '', every = '', from = '', told = '') => {
  const rotations = [rotation(['ann', 'bob', 'cleo'], every, from)]
  const plan = planWith({ schedules: { nights: { id: 'nights', zone, rotations, overrides: [], fallback: null } } })
  const who = rosterAt(plan)
  let day = ''
  const handoffs = told.split(', ').map(each => {
    const [, date = day, clock = '', comes = ''] = /^(\d{4}-\d\d-\d\d )?(\d\d:\d\d [+-]\d\d:\d\d) (\w+)$/.exec(each) ?? []
    day = date
    return { at: time(`${day}${clock}`), comes }
  })
  for (const [nth, { at, comes }] of handoffs.entries()) {
    expect(who(at), told).toEqual([comes])
    expect(who((at - 1) as EpochMs), `before ${comes}`).not.toEqual([comes])
    const next = handoffs[nth + 1]?.at ?? at + 1
    const step = Math.max(60_000, Math.floor((next - at) / 200))
    for (let t = at + 1; t < next; t += step) if (who(t as EpochMs)[0] !== comes) expect.fail(`${new Date(t).toISOString()}`)
  }
})

/** zone | written | now | the last time it was due */
const DIGESTS = `
  America/Chicago     | 02:30 | 2026-03-08 02:59 -06:00 | 2026-03-08 03:00 -05:00
  America/Chicago     | 02:30 | 2026-03-08 01:59 -06:00 | 2026-03-07 02:30 -06:00
  America/Chicago     | 02:30 | 2026-03-09 02:30 -05:00 | 2026-03-09 02:30 -05:00
  America/Chicago     | 01:30 | 2026-11-01 01:30 -05:00 | 2026-11-01 01:30 -05:00
  America/Chicago     | 01:30 | 2026-11-01 01:30 -06:00 | 2026-11-01 01:30 -05:00
  America/Los_Angeles | 02:30 | 2026-03-08 03:00 -07:00 | 2026-03-08 03:00 -07:00
  America/Los_Angeles | 01:30 | 2026-11-01 01:29 -08:00 | 2026-11-01 01:30 -07:00
  Australia/Lord_Howe | 01:45 | 2026-04-05 01:44 +10:30 | 2026-04-05 01:45 +11:00
  Australia/Lord_Howe | 02:15 | 2026-10-04 02:30 +11:00 | 2026-10-04 02:30 +11:00
  Australia/Lord_Howe | 02:15 | 2026-10-04 01:59 +10:30 | 2026-10-03 02:15 +10:30
  America/Phoenix     | 02:30 | 2026-03-08 02:30 -07:00 | 2026-03-08 02:30 -07:00
  Asia/Kolkata        | 07:30 | 2026-03-08 02:00 +00:00 | 2026-03-08 07:30 +05:30
`

test.each(rowsOf(DIGESTS))('a digest in %s at %s, asked at %s, was due at %s', (zone = '', written = '', now = '', due = '') => {
  const [hour = 0, minute = 0] = written.split(':').map(Number)
  expect(latest(zone, hour * 60 + minute, time(now)).until).toBe(time(due))
})

/** zone | day | the windows of the only rotation, every day | the hours that nobody covers in two days from midnight */
const GAPS = `
  America/Chicago     | 2026-03-08 | 03:00-02:30 | 2026-03-09 02:30 -05:00 to 2026-03-09 03:00 -05:00
  America/Chicago     | 2026-03-08 | 03:00-02:00 | 2026-03-09 02:00 -05:00 to 2026-03-09 03:00 -05:00
  America/Chicago     | 2026-11-01 | 02:00-01:00 | 2026-11-01 01:00 -06:00 to 2026-11-01 02:00 -06:00, 2026-11-02 01:00 -06:00 to 2026-11-02 02:00 -06:00
  America/Chicago     | 2026-11-01 | 01:00-00:00 | 2026-11-01 00:00 -05:00 to 2026-11-01 01:00 -05:00, 2026-11-02 00:00 -06:00 to 2026-11-02 01:00 -06:00
  Australia/Lord_Howe | 2026-10-04 | 02:30-02:00 | 2026-10-05 02:00 +11:00 to 2026-10-05 02:30 +11:00
  Australia/Lord_Howe | 2026-04-05 | 02:00-01:30 | 2026-04-05 01:30 +10:30 to 2026-04-05 02:00 +10:30, 2026-04-06 01:30 +10:30 to 2026-04-06 02:00 +10:30
  America/Phoenix     | 2026-03-08 | 03:00-02:30 | 2026-03-08 02:30 -07:00 to 2026-03-08 03:00 -07:00, 2026-03-09 02:30 -07:00 to 2026-03-09 03:00 -07:00
  Asia/Kolkata        | 2026-03-08 | 00:00-24:00 | -
`

test.each(rowsOf(GAPS))('in %s from %s, windows of %s leave out: %s', (zone = '', day = '', written = '', told = '') => {
  const windowed = rotation(['ann'], '1 weeks', '2026-01-05 08:00', { daily: written })
  const nights = { id: 'nights', zone, rotations: [windowed], overrides: [], fallback: null }
  const plan = planWith({ people: { ann: person('ann') }, schedules: { nights } })
  const from = instantOf(zone, Date.parse(`${day}T00:00Z`), 'first')
  const expected = told === '-' ? [] : told.split(', ').map(gap => gap.split(' to ').map(time))
  const found = gapsOf(plan, [{ kind: 'schedule', id: 'nights' }], from, (from + 2 * DAY_MS) as EpochMs)
  expect(found.map(gap => [gap.from, gap.to])).toEqual(expected)
})
