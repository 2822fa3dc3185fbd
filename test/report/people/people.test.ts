// Interruptions, nights, stretches, attempts, responses and equity, each with the case that decides
// how it is counted. Times are Chicago's.
import { expect, test } from 'vitest'
import type { Plan } from '../../../src/core/plan/plan.ts'
import type { EpochMs } from '../../../src/core/world/ids.ts'
import type { AttemptRecord, IncidentRecord } from '../../../src/report/records.ts'
import { planWith, property, rotation, time } from '../../plan/build.ts'
import { attempt, type Given, peopleOf, rowOf, tableOf } from './records.ts'

const ZONE = 'America/Chicago'
const at = (text: string) => time(`${text} -06:00`)
const SPAN = { from: at('2026-11-02 00:00'), to: at('2026-12-01 00:00'), zone: ZONE }

function planOf(parts: Partial<Plan> = {}): Plan {
  const oak = { ...property(ZONE, {}, { '2026-11-26': { name: 'Thanksgiving', windows: [] } }), name: 'Oak Creek', menu: '' }
  return {
    ...planWith({ people: {}, schedules: {}, ...parts }),
    box: { zone: ZONE } as Plan['box'],
    menus: {},
    ladders: { urgent: { rungs: [{ targets: [{ kind: 'schedule', id: 'nights' }] }] } } as unknown as Plan['ladders'],
    properties: { 'oak-creek': { ...oak, noKey: { do: 'escalate', ladder: 'urgent', category: 'water' } } },
  }
}

const someone = (id: string) => ({ id, name: id, phones: ['+15125550101'], language: 'en', roles: [], absences: [] }) as const
const people = { dana: someone('dana'), lee: someone('lee') }

function of(attempts: readonly AttemptRecord[], given: Partial<Given> = {}) {
  return peopleOf({ span: SPAN, plan: planOf({ people }), attempts, ...given })
}

/** Rung at these times, local. */
const rung = (...times: readonly string[]) => times.map((text, nth) => attempt(`l${nth}`, at(text)))

test.each([
  ['one ring', ['2026-11-03 12:00'], 1, 0],
  ['within 60 s of each other', ['2026-11-03 12:00', '2026-11-03 12:01'], 1, 0],
  ['a chain of them', ['2026-11-03 12:00', '2026-11-03 12:01', '2026-11-03 12:02', '2026-11-03 12:03'], 1, 0],
  ['two minutes apart', ['2026-11-03 12:00', '2026-11-03 12:02'], 2, 0],
  ['at 22:00 the night has begun', ['2026-11-03 22:00'], 1, 1],
  ['at 07:59 it is not over', ['2026-11-03 07:59'], 1, 1],
  ['at 08:00 it is', ['2026-11-03 08:00', '2026-11-03 21:59'], 2, 0],
  ['one night on both sides of midnight', ['2026-11-03 23:00', '2026-11-04 02:00', '2026-11-04 07:00'], 3, 1],
  ['the night before and the night after', ['2026-11-04 02:00', '2026-11-04 23:00'], 2, 2],
])('interruptions and nights woken: %s', (_, times, interruptions, nights) => {
  const row = rowOf(of(rung(...times)), 'nights', 'dana')
  expect(row).toMatchObject({ interruptions, 'nights-woken': nights })
})

test('what began before the span is counted there: two months add up to what both have', () => {
  const attempts = rung('2026-11-01 23:59', '2026-11-02 00:00', '2026-11-02 03:00', '2026-11-02 23:00')
  const [before = attempt('', 0), ...within] = attempts
  expect(rowOf(of(within, { duty: { attemptsBefore: [before] } }), 'nights', 'dana')).toMatchObject({
    interruptions: 2,
    'nights-woken': 1,
  })
  const earlier = of([before], { span: { from: SPAN.from - 86_400_000, to: SPAN.from, zone: ZONE } })
  expect(rowOf(earlier, 'nights', 'dana')).toMatchObject({ interruptions: 1, 'nights-woken': 1 })
})

