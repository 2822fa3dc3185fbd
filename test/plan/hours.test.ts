import { describe, expect, test } from 'vitest'
import { isOpen } from '../../src/core/plan/hours.ts'
import { property, time } from './build.ts'

const office = { 'mon-fri': '09:00-18:00', sat: '10:00-12:00, 13:00-16:00' }
const dates = {
  '2026-11-26': { name: 'Thanksgiving', windows: [] },
  '2026-12-24': { name: 'Christmas Eve', windows: [{ from: 540, to: 720 }] },
  '2026-11-29': { name: 'Open house', windows: [{ from: 600, to: 840 }] },
}
const oakCreek = property('America/Chicago', office, dates)

describe('an office that keeps hours', () => {
  test.each([
    ['2026-11-23 08:59 -06:00', false, 'closed: Monday has office hours 09:00-18:00'],
    ['2026-11-23 09:00 -06:00', true, 'open: Monday 09:00-18:00'],
    ['2026-11-23 17:59 -06:00', true, 'open: Monday 09:00-18:00'],
    ['2026-11-23 18:00 -06:00', false, 'closed: Monday has office hours 09:00-18:00'],
    ['2026-11-28 12:30 -06:00', false, 'closed: Saturday has office hours 10:00-12:00 and 13:00-16:00'],
    ['2026-11-28 13:00 -06:00', true, 'open: Saturday 13:00-16:00'],
    ['2026-11-22 12:00 -06:00', false, 'closed: Sunday has no office hours'],
    ['2026-11-26 12:00 -06:00', false, 'closed: Thanksgiving (2026-11-26)'],
    ['2026-12-24 11:59 -06:00', true, 'open: Christmas Eve (2026-12-24) 09:00-12:00'],
    ['2026-12-24 12:00 -06:00', false, 'closed: Christmas Eve (2026-12-24) has office hours 09:00-12:00'],
    ['2026-11-29 12:00 -06:00', true, 'open: Open house (2026-11-29) 10:00-14:00'],
    ['2026-11-29 15:00 -06:00', false, 'closed: Open house (2026-11-29) has office hours 10:00-14:00'],
    // The same instants, told from another zone.
    ['2026-11-23 16:00 +01:00', true, 'open: Monday 09:00-18:00'],
    ['2026-11-24 00:30 +00:00', false, 'closed: Monday has office hours 09:00-18:00'],
  ])('%s: %s', (at, open, why) => {
    expect(isOpen(oakCreek, time(at))).toEqual({ open, why })
  })
})

describe('a window over midnight belongs to the day on which it begins', () => {
  const nights = property('America/Chicago', { fri: '22:00-06:00' }, { '2026-11-27': { name: 'Day after', windows: [] } })
  test.each([
    ['2026-11-20 21:59 -06:00', false, 'closed: Friday has office hours 22:00-06:00'],
    ['2026-11-20 22:00 -06:00', true, 'open: Friday 22:00-06:00'],
    ['2026-11-21 05:59 -06:00', true, 'open: Friday 22:00-06:00'],
    ['2026-11-21 06:00 -06:00', false, 'closed: Saturday has no office hours'],
    ['2026-11-20 05:00 -06:00', false, 'closed: Friday has office hours 22:00-06:00'],
    // A closed Friday takes its night with it.
    ['2026-11-27 23:00 -06:00', false, 'closed: Day after (2026-11-27)'],
    ['2026-11-28 02:00 -06:00', false, 'closed: Saturday has no office hours'],
  ])('%s: %s', (at, open, why) => {
    expect(isOpen(nights, time(at))).toEqual({ open, why })
  })

  test('a holiday does not cut off the night before it', () => {
    const holiday = property('America/Chicago', { fri: '22:00-06:00' }, { '2026-11-21': { name: 'Holiday', windows: [] } })
    expect(isOpen(holiday, time('2026-11-21 03:00 -06:00')).open).toBe(true)
  })
})

describe('summer time', () => {
  const open = (zone: string, hours: Readonly<Record<string, string>>, at: string) => isOpen(property(zone, hours), time(at)).open
  test.each([
    // Chicago falls back on 2026-11-01 at 02:00: 01:00 to 02:00 comes twice.
    ['starts at the first 01:30', 'America/Chicago', '01:30-05:00', '2026-11-01 01:29 -05:00', false],
    ['starts at the first 01:30', 'America/Chicago', '01:30-05:00', '2026-11-01 01:30 -05:00', true],
    ['stays open when 01:00 comes again', 'America/Chicago', '01:30-05:00', '2026-11-01 01:00 -06:00', true],
    ['ends at the last 01:30', 'America/Chicago', '00:00-01:30', '2026-11-01 01:30 -05:00', true],
    ['ends at the last 01:30', 'America/Chicago', '00:00-01:30', '2026-11-01 01:29 -06:00', true],
    ['ends at the last 01:30', 'America/Chicago', '00:00-01:30', '2026-11-01 01:30 -06:00', false],
    // Chicago springs forward on 2026-03-08 at 02:00: 02:00 to 03:00 does not exist.
    ['starts right after the jump', 'America/Chicago', '02:30-05:00', '2026-03-08 01:59 -06:00', false],
    ['starts right after the jump', 'America/Chicago', '02:30-05:00', '2026-03-08 03:00 -05:00', true],
    ['ends right after the jump', 'America/Chicago', '00:00-02:30', '2026-03-08 01:59 -06:00', true],
    ['ends right after the jump', 'America/Chicago', '00:00-02:30', '2026-03-08 03:00 -05:00', false],
    ['is empty when it lies in the jump', 'America/Chicago', '02:10-02:50', '2026-03-08 03:00 -05:00', false],
    ['keeps its ordinary hours that day', 'America/Chicago', '09:00-18:00', '2026-03-08 09:00 -05:00', true],
    ['lasts 25 hours when clocks fall back', 'America/Chicago', '00:00-24:00', '2026-11-01 23:59 -06:00', true],
    // Lord Howe moves by half an hour: back on 2026-04-05 at 02:00 to 01:30, forward on 2026-10-04 at 02:00 to 02:30.
    ['starts at the first 01:45', 'Australia/Lord_Howe', '01:45-05:00', '2026-04-05 01:44 +11:00', false],
    ['starts at the first 01:45', 'Australia/Lord_Howe', '01:45-05:00', '2026-04-05 01:45 +11:00', true],
    ['ends at the last 01:45', 'Australia/Lord_Howe', '00:00-01:45', '2026-04-05 01:44 +10:30', true],
    ['ends at the last 01:45', 'Australia/Lord_Howe', '00:00-01:45', '2026-04-05 01:45 +10:30', false],
    ['starts right after the jump', 'Australia/Lord_Howe', '02:10-05:00', '2026-10-04 01:59 +10:30', false],
    ['starts right after the jump', 'Australia/Lord_Howe', '02:10-05:00', '2026-10-04 02:30 +11:00', true],
    // Phoenix keeps its clocks.
    ['knows no change', 'America/Phoenix', '01:30-03:00', '2026-03-08 02:30 -07:00', true],
    ['knows no change', 'America/Phoenix', '01:30-03:00', '2026-11-01 03:00 -07:00', false],
    ['has a zone of half an hour', 'Asia/Kolkata', '09:00-18:00', '2026-06-01 03:30 +00:00', true],
  ])('a window %s (%s, %s at %s)', (_, zone, hours, at, expected) => {
    expect(open(zone, { daily: hours }, at)).toBe(expected)
  })
})
