// What goes wrong at certain times only, what is never used, and what cannot be offered by key: all warnings but the failsafe.
// Each case changes the small rules in one place, and says everything that `check` reports on 1 February 2026.
import { describe, expect, test } from 'vitest'
import { gapsOf } from '../../src/core/plan/gaps.ts'
import { compileRules } from '../../src/rules/load.ts'
import { time } from '../plan/build.ts'
import { SMALL, told } from './small-rules.ts'

const NOW = time('2026-02-01 00:00 -06:00')
const FROM = '        from: 2026-01-05 08:00\n'

function check(...changes: [string, string][]): string[] {
  const text = changes.reduce((rules, [wanted, put]) => {
    if (!rules.includes(wanted)) throw new Error(`the small rules do not hold: ${wanted}`)
    return rules.replace(wanted, () => put)
  }, SMALL)
  return told(compileRules(new Map([['rules.yaml', text]]), { now: NOW })).filter(line => !line.includes(NO_ROLE))
}

/** The role is then of no use, which is told elsewhere (problem-use.test.ts). */
const NO_MANAGER: [string, string] = ['      - who: manager\n', '']
const NO_ROLE = 'no ladder rings the role `manager`'

test('the small rules are content', () => {
  expect(check()).toEqual([])
})

describe('hours that nobody covers', () => {
  const nobody = (hours: string, which: string, from: string, to: string) =>
    `the ladder \`emergencies\` of \`oak-creek\` has nobody for ${hours} of the next 52 weeks | somebody at all hours | ${which} from ${from} to ${to}; a \`fallback\` in the schedule \`nights\` closes ${which === 'it is' ? 'it' : 'all 364'}`
  test.each<[string, [string, string][], string[]]>([
    [
      'nights only',
      [NO_MANAGER, [FROM, `${FROM}        during: { daily: 18:00-08:00 }\n`]],
      [
        `27:3 warning: ${nobody('3640 h', '364 gaps:', '2026-02-01 08:00 -06:00', '2026-02-01 18:00 -06:00, from 2026-02-02 08:00 -06:00 to 2026-02-02 18:00 -06:00, from 2026-02-03 08:00 -06:00 to 2026-02-03 18:00 -06:00, and so on (`nightbell oncall gaps` lists all)')}`,
      ],
    ],
    [
      'a rotation that begins later',
      [NO_MANAGER, [FROM, '        from: 2026-02-03 08:00\n']],
      [`26:3 warning: ${nobody('56 h', 'it is', '2026-02-01 00:00 -06:00', '2026-02-03 08:00 -06:00')}`],
    ],
    [
      'an absence without a substitute, across the change of clocks',
      [
        NO_MANAGER,
        ['people: [sam-ortiz, lee-park]', 'people: [sam-ortiz]'],
        ['    roles: [manager]\n', ''],
        ['    name: Sam Ortiz\n', '    name: Sam Ortiz\n    absences: [{ from: 2026-03-07 12:00, to: 2026-03-08 12:00 }]\n'],
      ],
      [
        '26:3 warning: the ladder `emergencies` is one person: `sam-ortiz` | - | a second person helps when the first one sleeps',
        `26:3 warning: ${nobody('23 h', 'it is', '2026-03-07 12:00 -06:00', '2026-03-08 12:00 -05:00')}`,
      ],
    ],
    [
      'half an hour',
      [
        NO_MANAGER,
        [FROM, `${FROM}    overrides: [{ from: 2026-02-02 10:00, to: 2026-02-02 10:30, remove: [sam-ortiz, lee-park] }]\n`],
      ],
      [`27:3 warning: ${nobody('30 min', 'it is', '2026-02-02 10:00 -06:00', '2026-02-02 10:30 -06:00')}`],
    ],
    ['none with a fallback', [NO_MANAGER, [FROM, `${FROM}        during: { daily: 18:00-08:00 }\n    fallback: lee-park\n`]], []],
    [
      'a schedule that begins later, although another rung has somebody',
      [[FROM, '        from: 2026-03-15 08:00\n']],
      [
        '20:3 warning: the schedule `nights` has nobody for 1015 h of the next 52 weeks | somebody at all hours; meanwhile a ladder rings only whoever else stands on it | it is from 2026-02-01 00:00 -06:00 to 2026-03-15 08:00 -05:00; a `fallback` in the schedule `nights` closes it',
      ],
    ],
    [
      'a schedule whose fallback is away',
      [
        [FROM, '        from: 2026-03-15 08:00\n    fallback: lee-park\n'],
        ['    name: Lee Park\n', '    name: Lee Park\n    absences: [{ from: 2026-02-02 08:00, to: 2026-02-03 08:00 }]\n'],
        ['      - who: manager\n', '      - who: [manager, sam-ortiz]\n'],
      ],
      [
        '21:3 warning: the schedule `nights` has nobody for 24 h of the next 52 weeks | somebody at all hours; meanwhile a ladder rings only whoever else stands on it | it is from 2026-02-02 08:00 -06:00 to 2026-02-03 08:00 -06:00; its fallback `lee-park` is away then: a `substitute` closes it',
      ],
    ],
    [
      'none outside the windows of a schedule, while another rung has somebody',
      [[FROM, `${FROM}        during: { daily: 18:00-08:00 }\n`]],
      [],
    ],
    [
      'none that is over',
      [
        NO_MANAGER,
        [FROM, `${FROM}    overrides: [{ from: 2026-01-20 10:00, to: 2026-01-21 10:00, remove: [sam-ortiz, lee-park] }]\n`],
      ],
      [],
    ],
  ])('%s', (_, changes, expected) => {
    expect(check(...changes)).toEqual(expected)
  })

  test('are counted minute by minute', () => {
    const text = SMALL.replace('      - who: manager\n', '').replace(
      FROM,
      `${FROM}        during: { sat-sun: 01:30-03:15, mon: 22:00-02:30 }\n`,
    )
    const compiled = compileRules(new Map([['rules.yaml', text]]))
    if (!compiled.ok || !compiled.plan.ladders.emergencies) throw new Error('does not compile')
    // 8 March 2026: 01:30 to 03:15 is 45 min long, for 02:00 to 03:00 does not exist.
    const gaps = gapsOf(
      compiled.plan,
      compiled.plan.ladders.emergencies.rungs.flatMap(rung => rung.targets),
      time('2026-03-08 00:00 -06:00'),
      time('2026-03-10 00:00 -05:00'),
    )
    expect(gaps).toEqual([
      { from: time('2026-03-08 00:00 -06:00'), to: time('2026-03-08 01:30 -06:00') },
      { from: time('2026-03-08 03:15 -05:00'), to: time('2026-03-09 22:00 -05:00') },
    ])
  })
})