test('a telephone that never rang interrupts nobody; one that the failsafe rang does, when its call came', () => {
  const dead = attempt('dead', at('2026-11-03 23:00'), { rangAt: null, result: 'dead-number' })
  const failsafe = (day: string, result: string) => {
    return attempt(day, at(`${day} 23:00`), { rangAt: null, trunk: '', result })
  }
  const rang = [failsafe('2026-11-04', 'no-answer'), failsafe('2026-11-05', 'accepted'), failsafe('2026-11-06', 'no-key')]
  const not = [failsafe('2026-11-07', 'busy'), failsafe('2026-11-08', 'called-off'), failsafe('2026-11-09', 'congestion')]
  expect(rowOf(of([dead, ...rang, ...not]), 'nights', 'dana')).toMatchObject({ interruptions: 3, 'nights-woken': 3 })
})

/** Dana and Lee take turns. */
function turns(every: string, during?: Readonly<Record<string, string>>): Plan {
  const rotations = [rotation(['dana', 'lee'], every, '2026-11-02 08:00', during)]
  return planOf({ people, schedules: { nights: { id: 'nights', zone: ZONE, rotations, overrides: [], fallback: null } } })
}

test.each([
  ['a week each', turns('1 weeks'), [], 7],
  ['every other night', turns('1 days', { 'mon-sun': '20:00-08:00' }), [], 1],
  ['every other night, and rung in one that was free', turns('1 days', { 'mon-sun': '20:00-08:00' }), ['2026-11-03 23:00'], 3],
  ['only by day', turns('1 weeks', { 'mon-sun': '08:00-22:00' }), [], 0],
] as const)('longest stretch without a free night: %s', (_, plan, times, nights) => {
  expect(rowOf(of(rung(...times), { plan }), 'nights', 'dana')['longest-stretch']).toBe(nights)
})

test('each minute is one part of the week; Thanksgiving is a holiday of those whom its ladders ring', () => {
  const span = { from: at('2026-11-26 00:00'), to: at('2026-11-30 00:00'), zone: ZONE }
  const other = { id: 'other', zone: ZONE, rotations: [], overrides: [], fallback: 'lee' }
  const nights = { ...other, id: 'nights', fallback: 'dana' }
  const plan = planOf({ people, schedules: { nights, other } })
  const report = peopleOf({ span, plan })
  expect(rowOf(report, 'hours', 'dana')).toMatchObject({ total: 96, holiday: 24, weekend: 48, night: 10, weekday: 14 })
  expect(rowOf(report, 'hours', 'lee')).toMatchObject({ total: 96, holiday: 0, weekend: 48, night: 20, weekday: 28 })
})

test.each([
  ['spring', '2026-03-08 00:00 -06:00', '2026-03-09 00:00 -05:00', 23],
  ['autumn', '2026-11-01 00:00 -05:00', '2026-11-02 00:00 -06:00', 25],
])('the day on which clocks change in %s has its hours', (_, from, to, hours) => {
  const nights = { id: 'nights', zone: ZONE, rotations: [], overrides: [], fallback: 'dana' }
  const span = { from: time(from), to: time(to), zone: ZONE }
  const report = peopleOf({ span, plan: planOf({ people, schedules: { nights } }) })
  expect(rowOf(report, 'hours', 'dana')).toMatchObject({ total: hours, weekend: hours, own: hours })
})

test('a minute in two schedules counts in each, and once for the person', () => {
  const nights = { id: 'nights', zone: ZONE, rotations: [], overrides: [], fallback: 'dana' }
  const report = peopleOf({ span: SPAN, plan: planOf({ people, schedules: { nights, days: { ...nights, id: 'days' } } }) })
  const total = 29 * 24
  expect(rowOf(report, 'schedules', 'nights:dana')).toMatchObject({ total })
  expect(rowOf(report, 'schedules', 'days:dana')).toMatchObject({ total })
  expect(rowOf(report, 'hours', 'dana')).toMatchObject({ total, holiday: 24 })
})

