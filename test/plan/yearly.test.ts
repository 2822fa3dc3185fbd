// Days of every year by table, and against the calendar; closures; how holidays are written.
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { isOpen } from '../../src/core/plan/hours.ts'
import { DAY_MS, wallDate } from '../../src/core/plan/local-time.ts'
import { isObservedDay, isYearlyDay } from '../../src/core/plan/yearly.ts'
import { parseHoliday } from '../../src/rules/parse-holiday.ts'
import { howOften } from '../support/how-often.ts'
import { property, time } from './build.ts'

function rule(text: string) {
  const parsed = parseHoliday(text)
  if (!parsed.ok || !parsed.value.yearly) throw new Error(`not a day of every year: ${text}`)
  return parsed.value.yearly
}

function daysOf(year: number, text: string): string[] {
  const yearly = rule(text)
  const days: string[] = []
  for (let day = Date.UTC(year, 0); day < Date.UTC(year + 1, 0); day += DAY_MS)
    if (isYearlyDay(yearly, day)) days.push(wallDate(day))
  return days
}

test.each([
  ['4th Thursday of November', 2026, ['2026-11-26']],
  ['4th Thursday of November', 2029, ['2029-11-22']],
  ['fourth thu in nov', 2026, ['2026-11-26']],
  ['day after 4th Thursday of November', 2026, ['2026-11-27']],
  ['the day before the 4th Thursday of November', 2026, ['2026-11-25']],
  ['last Monday of May', 2026, ['2026-05-25']],
  ['last Monday of May', 2027, ['2027-05-31']],
  ['1st Monday of September', 2026, ['2026-09-07']],
  ['3rd Monday of January', 2026, ['2026-01-19']],
  ['last Sunday of February', 2028, ['2028-02-27']],
  ['12-25', 2026, ['2026-12-25']],
  ['December 25', 2026, ['2026-12-25']],
  ['25 Dec', 2026, ['2026-12-25']],
  ['February 29', 2027, []],
  ['February 29', 2028, ['2028-02-29']],
  ['day after February 28', 2028, ['2028-02-29']],
  ['day after February 28', 2027, ['2027-03-01']],
  ['day after December 31', 2026, ['2026-01-01']],
  ['day before January 1', 2026, ['2026-12-31']],
])('%s, in %s', (text, year, days) => {
  expect(daysOf(year, text)).toEqual(days)
})

test('agrees with the calendar', () => {
  const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
  const months = 'January February March April May June July August September October November December'.split(' ')
  const which = fc.constantFrom('1st', '2nd', '3rd', '4th', 'last')
  const year = fc.integer({ min: 2000, max: 2060 })
  fc.assert(
    fc.property(year, which, fc.nat(6), fc.nat(11), (year, nth, weekday, month) => {
      let day = Temporal.PlainDate.from({ year, month: month + 1, day: 1 })
      const found: string[] = []
      for (; day.month === month + 1; day = day.add({ days: 1 })) if (day.dayOfWeek === weekday + 1) found.push(day.toString())
      const meant = nth === 'last' ? found.at(-1) : found[Number(nth[0]) - 1]
      expect(daysOf(year, `${nth} ${weekdays[weekday]} of ${months[month]}`)).toEqual([meant])
    }),
    { numRuns: howOften(20) },
  )
})

describe('an office with holidays by rule', () => {
  const oakCreek = property(
    'America/Chicago',
    { 'mon-fri': '09:00-18:00' },
    { '2026-12-25': { name: 'Christmas party', windows: [{ from: 540, to: 600 }] } },
    {
      yearly: [
        { on: rule('4th Thursday of November'), name: 'Thanksgiving', windows: [] },
        { on: rule('day after 4th Thursday of November'), name: 'Day after', windows: [{ from: 600, to: 840 }] },
        { on: rule('December 25'), name: 'Christmas Day', windows: [] },
        { on: rule('last Friday of December'), name: 'Last Friday', windows: [] },
      ],
      closures: [{ name: 'Water main repair', from: '2026-12-02T12:00', to: '2026-12-03T10:00' }],
    },
  )
  test.each([
    ['2026-11-26 12:00 -06:00', false, 'closed: Thanksgiving (2026-11-26)'],
    ['2026-11-27 12:00 -06:00', true, 'open: Day after (2026-11-27) 10:00-14:00'],
    ['2026-11-27 15:00 -06:00', false, 'closed: Day after (2026-11-27) has office hours 10:00-14:00'],
    ['2027-11-25 12:00 -06:00', false, 'closed: Thanksgiving (2027-11-25)'],
    // A date wins over a rule, and the first rule over the next.
    ['2026-12-25 09:30 -06:00', true, 'open: Christmas party (2026-12-25) 09:00-10:00'],
    ['2027-12-25 12:00 -06:00', false, 'closed: Christmas Day (2027-12-25)'],
    ['2027-12-31 12:00 -06:00', false, 'closed: Last Friday (2027-12-31)'],
    ['2026-12-02 11:59 -06:00', true, 'open: Wednesday 09:00-18:00'],
    ['2026-12-02 12:00 -06:00', false, 'closed: Water main repair from 2026-12-02 12:00 to 2026-12-03 10:00'],
    ['2026-12-03 09:59 -06:00', false, 'closed: Water main repair from 2026-12-02 12:00 to 2026-12-03 10:00'],
    ['2026-12-03 10:00 -06:00', true, 'open: Thursday 09:00-18:00'],
  ])('%s: %s', (at, open, why) => {
    expect(isOpen(oakCreek, time(at))).toEqual({ open, why })
  })
})

