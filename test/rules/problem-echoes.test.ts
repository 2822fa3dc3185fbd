// One mistake is told once, and with what to write instead. Each case is a typing error that new administrators make.
import { describe, expect, test } from 'vitest'
import { compileRules } from '../../src/rules/load.ts'
import { broken, SMALL, told } from './small-rules.ts'

describe('one mistake, one problem', () => {
  test.each([
    [
      'a mistyped action of a key',
      '        escalate: emergencies\n',
      '        esclate: emergencies\n        category: leak\n',
      'unknown key `esclate`',
    ],
    ['an emergency number as the only telephone', 'phones: [+1 512 555 0151]', 'phones: 911', '911 is an emergency number'],
    ['a telephone without its plus', 'phones: [+1 512 555 0151]', 'phones: [512 555 0151]', 'write +15125550151'],
    ['a name that cannot be one', '  sam-ortiz:\n', '  Sam Ortiz:\n', 'write sam-ortiz'],
    [
      'a wrong zone of the box, with national numbers on a trunk',
      '  zone: America/Chicago\n  failsafe: [+1 512 555 0151, +1 512 555 0152]\ntrunks:\n  carrier-a:\n',
      '  zone: America/Chicagoo\n  failsafe: [+1 512 555 0151, +1 512 555 0152]\ntrunks:\n  carrier-a:\n    number-format: { out: national }\n',
      'Chicagoo',
    ],
    [
      'a wrong caller ID of the box, with national numbers on a trunk',
      '  caller-id: +1 512 555 0100\n  zone: America/Chicago\n  failsafe: [+1 512 555 0151, +1 512 555 0152]\ntrunks:\n  carrier-a:\n',
      '  caller-id: 512 555 0100\n  zone: America/Chicago\n  failsafe: [+1 512 555 0151, +1 512 555 0152]\ntrunks:\n  carrier-a:\n    number-format: { out: national }\n',
      'write +15125550100',
    ],
  ])('%s', (_, from, to, said) => {
    const problems = told(broken(from, to)).filter(line => line.includes('error') && !line.includes('category `leak`'))
    expect(problems).toEqual([expect.stringContaining(said)])
  })

  test('a file that breaks off hides nothing, and makes nothing else look missing', () => {
    const box = `${SMALL}mail: { server: smtp.example.com, from: nightbell@example.com }\n`.replace(
      '      - who: manager\n',
      '      - who: manager\n    exhausted: { notify: [{ person: sam-ortiz }] }\n',
    )
    const [mail = '', rest = ''] = [box.slice(box.indexOf('mail:')), box.slice(0, box.indexOf('mail:'))]
    const problems = told(
      compileRules(
        new Map([
          ['a.yaml', rest],
          ['b.yaml', mail.replace(' }', '')],
        ]),
      ),
    )
    expect(problems.filter(line => line.includes('error'))).toHaveLength(1)
  })
})

describe('a mistake hides no other of the same item', () => {
  test('a telephone hides no substitute', () => {
    const wrong =
      '    phones: [+1 512 555 O151]\n    absences: [{ from: 2026-12-21 08:00, to: 2027-01-04 08:00, substitute: kim-lane }]\n'
    expect(told(broken('    phones: [+1 512 555 0151]\n', wrong)).map(line => line.replace(/ \|.*$/, ''))).toEqual([
      '14:14 error: `+1 512 555 O151` has the letter O in it',
      '15:76 error: there is no person `kim-lane`',
    ])
  })

  test('hours that are wrong are not none', () => {
    const office = '    hours: { daily: 09:00-25:00 }\n    office: { phones: [{ id: desk, contact: sip:desk@192.0.2.61 }] }\n'
    expect(
      told(broken('    menu: residents\n', `    menu: residents\n${office}`)).map(line => line.replace(/ \|.*$/, '')),
    ).toEqual(['44:27 error: `25:00` is not a time of day'])
  })

  test.each([
    ['an absence', 'absences: [{ from: 2026-12-21, to: 2027-01-04 8am, substitute: kim-lane }]', 'people'],
    ['an override', 'overrides: [{ from: 2026-12-21 8am, to: 2027-01-04, add: kim-lane }]', 'schedules'],
    ['a rotation', 'rotations: [{ people: kim-lane, from: 2026-12-21, every: fortnight }]', 'schedules'],
  ])('%s', (_, written, where) => {
    const [wanted, put] =
      where === 'people'
        ? ['    phones: [+1 512 555 0151]\n', `    phones: [+1 512 555 0151]\n    ${written}\n`]
        : ['schedules:\n', `schedules:\n  days: { ${written} }\n`]
    const errors = told(broken(wanted, put)).filter(line => line.includes('error'))
    expect(errors.map(line => line.replace(/^\S+ error: /, '').replace(/ \|.*$/, '')).sort()).toEqual([
      expect.stringMatching(/^`.*` is not (a date and time|how often)/),
      expect.stringMatching(/^`.*` is not (a date and time|how often)/),
      'there is no person `kim-lane`',
    ])
  })
})