test('taken over at the desk, until it was given back', () => {
  const nights = { id: 'nights', zone: ZONE, rotations: [], overrides: [], fallback: 'dana' }
  const since = at('2026-11-03 18:00') as EpochMs
  const change = { schedule: 'nights', person: 'lee', by: 'lee', since, until: null, endedAt: at('2026-11-04 06:00') }
  const report = peopleOf({ span: SPAN, plan: planOf({ people, schedules: { nights } }), duty: { changes: [change] } })
  expect(rowOf(report, 'hours', 'lee')).toMatchObject({ total: 12, weekday: 4, night: 8, own: 0, desk: 12 })
  expect(rowOf(report, 'hours', 'dana')).toMatchObject({ total: 29 * 24 - 12, desk: 0 })
})

test('attempts told apart add up; one answered for a reminder was not accepted', () => {
  const results = ['accepted', 'owned', 'passed-on', 'no-answer', 'busy', 'declined', 'dead-number', 'congestion'] as const
  const more = ['no-key', 'hung-up', 'taken-by-another', 'called-off', 'refused', 'unknown', 'accepted', null] as const
  const attempts = [...results, ...more].map((result, nth) =>
    attempt(`l${nth}`, SPAN.from + nth * 60_000, {
      result,
      takenAt: nth < 2 ? SPAN.from + nth * 60_000 + 9000 : null,
      reminder: nth === 14 ? 1 : 0,
    }),
  )
  const { person, attempts: all, rang, ...ends } = rowOf(of(attempts), 'attempts', 'dana')
  expect({ person, all, rang }).toEqual({ person: 'dana', all: 16, rang: 16 })
  expect(Object.values(ends).reduce((sum: number, value) => sum + Number(value), 0)).toBe(16)
  expect(ends).toMatchObject({ accepted: 2, reminded: 1, failed: 3, running: 1, missed: 1, 'taken-by-another': 1 })
})

test('missed is what rang; a telephone that was not heard to ring is counted apart', () => {
  const at0 = (seconds: number) => SPAN.from + seconds * 1000
  const rang = attempt('rang', at0(0))
  const silent = attempt('silent', at0(60), { rangAt: null })
  const failsafe = attempt('failsafe', at0(120), { rangAt: null, trunk: '' })
  const report = of([rang, silent, failsafe])
  expect(rowOf(report, 'attempts', 'dana')).toMatchObject({ attempts: 3, rang: 2, missed: 2, 'not-heard': 1 })
  const title = tableOf(report, 'attempts').columns.find(({ id }) => id === 'not-heard')?.title
  expect(title).toBe('Not heard to ring')
})

test('a response runs from the first ring of the incident, missed ones included, to the key', () => {
  const ring = (leg: string, seconds: number, more: Partial<AttemptRecord> = {}) => attempt(leg, SPAN.from + seconds * 1000, more)
  const taken = (seconds: number) => ({ takenAt: SPAN.from + seconds * 1000, result: 'accepted' })
  const attempts = [
    ring('missed', 0),
    ring('taken', 60, taken(70)),
    ring('again', 600, taken(605)),
    ring('other', 700, { stream: 'i-2', ...taken(730), talkedMs: 90_000 }),
  ]
  const row = rowOf(of(attempts), 'answers', 'dana')
  expect(row).toMatchObject({ taken: 3, 'response-p50': 30_000, 'response-p90': 70_000, talk: 90_000 })
})

test('who missed it, and takes it when another has had it, is counted from their ring after that', () => {
  const after = (seconds: number) => SPAN.from + seconds * 1000
  const missed = attempt('missed', after(0))
  const others = attempt('others', after(30), { person: 'eli', takenAt: after(50), result: 'accepted' })
  const later = attempt('later', after(7200), { takenAt: after(7210), result: 'accepted' })
  const report = of([missed, others, later])
  expect(rowOf(report, 'answers', 'dana')).toMatchObject({ taken: 1, 'response-p50': 10_000 })
  expect(rowOf(report, 'answers', 'eli')).toMatchObject({ taken: 1, 'response-p50': 20_000 })
})