describe('local times that a change of the clocks skips or repeats', () => {
  const override = (from: string, to: string): [string, string] => [
    FROM,
    `${FROM}    overrides: [{ from: ${from}, to: ${to}, add: lee-park }]\n`,
  ]
  test.each<[string, [string, string][], string[]]>([
    [
      'a start that does not exist',
      [override('2026-03-08 02:30', '2026-03-08 12:00')],
      ['25:25 warning: there is no 2026-03-08 02:30 in America/Chicago: clocks jump over it | - | it means 2026-03-08 03:00'],
    ],
    [
      'a start and an end that come twice',
      [override('2026-11-01 01:00', '2026-11-01 01:59')],
      [
        '25:25 warning: 2026-11-01 01:00 comes twice in America/Chicago | - | it means the first of the two',
        '25:47 warning: 2026-11-01 01:59 comes twice in America/Chicago | - | it means the last of the two',
      ],
    ],
    ['neither', [override('2026-11-01 00:59', '2026-11-01 02:00')], []],
    [
      'a window',
      [[FROM, `${FROM}        during: { daily: 18:00-02:30 }\n`]],
      ['25:9 warning: there is no 2026-03-08 02:30 in America/Chicago: clocks jump over it | - | it means 2026-03-08 03:00'],
    ],
    ['a window that ends when clocks jump', [[FROM, `${FROM}        during: { daily: 18:00-02:00 }\n`]], []],
    [
      'office hours',
      [['    menu: residents\n', '    menu: residents\n    hours: { sun: 01:30-05:00 }\n']],
      ['44:5 warning: 2026-11-01 01:30 comes twice in America/Chicago | - | it means the first of the two'],
    ],
    [
      'a handoff',
      [[FROM, '        from: 2026-01-04 02:30\n']],
      ['24:15 warning: there is no 2026-03-08 02:30 in America/Chicago: clocks jump over it | - | it means 2026-03-08 03:00'],
    ],
    ['a handoff on another day', [[FROM, '        from: 2026-01-05 02:30\n']], []],
    [
      'a closure',
      [
        [
          '    menu: residents\n',
          '    menu: residents\n    closures: [{ from: 2026-03-08 02:15, to: 2026-03-09 12:00, name: Repair }]\n',
        ],
      ],
      ['44:24 warning: there is no 2026-03-08 02:15 in America/Chicago: clocks jump over it | - | it means 2026-03-08 03:00'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(check(...changes)).toEqual(expected)
  })
})

test.each<[string, [string, string][], string[]]>([
  [
    'names that nothing leads to',
    [
      ['schedules:\n', '  kim-lane: { name: Kim Lane, phones: +1 512 555 0155 }\nschedules:\n  days: { fallback: kim-lane }\n'],
      [
        'menus:\n',
        '  repairs: { rungs: [{ who: days }, { who: manager }] }\nmenus:\n  owners: { keys: { 1: { for: a message, message: office } } }\n',
      ],
    ],
    [
      '19:3 warning: nobody ever rings `kim-lane` | - | remove it, or name it where it is meant',
      '21:3 warning: no ladder in use names the schedule `days` | - | remove it, or name it where it is meant',
      '32:3 warning: no menu leads to the ladder `repairs` | - | remove it, or name it where it is meant',
      '34:3 warning: no property leads to the menu `owners` | - | remove it, or name it where it is meant',
    ],
  ],
  [
    'absences that overlap',
    [
      [
        '    name: Sam Ortiz\n',
        '    name: Sam Ortiz\n    absences:\n      - { from: 2026-04-01 08:00, to: 2026-04-03 08:00 }\n      - { from: 2026-04-03 08:00, to: 2026-04-05 08:00 }\n      - { from: 2026-04-02 08:00, to: 2026-04-03 08:00 }\n',
      ],
    ],
    [
      '17:9 warning: this absence of `sam-ortiz` overlaps another one | one absence at a time | where they overlap the one at rules.yaml:15:9 counts',
      '24:3 warning: the schedule `nights` has nobody for 96 h of the next 52 weeks | somebody at all hours; meanwhile a ladder rings only whoever else stands on it | it is from 2026-04-01 08:00 -05:00 to 2026-04-05 08:00 -05:00; a `fallback` in the schedule `nights` closes it',
    ],
  ],
  [
    'a failsafe that is a line of the box',
    [['failsafe: [+1 512 555 0151, +1 512 555 0152]', 'failsafe: +1 512 555 0101']],
    [
      '5:13 error: the failsafe +15125550101 is a line of `oak-creek`: the box would call itself | a telephone that a human being answers | -',
    ],
  ],
  [
    'more properties than keys',
    [
      [
        '    menu: residents\n',
        `    menu: residents\n${[...'bcdefghij'].map(name => `  ${name}: { name: ${name}, lines: [{ number: ${name}-line, trunk: carrier-a }], menu: residents, caller-id: +1 512 555 0101 }\n`).join('')}`,
      ],
    ],
    [
      '1:1 warning: callers of a line that no property has can choose among the first 9 of 10 properties only | - | write `unknown-line:` under `box:`: the property that stands in for the others',
    ],
  ],
])('%s', (_, changes, expected) => {
  expect(check(...changes)).toEqual(expected)
})