test('the same mistake of all properties is told once', () => {
  const two = `${SMALL}  elm-park: { name: Elm Park, lines: [{ number: elm, trunk: carrier-a }], menu: residents }\n`
  const errors = told(compileRules(new Map([['rules.yaml', `${two}defaults: { caller-id: +1 512 555 0199 }\n`]]))).filter(line =>
    line.includes('error'),
  )
  expect(errors.map(line => line.replace(/ \|.*$/, ''))).toEqual([
    '45:24 error: no outbound trunk of `elm-park` owns the caller ID +15125550199 (the same holds for 1 more property)',
  ])
})

describe('what to write instead', () => {
  test.each([
    ['a zone by its abbreviation', 'zone: America/Chicago', 'zone: EST', 'did you mean `America/New_York`?'],
    ['a zone by its name', 'zone: America/Chicago', 'zone: Central Time', 'did you mean `America/Chicago`?'],
    ['a rotation by an adverb', 'every: week', 'every: weekly', 'write week'],
    ['a rotation with a unit of durations', 'every: week', 'every: 2w', 'write 2 weeks'],
    ['an American date', 'from: 2026-01-05 08:00', 'from: 1/5/2026 8am', 'write the date as 2026-01-05, and then the time'],
    ['a date without a time', 'from: 2026-01-05 08:00', 'from: 2026-01-05', 'write 2026-01-05 00:00'],
    [
      'the date of an end',
      '    phones: [+1 512 555 0151]\n',
      '    phones: [+1 512 555 0151]\n    absences: [{ from: 2026-12-21 08:00, to: 2027-01-03 }]\n',
      'write 2027-01-04 00:00 if all of 2027-01-03 belongs to it: `to` itself does not',
    ],
    [
      'an end at midnight',
      '    menu: residents\n',
      '    menu: residents\n    closures: [{ from: 2026-12-21 08:00, to: 2026-12-31 24:00, name: Repair }]\n',
      'write 2027-01-01 00:00 if all of 2026-12-31 belongs to it: `to` itself does not',
    ],
    ['one line without brackets', 'lines: [+1 512 555 0101]', 'lines: +1 512 555 0101', 'write [+1 512 555 0101]'],
    ['a letter in a number', 'phones: [+1 512 555 0151]', 'phones: [+1 512 555 O151]', 'write +15125550151, with the digit 0'],
    [
      'a mailbox that nobody has',
      '        message: office\n',
      '        message: leasing\n',
      'write `leasing` under `mailboxes:` of the property, or under `defaults: mailboxes:` for all properties',
    ],
    [
      'Thanksgiving',
      '    menu: residents\n',
      '    menu: residents\n    holidays: { 4th Tursday of November: Thanksgiving }\n',
      'did you mean `thursday`?',
    ],
    [
      'a caller ID that is the first line',
      'lines: [+1 512 555 0101]',
      'lines: [+1 512 555 0199]',
      'the first line of a property is its caller ID; write `caller-id:` if it is to be another number; carriers mark calls with a number they do not know as spam',
    ],
    ['a date with seconds and an offset', 'from: 2026-01-05 08:00', 'from: 2026-01-05T08:00:00Z', 'write 2026-01-05 08:00'],
    [
      'whole names of days',
      '    menu: residents\n',
      '    menu: residents\n    hours: { Monday-Friday: 09:00-17:00 }\n',
      'write mon-fri',
    ],
    ['hours alone', '    menu: residents\n', '    menu: residents\n    hours: { mon: 9-17 }\n', 'write 09:00'],
    ['a duration in words', '    menu: residents\n', '    menu: residents\n    retention: { messages: 90 days }\n', 'write 90d'],
    ['a duration in weeks', '    menu: residents\n', '    menu: residents\n    retention: { messages: 2 weeks }\n', 'write 14d'],
    ['a colon within brackets', '        for: an emergency\n', '        for: { en: an emergency: fire }\n', 'needs quotes'],
    ['a dash forgotten', '      - who: nights\n', '        who: nights\n', 'a `-` is missing before it'],
    ['a space forgotten', '    name: Oak Creek\n', '    name:Oak Creek\n', 'a `:` with a space after it is missing'],
  ])('%s', (_, from, to, said) => {
    expect(told(broken(from, to)).filter(line => line.includes('error'))).toEqual([expect.stringContaining(said)])
  })
})
