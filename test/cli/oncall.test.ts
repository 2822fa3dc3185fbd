// `nightbell oncall …` on rules of its own: who, next, gaps, the month, the calendar file; and that all of them say what a call would.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SMALL } from '../rules/small-rules.ts'
import { nightbell } from './run-program.ts'

const FROM = '        from: 2026-01-05 08:00\n'
const RULES = SMALL.replace(
  FROM,
  `${FROM}    overrides:
      - { from: 2026-11-26 08:00, to: 2026-11-26 20:00, replace: sam-ortiz, by: kim-lane }
      - { from: 2026-11-27 00:00, to: 2026-11-27 06:00, remove: [sam-ortiz, lee-park] }
`,
)
  .replace('people:\n', 'people:\n  kim-lane: { name: "Kim; Lane, Jr", phones: +1 512 555 0156 }\n')
  .replace('      - who: manager\n', '')

let rules = ''
beforeAll(() => {
  rules = mkdtempSync(join(tmpdir(), 'nightbell-oncall-'))
  writeFileSync(join(rules, 'rules.yaml'), RULES)
})
afterAll(() => rmSync(rules, { recursive: true, force: true }))

const oncall = (...args: string[]) => nightbell(['oncall', ...args, '--config', rules])

test('who: the person, the telephone, until when and why', async () => {
  const { code, out } = await oncall('who', '--at', '2026-11-25 12:00')
  expect(code).toBe(0)
  expect(out).toBe(
    [
      'SCHEDULE  WHO                    TELEPHONE     UNTIL                       WHY',
      'nights    Sam Ortiz (sam-ortiz)  +15125550151  2026-11-26 08:00:00 -06:00  on call in nights from 2026-11-23 08:00 to 2026-11-30 08:00',
      '',
    ].join('\n'),
  )
})

test('who --property: rung by rung, as JSON with those who were left out', async () => {
  const { out } = await oncall('who', '--property', 'oak-creek', '--at', '2026-11-26 12:00', '--json')
  expect(JSON.parse(out)).toEqual([
    {
      of: 'emergencies, rung 1',
      at: '2026-11-26T12:00:00.000-06:00',
      until: '2026-11-26T20:00:00.000-06:00',
      people: [
        {
          person: 'kim-lane',
          name: 'Kim; Lane, Jr',
          why: 'in place of sam-ortiz from 2026-11-26 08:00 to 2026-11-26 20:00 by an override: on call in nights from 2026-11-23 08:00 to 2026-11-30 08:00',
          phones: ['+15125550156'],
        },
      ],
      leftOut: [
        {
          person: 'sam-ortiz',
          name: 'Sam Ortiz',
          why: 'sam-ortiz is replaced by kim-lane from 2026-11-26 08:00 to 2026-11-26 20:00',
        },
      ],
    },
  ])
})

test('who: nobody is an answer with exit code 1', async () => {
  const { code, out } = await oncall('who', '--at', '2026-11-27 02:00')
  expect(code).toBe(1)
  expect(out).toMatch(/^nights +nobody +- +2026-11-27 06:00:00 -06:00 +-$/m)
})

test('next: the changes in order', async () => {
  const { out } = await oncall('next', '--schedule', 'nights', '--at', '2026-11-26 12:00', '--changes', '4')
  expect(out).toBe(
    [
      'FROM                        SCHEDULE  WHO',
      '2026-11-26 20:00:00 -06:00  nights    sam-ortiz',
      '2026-11-27 00:00:00 -06:00  nights    nobody',
      '2026-11-27 06:00:00 -06:00  nights    sam-ortiz',
      '2026-11-30 08:00:00 -06:00  nights    lee-park',
      '',
    ].join('\n'),
  )
})

test('gaps: when nobody is there, with exit code 1; none is 0', async () => {
  const { code, out } = await oncall('gaps', '--at', '2026-11-26')
  expect(code).toBe(1)
  expect(out).toBe(
    [
      'FROM                        TO                          LASTS  NOBODY IN',
      '2026-11-27 00:00:00 -06:00  2026-11-27 06:00:00 -06:00  6 h    schedule nights',
      '2026-11-27 00:00:00 -06:00  2026-11-27 06:00:00 -06:00  6 h    ladder emergencies',
      '',
    ].join('\n'),
  )
  expect(await oncall('gaps', '--at', '2026-11-28', '--weeks', '1')).toMatchObject({
    code: 0,
    out: 'No gaps in the next 1 week: somebody is on each ladder at every hour, and on call in each schedule whenever one of its rotations should have somebody.\n',
  })
})