describe('a holiday on a weekend', () => {
  const observedIn = (text: string, observed: 'nearest' | 'monday', year: number) => {
    const days: string[] = []
    for (let day = Date.UTC(year, 0); day < Date.UTC(year + 1, 0); day += DAY_MS)
      if (isObservedDay(rule(text), observed, day)) days.push(wallDate(day))
    return days
  }
  test.each([
    ['July 4', 'nearest', 2026, ['2026-07-03']],
    ['July 4', 'nearest', 2027, ['2027-07-05']],
    ['July 4', 'nearest', 2028, []],
    ['July 4', 'monday', 2026, ['2026-07-06']],
    ['July 4', 'monday', 2027, ['2027-07-05']],
    // New Year's Day of 2028 is a Saturday: observed in the year before.
    ['January 1', 'nearest', 2027, ['2027-12-31']],
    ['January 1', 'monday', 2028, ['2028-01-03']],
    ['day after December 25', 'nearest', 2026, ['2026-12-25']],
  ] as const)('%s, observed %s, in %s', (text, observed, year, days) => {
    expect(observedIn(text, observed, year)).toEqual(days)
  })
  const july = { on: rule('July 4'), name: 'Independence Day', windows: [], observed: 'nearest' as const }
  const office = property('America/Chicago', { 'mon-fri': '09:00-18:00', sat: '10:00-12:00' }, {}, { yearly: [july] })
  test.each([
    ['2026-07-02 12:00 -05:00', true, 'open: Thursday 09:00-18:00'],
    ['2026-07-03 12:00 -05:00', false, 'closed: Independence Day, observed (2026-07-03)'],
    ['2026-07-04 11:00 -05:00', false, 'closed: Independence Day (2026-07-04)'],
    ['2026-07-06 12:00 -05:00', true, 'open: Monday 09:00-18:00'],
    ['2027-07-05 12:00 -05:00', false, 'closed: Independence Day, observed (2027-07-05)'],
  ])('%s: %s', (at, open, why) => {
    expect(isOpen(office, time(at))).toEqual({ open, why })
  })
})

const EXPECTED = 'a date such as 2026-11-26, a day of every year such as 12-25, or a rule such as 4th Thursday of November'
test.each([
  ['Christmas', '`Christmas` is not a day of the calendar', EXPECTED, undefined],
  ['5th Monday of May', '`5th` does not say which week of the month', '1st, 2nd, 3rd, 4th or last', 'write last'],
  ['4th Thurzday of November', '`thurzday` is not a day of the week', 'Monday to Sunday', 'did you mean `thursday`?'],
  ['4th Thursday of Novembre', 'there is no month `novembre`', 'January to December', 'did you mean `november`?'],
  ['02-30', 'there is no `02-30` in the calendar', EXPECTED, undefined],
  ['13-01', 'there is no `13-01` in the calendar', EXPECTED, undefined],
  ['April 31', 'there is no `april 31` in the calendar', EXPECTED, undefined],
  ['2026-02-29', 'there is no 2026-02-29 in the calendar', EXPECTED, undefined],
  ['Tuesday', '`Tuesday` is not a day of the calendar', EXPECTED, undefined],
])('%s is no holiday', (text, message, expected, hint) => {
  expect(parseHoliday(text)).toEqual({ ok: false, message, expected, hint })
})
