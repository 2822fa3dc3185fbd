// Everything that `check` promises to find, one line for each: what is written, where it is told, and in which words. The small rules are
// changed in one place each; the date is 1 February 2026. More of each kind stands in the problem-*.test.ts beside this file.
import { expect, test } from 'vitest'
import { compileRules } from '../../src/rules/load.ts'
import { time } from '../plan/build.ts'
import { SMALL, told } from './small-rules.ts'

type Change = readonly [wanted: string, put: string]
const NOW = time('2026-02-01 00:00 -06:00')

const PHONE = '    phones: [+1 512 555 0151]\n'
const FROM = '        from: 2026-01-05 08:00\n'
const MENU = '    menu: residents\n'
const OWN = `${MENU.trimEnd()}\n    `
const emergency = (at: string, number: string, expected = 'a number in international form, such as +1 512 555 0100') =>
  `${at} error: ${number} is an emergency number: the box never dials one | ${expected} | -`
const noManager: Change = ['      - who: manager\n', '']
const noRole = '18:13 warning: no ladder rings the role `manager` | - | remove it, or name it on a rung'
const jumps = 'there is no 2026-03-08 02:30 in America/Chicago: clocks jump over it | - | it means 2026-03-08 03:00'

const ITEMS: readonly (readonly [item: string, changes: readonly Change[], told: readonly string[]])[] = [
  // Names
  [
    'an unknown name, with the nearest',
    [['who: nights', 'who: nigths']],
    [
      '28:14 error: there is no schedule, person or role `nigths` | `nights`, `sam-ortiz`, `lee-park` or `manager` | did you mean `nights`?',
    ],
  ],
  [
    'an unknown key, with the nearest',
    [['    outbound: yes', '    outbond: yes']],
    [
      '9:5 error: unknown key `outbond` | `host`, `port`, `match`, `acl`, `outbound`, `owns`, `transport`, `media`, `codecs`, `digits`, `auth`, `register`, `proxy`, `from`, `login`, `qualify`, `match-header`, `number-format`, `caller-id`, `channels`, `keep-free`, `per-hour` or `per-second` | did you mean `outbound`?',
    ],
  ],
  [
    'an unknown section, with the nearest',
    [['menus:\n', 'menues:\n']],
    [
      '30:1 error: there is no section `menues` | one of `box`, `mail`, `sms`, `webhooks`, `notices`, `reports`, `defaults`, `templates`, `phrases`, `categories`, `trunks`, `people` and 4 more | did you mean `menus`?',
    ],
  ],
  [
    'a mailbox that a property of the ladder does not have',
    [['      - who: manager\n', '      - who: manager\n    exhausted: { message: ofice }\n']],
    ['30:27 error: `oak-creek` has no mailbox `ofice` | `office` | did you mean `office`?'],
  ],
  [
    'an unused name',
    [['schedules:\n', 'schedules:\n  days: { fallback: lee-park }\n']],
    ['20:3 warning: no ladder in use names the schedule `days` | - | remove it, or name it where it is meant'],
  ],
  // Lines and numbers
  [
    'a line claimed twice',
    [['lines: [+1 512 555 0101]', 'lines: [+1 512 555 0101, +15125550101]']],
    ['42:30 error: the line +15125550101 is claimed twice | each line in one place; `oak-creek` has it at rules.yaml:42:13 | -'],
  ],
  [
    'a line claimed by the phone desk too',
    [
      [
        'failsafe: [+1 512 555 0151, +1 512 555 0152]',
        'failsafe: [+1 512 555 0151, +1 512 555 0152]\n  desk: { lines: [+1 512 555 0101] }',
      ],
    ],
    [
      '6:19 error: the line +15125550101 is claimed twice | a number of its own for the phone desk; `oak-creek` has it at rules.yaml:43:13 | -',
    ],
  ],
  [
    'a number that is not E.164',
    [['phones: [+1 512 555 0151]', 'phones: [512 555 0151]']],
    [
      '14:14 error: `512 555 0151` is not a number in international form | a number in international form, such as +1 512 555 0100 | write +15125550151',
    ],
  ],
  [
    'a number that cannot exist',
    [['phones: [+1 512 555 0151]', 'phones: [+1 911 555 0151]']],
    [
      '14:14 error: `+1 911 555 0151` cannot exist: no area code ends in 11 | a number in international form, such as +1 512 555 0100 | -',
    ],
  ],
  // Emergency numbers, wherever a number can stand
  ['911 as a telephone', [[PHONE, '    phones: [911]\n']], [emergency('14:14', '911')]],
  ['911 with the code of the country', [[PHONE, '    phones: [+1 911]\n']], [emergency('14:14', '+1 911')]],
  ['911 for text messages', [[PHONE, `${PHONE}    sms: 911\n`]], [emergency('15:10', '911')]],
  [
    '112 as the failsafe of the box',
    [['failsafe: [+1 512 555 0151, +1 512 555 0152]', 'failsafe: 112']],
    [emergency('5:13', '112')],
  ],
  ['911 as the failsafe of a property', [[MENU, `${OWN}failsafe: 911\n`]], [emergency('44:15', '911')]],
  ['911 as the caller ID of the box', [['caller-id: +1 512 555 0100', 'caller-id: 911']], [emergency('3:14', '911')]],
  ['911 as the caller ID of a property', [[MENU, `${OWN}caller-id: 911\n`]], [emergency('44:16', '911')]],
  [
    '911 as a number that a trunk owns',
    [['owns: [+1 512 555 0100,', 'owns: [911, +1 512 555 0100,']],
    [emergency('10:12', '911')],
  ],
  ['911 as a line', [['lines: [+1 512 555 0101]', 'lines: [911]']], [emergency('42:13', '911')]],
  [
    '110 as a line of one trunk',
    [['lines: [+1 512 555 0101]', 'lines: [{ number: 110, trunk: carrier-a }]']],
    [emergency('42:23', '110')],
  ],
  [
    '911 as a line of the phone desk',
    [['failsafe: [+1 512 555 0151, +1 512 555 0152]', 'failsafe: [+1 512 555 0151, +1 512 555 0152]\n  desk: { lines: [911] }']],
    [emergency('6:19', '911')],
  ],
  [
    '911 as an office telephone',
    [[MENU, `${OWN}hours: { daily: 09:00-17:00 }\n    office: { phones: [{ id: desk, contact: sip:911@192.0.2.61 }] }\n`]],
    [emergency('45:45', '911', 'the address of an office telephone')],
  ],
  [
    '911 as somebody who is told',
    [
      ['box:\n', 'sms: { trunk: carrier-a }\nbox:\n'],
      [MENU, `${OWN}notify: [{ on: opened, sms: 911 }]\n`],
    ],
    [emergency('45:33', '911')],
  ],
  [
    '911 as the sender of text messages',
    [['box:\n', 'sms: { trunk: carrier-a, from: 911 }\nbox:\n']],
    [emergency('1:32', '911')],
  ],
  // Ladders and people
  [
    'a ladder that never reaches a telephone',
    [noManager, [FROM, `${FROM}        during: { mon: closed }\n`]],
    ['27:3 error: the ladder `emergencies` never reaches a telephone | a rung with somebody who has `phones` | -'],
  ],
  [
    'a ladder that is one person, on every rung',
    [
      ['people: [sam-ortiz, lee-park]', 'people: [sam-ortiz]'],
      ['who: manager', 'who: sam-ortiz'],
    ],
    [
      noRole,
      '26:3 warning: the ladder `emergencies` is one person: `sam-ortiz` | - | a second person helps when the first one sleeps',
    ],
  ],
  [
    'somebody on call without a telephone',
    [[PHONE, '']],
    [
      '21:18 error: `sam-ortiz` has no telephone and cannot be on call | `phones` for `sam-ortiz`, who stands at rules.yaml:12:3 | -',
      '25:3 warning: the ladder `emergencies` is one person: `lee-park` | - | a second person helps when the first one sleeps',
    ],
  ],
  [
    'somebody without a telephone as a fallback',
    [
      ['  nights:\n', '  nights:\n    fallback: kim-lane\n'],
      ['schedules:\n', '  kim-lane: { name: Kim Lane }\nschedules:\n'],
    ],
    [
      '22:15 error: `kim-lane` has no telephone and cannot be on call | `phones` for `kim-lane`, who stands at rules.yaml:19:3 | -',
    ],
  ],
  [
    'somebody without a telephone as a substitute',
    [
      [PHONE, `${PHONE}    absences: [{ from: 2026-04-01 08:00, to: 2026-04-02 08:00, substitute: kim-lane }]\n`],
      ['schedules:\n', '  kim-lane: { name: Kim Lane }\nschedules:\n'],
    ],
    [
      '15:76 error: `kim-lane` has no telephone and cannot be on call | `phones` for `kim-lane`, who stands at rules.yaml:20:3 | -',
    ],
  ],
  [
    'overlapping absences',
    [
      [
        PHONE,
        `${PHONE}    absences:\n      - { from: 2026-04-01 08:00, to: 2026-04-03 08:00 }\n      - { from: 2026-04-02 08:00, to: 2026-04-04 08:00 }\n`,
      ],
    ],
    [
      '17:9 warning: this absence of `sam-ortiz` overlaps another one | one absence at a time | where they overlap the one at rules.yaml:16:9 counts',
      '23:3 warning: the schedule `nights` has nobody for 72 h of the next 52 weeks | somebody at all hours; meanwhile a ladder rings only whoever else stands on it | it is from 2026-04-01 08:00 -05:00 to 2026-04-04 08:00 -05:00; a `fallback` in the schedule `nights` closes it',
    ],
  ],
  [
    'hours with nobody in the next 52 weeks, of each property, as intervals',
    [
      noManager,
      ['    roles: [manager]\n', ''],
      [FROM, `${FROM}        during: { mon-thu: 00:00-24:00, fri: 00:00-18:00, sun: 00:00-24:00 }\n`],
      [MENU, `${MENU}  elm-park: { name: Elm Park, lines: [+1 512 555 0100], menu: residents }\n`],
    ],
    [
      '26:3 warning: the ladder `emergencies` of `oak-creek` and `elm-park` has nobody for 1560 h of the next 52 weeks | somebody at all hours | 52 gaps: from 2026-02-06 18:00 -06:00 to 2026-02-08 00:00 -06:00, from 2026-02-13 18:00 -06:00 to 2026-02-15 00:00 -06:00, from 2026-02-20 18:00 -06:00 to 2026-02-22 00:00 -06:00, and so on (`nightbell oncall gaps` lists all); a `fallback` in the schedule `nights` closes all 52',
    ],
  ],
  // Local times that do not exist, or come twice
  [
    'an override at a time that is skipped',
    [[FROM, `${FROM}    overrides: [{ from: 2026-03-08 02:30, to: 2026-03-08 12:00, add: lee-park }]\n`]],
    [`25:25 warning: ${jumps}`],
  ],
  [
    'an absence that ends at a time that comes twice',
    [[PHONE, `${PHONE}    absences: [{ from: 2026-10-31 08:00, to: 2026-11-01 01:30 }]\n`]],
    [
      '15:46 warning: 2026-11-01 01:30 comes twice in America/Chicago | - | it means the last of the two',
      '21:3 warning: the schedule `nights` has nobody for 19 h of the next 52 weeks | somebody at all hours; meanwhile a ladder rings only whoever else stands on it | it is from 2026-10-31 08:00 -05:00 to 2026-11-01 01:30 -06:00; a `fallback` in the schedule `nights` closes it',
    ],
  ],
  [
    'a closure at a time that is skipped',
    [[MENU, `${OWN}closures: [{ from: 2026-03-08 02:30, to: 2026-03-09 12:00, name: Repair }]\n`]],
    [`44:24 warning: ${jumps}`],
  ],
  ['a handoff at a time that is skipped', [[FROM, '        from: 2026-01-04 02:30\n']], [`24:15 warning: ${jumps}`]],
  ['a window that ends at one', [[FROM, `${FROM}        during: { daily: 18:00-02:30 }\n`]], [`25:9 warning: ${jumps}`]],
  [
    'office hours that begin at one that comes twice',
    [[MENU, `${OWN}hours: { sun: 01:30-05:00 }\n`]],
    ['44:5 warning: 2026-11-01 01:30 comes twice in America/Chicago | - | it means the first of the two'],
  ],
  [
    'a digest at a time that is skipped',
    [
      ['box:\n', 'mail: { server: smtp.example.com, from: box@example.com }\nbox:\n'],
      [MENU, `${OWN}digest: { at: 02:30, mail: kim@example.com }\n`],
    ],
    [`45:19 warning: ${jumps}`],
  ],
  // Menus
  [
    'a menu without a way to a human being',
    [['        escalate: emergencies\n      2:\n        for: anything else\n        message: office\n', '        say: Hello\n']],
    [
      '31:3 error: no key of the menu `residents` leads to a human being | a key with `escalate` or `message`, or one that transfers to a person | -',
    ],
  ],
  [
    'none through its submenus either',
    [
      [
        '        escalate: emergencies\n      2:\n        for: anything else\n        message: office\n',
        '        submenu: more\n',
      ],
      [
        'properties:\n',
        '  more: { keys: { 1: { for: our hours, say: Nine to six. }, 2: { for: the first menu, submenu: residents } } }\nproperties:\n',
      ],
    ],
    [
      '31:3 error: no key of the menu `residents` leads to a human being | a key with `escalate` or `message`, or one that transfers to a person | -',
      '36:3 error: no key of the menu `more` leads to a human being | a key with `escalate` or `message`, or one that transfers to a person | -',
    ],
  ],
  [
    'none in the menu of holidays',
    [
      ['menus:\n', 'menus:\n  short: { keys: { 1: { for: our hours, say: Closed today. } } }\n'],
      [MENU, '    menu: { closed: residents, holiday: short }\n    holidays: { December 25: Christmas Day }\n'],
    ],
    [
      '31:3 error: no key of the menu `short` leads to a human being | a key with `escalate` or `message`, or one that transfers to a person | -',
    ],
  ],
  [
    'none in the menu of open hours, of a template',
    [
      [
        'menus:\n',
        'templates: { menus: { short: { keys: { 1: { for: our hours, say: We are open. } } } } }\nmenus:\n  day: { template: short }\n',
      ],
      [MENU, '    menu: { closed: residents, open: day }\n    hours: { daily: 09:00-17:00 }\n'],
    ],
    [
      '32:3 error: no key of the menu `day` leads to a human being | a key with `escalate` or `message`, or one that transfers to a person | -',
    ],
  ],
  // Caller IDs
  [
    'a caller ID that no trunk owns',
    [[MENU, `${OWN}caller-id: +1 512 555 0199\n`]],
    [
      '44:16 error: no outbound trunk of `oak-creek` owns the caller ID +15125550199 | a number under `owns` of `carrier-a` | carriers mark calls with a number they do not know as spam',
    ],
  ],
  [
    'a caller ID that another trunk owns, but none of the property’s',
    [
      ['people:\n', '  carrier-b: { host: 192.0.2.20, outbound: yes, owns: [+1 512 555 0100] }\npeople:\n'],
      [MENU, `${OWN}outbound: carrier-b\n`],
    ],
    [
      '43:13 error: no outbound trunk of `oak-creek` owns the caller ID +15125550101 | a number under `owns` of `carrier-b` | the first line of a property is its caller ID; write `caller-id:` if it is to be another number; carriers mark calls with a number they do not know as spam',
    ],
  ],
  [
    'a caller ID that the second trunk of the property does not own',
    [['people:\n', '  carrier-b: { host: 192.0.2.20, outbound: yes, owns: [+1 512 555 0100] }\npeople:\n']],
    [
      '11:49 warning: trunk `carrier-b` does not own the caller ID +15125550101 of `oak-creek` | - | residents who are called back over it see a number that this carrier does not know; order it there, or take `carrier-b` out of `outbound`',
    ],
  ],
]

test.each(ITEMS)('%s', (_, changes, expected) => {
  const text = changes.reduce((rules, [wanted, put]) => {
    if (!rules.includes(wanted)) throw new Error(`the small rules do not hold: ${wanted}`)
    return rules.replace(wanted, () => put)
  }, SMALL)
  expect(told(compileRules(new Map([['rules.yaml', text]]), { now: NOW }))).toEqual(expected)
})