test('a reminder that was missed makes no later response longer', () => {
  const after = (seconds: number) => SPAN.from + seconds * 1000
  const taken = (seconds: number) => ({ takenAt: after(seconds), result: 'accepted' })
  const first = attempt('first', after(0), taken(20))
  const reminder = attempt('reminder', after(1200), { reminder: 1 })
  const insisted = attempt('insisted', after(15_000), taken(15_008))
  const row = rowOf(of([first, reminder, insisted]), 'answers', 'dana')
  expect(row).toMatchObject({ taken: 2, 'response-p50': 8_000, 'response-p90': 20_000 })
})

test('a reminder wakes somebody, and is a call to their telephone like any other', () => {
  const reminder = attempt('reminder', at('2026-11-03 23:00'), { reminder: 1 })
  const report = of([reminder])
  expect(rowOf(report, 'nights', 'dana')).toMatchObject({ interruptions: 1, 'nights-woken': 1 })
  const row = rowOf(report, 'attempts', 'dana')
  expect(row).toMatchObject({ attempts: 1, rang: 1, missed: 1, reminded: 0 })
})

test('outcomes count for whoever gave them, when they gave them', () => {
  const given = (id: string, resolvedBy: string, resolvedAt: number, outcome: string) =>
    ({ id, resolvedBy, resolvedAt, outcome, property: 'oak-creek', category: 'water' }) as IncidentRecord
  const incidents = [
    given('i-1', 'dana', SPAN.from, 'going-out'),
    given('i-2', 'dana', SPAN.to, 'going-out'),
    given('i-3', 'lee', SPAN.from, 'false-alarm'),
    given('i-4', 'somebody at the office', SPAN.from, 'false-alarm'),
  ]
  const report = of([], { incidents })
  expect(rowOf(report, 'answers', 'dana')).toMatchObject({ 'going-out': 1, 'false-alarm': 0 })
  expect(tableOf(report, 'answers').ids).toEqual(['dana', 'lee'])
})

test('equity: largest ÷ mean of hours and of nights woken, between the people of the rotations', () => {
  const span = { from: at('2026-11-02 08:00'), to: at('2026-11-23 08:00'), zone: ZONE }
  const attempts = rung('2026-11-03 23:00', '2026-11-04 23:00', '2026-11-17 23:00')
  const report = peopleOf({ span, plan: turns('1 weeks'), attempts })
  expect(rowOf(report, 'equity', 'nights')).toMatchObject({
    ...{ people: 2, 'hours-mean': 252, 'hours-most': 336, 'hours-by': 'dana', 'hours-ratio': 336 / 252 },
    ...{ 'nights-mean': 1.5, 'nights-most': 3, 'nights-by': 'dana', 'nights-ratio': 2 },
  })
})

test('equity, too, counts a night where its first ring is', () => {
  const span = { from: at('2026-11-04 00:00'), to: at('2026-11-09 08:00'), zone: ZONE }
  const [before, ...attempts] = rung('2026-11-03 23:00', '2026-11-04 02:00', '2026-11-04 23:00')
  const duty = { attemptsBefore: before === undefined ? [] : [before] }
  const report = peopleOf({ span, plan: turns('1 weeks'), attempts, duty })
  expect(rowOf(report, 'equity', 'nights')).toMatchObject({ 'nights-most': 1 })
})

test('the next four weeks by the rules in force now', () => {
  const report = peopleOf({ span: SPAN, now: at('2026-11-16 08:00'), plan: turns('1 weeks') })
  expect(rowOf(report, 'planned', 'dana')).toMatchObject({ total: 336 })
  expect(rowOf(report, 'planned', 'lee')).toMatchObject({ total: 336, holiday: 24 })
  expect(rowOf(report, 'hours', 'dana'), 'hours that have not passed are not counted').toMatchObject({ total: 168 })
})

test('of one person', () => {
  const report = peopleOf({ span: SPAN, plan: turns('1 weeks') }, { person: 'lee' })
  for (const id of ['hours', 'schedules', 'nights', 'planned'])
    expect(tableOf(report, id).rows.map(row => row.filter(cell => cell === 'dana' || cell === 'lee'))).toEqual([['lee']])
})