test('gaps: of a schedule that begins later, although the ladder has somebody; but not the hours that it leaves out on purpose', async () => {
  const later = mkdtempSync(join(tmpdir(), 'nightbell-oncall-'))
  const windows = '        during: { sat-sun: 18:00-08:00 }\n'
  writeFileSync(join(later, 'rules.yaml'), SMALL.replace(FROM, `        from: 2026-11-30 08:00\n${windows}`))
  const ask = (...args: string[]) => nightbell(['oncall', 'gaps', ...args, '--config', later])
  const all = await ask('--at', '2026-11-27', '--weeks', '3')
  const ladder = await ask('--at', '2026-11-27', '--weeks', '3', '--property', 'oak-creek')
  const schedule = await ask('--at', '2026-12-07', '--weeks', '1', '--schedule', 'nights')
  rmSync(later, { recursive: true })
  expect([all.code, all.out]).toEqual([
    1,
    [
      'FROM                        TO                          LASTS  NOBODY IN',
      '2026-11-28 18:00:00 -06:00  2026-11-29 08:00:00 -06:00  14 h   schedule nights',
      '2026-11-29 18:00:00 -06:00  2026-11-30 08:00:00 -06:00  14 h   schedule nights',
      '',
    ].join('\n'),
  ])
  expect(ladder).toMatchObject({
    code: 0,
    out: 'No gaps in the next 3 weeks: somebody is on each ladder of oak-creek at every hour.\n',
  })
  expect([schedule.code, schedule.out.split('\n').length - 2]).toEqual([1, 2])
})

test('calendar: a line for each day', async () => {
  const { code, out } = await oncall('calendar', '--schedule', 'nights', '--month', '2026-11')
  expect(code).toBe(0)
  const lines = out.trimEnd().split('\n')
  expect(lines).toHaveLength(31)
  expect(lines.slice(23, 31)).toEqual([
    '2026-11-23  Mon  lee-park, 08:00 sam-ortiz',
    '2026-11-24  Tue  sam-ortiz',
    '2026-11-25  Wed  sam-ortiz',
    '2026-11-26  Thu  sam-ortiz, 08:00 kim-lane, 20:00 sam-ortiz',
    '2026-11-27  Fri  nobody, 06:00 sam-ortiz',
    '2026-11-28  Sat  sam-ortiz',
    '2026-11-29  Sun  sam-ortiz',
    '2026-11-30  Mon  sam-ortiz, 08:00 lee-park',
  ])
})

test('ics: a calendar file whose shifts keep their names whenever it is written', async () => {
  const { code, out } = await oncall('ics', '--person', 'kim-lane', '--at', '2026-11-26 12:00', '--weeks', '1')
  expect(code).toBe(0)
  const lines = out.split('\r\n')
  expect(lines.every(line => Buffer.byteLength(line) <= 75 && !line.includes('\n'))).toBe(true)
  expect(out.replaceAll('\r\n ', '').split('\r\n')).toEqual([
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Nightbell//oncall//EN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH'],
    'X-WR-CALNAME:Nightbell on call: Kim\\; Lane\\, Jr',
    'BEGIN:VEVENT',
    `UID:nights.kim-lane.${Date.UTC(2026, 10, 26, 14)}@nightbell`,
    expect.stringMatching(/^DTSTAMP:\d{8}T\d{6}Z$/),
    ...['DTSTART:20261126T140000Z', 'DTEND:20261127T020000Z', 'SUMMARY:Kim\\; Lane\\, Jr on call: nights'],
    'DESCRIPTION:in place of sam-ortiz from 2026-11-26 08:00 to 2026-11-26 20:00 by an override: on call in nights from 2026-11-23 08:00 to 2026-11-30 08:00',
    ...['TRANSP:TRANSPARENT', 'END:VEVENT', 'END:VCALENDAR', ''],
  ])
  const earlier = await oncall('ics', '--schedule', 'nights', '--at', '2026-11-20', '--weeks', '2')
  expect(earlier.out).toContain(`UID:nights.kim-lane.${Date.UTC(2026, 10, 26, 14)}@nightbell`)
})

test.each([
  [['who', '--property', 'oak-crek'], 'There is no property oak-crek: did you mean `oak-creek`?'],
  [['who', '--schedule', 'x'], 'There is no schedule x: the rules have `nights`'],
  [['who', '--at', 'soon'], '--at soon is no time. Write now, today, 02:14, 2026-11-26 or "2026-11-26 02:14".'],
  [['calendar', '--month', '2026-13'], '--month 2026-13: write a month such as 2026-11.'],
  [['next', '--changes', '0'], '--changes 0: write a whole number from 1 to 1000.'],
  [['ics'], 'Whose calendar? Name --person or --schedule.'],
])('%s cannot run', async (args, err) => {
  expect(await oncall(...args)).toMatchObject({ code: 2, err: `nightbell: ${err}\n` })
})

test('wrong rules are said', async () => {
  const wrong = mkdtempSync(join(tmpdir(), 'nightbell-oncall-'))
  writeFileSync(join(wrong, 'rules.yaml'), SMALL.replace('menu: residents', 'menu: resident'))
  const { code, err } = await nightbell(['oncall', 'who', '--config', wrong])
  rmSync(wrong, { recursive: true })
  expect([code, err.replace(wrong, 'DIR')]).toEqual([2, 'nightbell: the rules in DIR have 1 error: nightbell check says which\n'])
})
