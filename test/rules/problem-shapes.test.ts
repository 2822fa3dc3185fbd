// The shape of an entry: unknown keys, missing keys, values that mean nothing.
// Each case breaks the small rules in one place, and says everything that `check` then reports.
import { expect, test } from 'vitest'
import { PHRASES } from '../../src/core/words/phrases.ts'
import { namesText } from '../../src/rules/nearest.ts'
import { SECTIONS } from '../../src/rules/sections.ts'
import { propertyShape } from '../../src/rules/shapes.ts'
import { broken, told } from './small-rules.ts'

test.each<[string, string, string, string[]]>([
  [
    'a mistyped key that was needed',
    'name: Oak Creek',
    'nmae: Oak Creek',
    [`41:5 error: unknown key \`nmae\` | ${namesText(Object.keys(propertyShape.shape), 99)} | did you mean \`name\`?`],
  ],
  [
    'a mistyped key that was not needed',
    '    menu: residents\n',
    '    menu: residents\n    statment: 30s\n',
    [`44:5 error: unknown key \`statment\` | ${namesText(Object.keys(propertyShape.shape), 99)} | did you mean \`statement\`?`],
  ],
  ['a missing key', '    name: Sam Ortiz\n', '', ['12:3 error: `sam-ortiz` has no `name` | a line `name: …` below it | -']],
  [
    'a key with nothing after it',
    '    menu: residents\n',
    '    menu:\n',
    ['43:5 error: nothing is written after `menu:` | - | write a value, or remove the line'],
  ],
  [
    'a list where one value is due',
    '    menu: residents\n',
    '    menu: [residents]\n',
    ['43:11 error: `menu` is a list | one value, or keys with values, each on its own line | -'],
  ],
  [
    'one value where a list is due',
    '    rungs:\n      - who: nights\n      - who: manager',
    '    rungs: nights',
    ['27:12 error: `rungs` is one value, `nights` | a list, each item after a dash | write [nights]'],
  ],
  [
    'an empty list',
    '    rungs:\n      - who: nights\n      - who: manager',
    '    rungs: []',
    ['27:12 error: the list of `rungs` is empty | at least one | -'],
  ],
  [
    'one value where keys are due',
    '  emergencies:\n    rungs:\n      - who: nights\n      - who: manager\n',
    '  emergencies: nights\n',
    ['26:16 error: `emergencies` is one value, `nights` | keys with values, each on its own line | -'],
  ],
  [
    'a key written twice',
    '    menu: residents\n',
    '    menu: residents\n    menu: others\n',
    ['44:5 error: `menu` is written twice | one `menu`; the first is at rules.yaml:43:5 | -'],
  ],
  [
    'an unknown section',
    'menus:',
    'menues:',
    [`30:1 error: there is no section \`menues\` | ${namesText(Object.keys(SECTIONS))} | did you mean \`menus\`?`],
  ],
  [
    'a name that cannot be one',
    '  sam-ortiz:\n',
    '  Sam Ortiz:\n',
    ['12:3 error: `Sam Ortiz` cannot be a name | a letter, then small letters, digits and dashes, 40 at most | write sam-ortiz'],
  ],
  [
    'a word that is not one of a few',
    '      - who: manager',
    '      - who: manager\n        mode: both',
    ['30:15 error: `both` cannot stand here | `each` or `all` | -'],
  ],
  ['neither yes nor no', 'outbound: yes', 'outbound: maybe', ['9:15 error: `maybe` is neither yes nor no | yes or no | -']],
  [
    'a duration without a unit',
    '    menu: residents\n',
    '    menu: residents\n    hold: { max: 20 }\n',
    ['44:18 error: `20` is not a duration | a duration from 5s to 2h, such as 30s | write 20s for seconds, 20m for minutes'],
  ],
  [
    'a statement too long for the dead-man’s switch',
    '    menu: residents\n',
    '    menu: residents\n    statement: 51s\n',
    ['44:16 error: 51s is too long | a duration from 5s to 50s, such as 30s | -'],
  ],
  [
    'a count that is none',
    '      - who: manager',
    '      - who: manager\n        tries: lots',
    ['30:16 error: `lots` is not a number from 1 to 10 | a number from 1 to 10 | -'],
  ],
  [
    'a number without its country',
    'phones: [+1 512 555 0151]',
    'phones: [512-555-0151]',
    [
      '14:14 error: `512-555-0151` is not a number in international form | a number in international form, such as +1 512 555 0100 | write +15125550151',
    ],
  ],
  [
    'a number that cannot exist',
    'phones: [+1 512 555 0151]',
    'phones: [+1 512 555 015, +1 112 555 0151, +44]',
    [
      '14:14 error: `+1 512 555 015` has 9 digits after +1, not 10 | a number in international form, such as +1 512 555 0100 | -',
      '14:30 error: `+1 112 555 0151` cannot exist: after +1, area code and exchange begin with 2 to 9 | a number in international form, such as +1 512 555 0100 | -',
      '14:47 error: `+44` is not a number in international form | a number in international form, such as +1 512 555 0100 | -',
    ],
  ],
  [
    'an emergency number as a telephone',
    'phones: [+1 512 555 0151]',
    'phones: [911, +1911]',
    [
      '14:14 error: 911 is an emergency number: the box never dials one | a number in international form, such as +1 512 555 0100 | -',
      '14:19 error: +1911 is an emergency number: the box never dials one | a number in international form, such as +1 512 555 0100 | -',
    ],
  ],
  [
    'an emergency number as the failsafe',
    'failsafe: [+1 512 555 0151, +1 512 555 0152]',
    'failsafe: 112',
    [
      '5:13 error: 112 is an emergency number: the box never dials one | a number in international form, such as +1 512 555 0100 | -',
    ],
  ],
  [
    'an emergency number as a line',
    'lines: [+1 512 555 0101]',
    'lines: [{ number: 911, trunk: carrier-a }]',
    [
      '42:23 error: 911 is an emergency number: the box never dials one | a number in international form, such as +1 512 555 0100 | -',
    ],
  ],
  [
    'days and times that are none',
    '    menu: residents\n',
    '    menu: residents\n    hours: { mon-fry: 09:00-18:00, sat: 9am-5pm, sun: 09:00-25:00, thursday: closed, tue: 09:00-09:00 }\n',
    [
      '44:14 error: `fry` is not a day of the week | mon, tue, wed, thu, fri, sat or sun, a range such as mon-fri, or daily | did you mean `fri`?',
      '44:41 error: `9am` is not a time of day | a time from 00:00 to 23:59 (24:00 only as an end) | write 09:00',
      '44:61 error: `25:00` is not a time of day | a time from 00:00 to 23:59 (24:00 only as an end) | -',
      '44:68 error: `thursday` is not a day of the week | mon, tue, wed, thu, fri, sat or sun, a range such as mon-fri, or daily | write thu',
      '44:91 error: `09:00-09:00` begins and ends at the same time | a window such as 09:00-18:00, several with commas between, or closed | write 00:00-24:00 for the whole day',
    ],
  ],
  [
    'hours written twice, and windows that overlap',
    '    menu: residents\n',
    '    menu: residents\n    hours: { mon-fri: 09:00-18:00, fri: 09:00-12:00, sat: "09:00-12:00, 11:00-13:00" }\n',
    [
      '44:36 error: the hours of `fri` are written twice | - | -',
      '44:59 error: 09:00-12:00 and 11:00-13:00 overlap | windows that do not overlap | -',
    ],
  ],
  [
    'a day that is not in the calendar',
    '    menu: residents\n',
    '    menu: residents\n    holidays: { 2026-02-29: Leap Day, Christmas: closed }\n',
    [
      '44:17 error: there is no 2026-02-29 in the calendar | a date such as 2026-11-26, a day of every year such as 12-25, or a rule such as 4th Thursday of November | -',
      '44:39 error: `Christmas` is not a day of the calendar | a date such as 2026-11-26, a day of every year such as 12-25, or a rule such as 4th Thursday of November | -',
    ],
  ],
  [
    'a handoff that is no time',
    'from: 2026-01-05 08:00',
    'from: 2026-01-05 8am',
    ['24:15 error: `2026-01-05 8am` is not a date and time | a local date and time such as 2026-01-05 08:00 | -'],
  ],
  [
    'retries that are over before the first',
    '      - who: manager\n',
    '      - who: manager\n    exhausted: { retry: { every: 2h, for: 10m } }\n',
    [
      '30:38 error: it would never be rung again: the first retry comes after 2h, and all are over after 10m | `for` as long as `every` (2h) or longer | write `retry: never` if it is only to stay open',
    ],
  ],
  [
    'retries that are one duration',
    '      - who: manager\n',
    '      - who: manager\n    exhausted: { retry: 10m }\n',
    ['30:25 error: `10m` cannot stand here | `never`, or `{ every: 15m, for: 4h }` | -'],
  ],
  [
    'a rotation of no length',
    'every: week',
    'every: fortnight',
    [
      '23:16 error: `fortnight` is not how often a rotation hands over | hours, days, weeks or months, such as week, 12 hours or 2 weeks | -',
    ],
  ],
  [
    'a mistyped zone',
    '    menu: residents\n',
    '    menu: residents\n    zone: America/Chigaco\n',
    [
      '44:11 error: there is no time zone `America/Chigaco` | an IANA zone such as America/Chicago | did you mean `America/Chicago`?',
    ],
  ],
  [
    'a zone without rules',
    '    menu: residents\n',
    '    menu: residents\n    zone: CST\n',
    ['44:11 error: there is no time zone `CST` | an IANA zone such as America/Chicago | did you mean `America/Chicago`?'],
  ],
  [
    'a key that no telephone has',
    '      2:\n',
    '      12:\n',
    ['36:7 error: `12` cannot stand here | a key of the telephone: 0 to 9, "*" or "#" | -'],
  ],
  [
    'a key that does nothing',
    '        message: office',
    '        category: leak',
    [
      '37:9 error: this key does nothing | one of `escalate`, `message`, `say`, `submenu` or `transfer` | -',
      '38:9 error: a category goes with `escalate` only | - | -',
    ],
  ],
  [
    'a key that does two things',
    '        message: office',
    '        message: office\n        submenu: residents',
    [
      '39:9 error: this key does two things: `message` and `submenu` | one of `escalate`, `message`, `say`, `submenu` or `transfer` | -',
    ],
  ],
  [
    'a password in the rules',
    'outbound: yes',
    'outbound: yes\n    register: { user: box, password: hunter2 }',
    [
      '10:38 error: a password is written in the rules | where to find it: env:NAME or file:/path | rules are read by many; secrets live elsewhere',
    ],
  ],
  [
    'an address that is none',
    'host: 192.0.2.10',
    'host: http://carrier',
    ['8:11 error: `http://carrier` is not an address | a host name or an IP address, such as 192.0.2.10 | -'],
  ],
  [
    'a telephone’s address that is none',
    '    menu: residents\n',
    '    menu: residents\n    hours: { mon: 09:00-10:00 }\n    office: { phones: [{ id: desk, contact: desk@192.0.2.61 }] }\n',
    ['45:45 error: `desk@192.0.2.61` is not the address of a telephone | a SIP address such as sip:desk@192.0.2.61 | -'],
  ],
  [
    'an office telephone that cannot be reached',
    '    menu: residents\n',
    '    menu: residents\n    hours: { mon: 09:00-10:00 }\n    office: { phones: [desk] }\n',
    [
      '45:24 error: the telephone `desk` cannot be reached | a `contact` at which it is rung, or a `password` with which it registers | write { id: desk, contact: sip:desk@192.0.2.61 } with its address',
    ],
  ],
  [
    'an unknown phrase, and an unknown word in one',
    'box:',
    'phrases:\n  en: { greting: hi, greeting: "Hi {proprty}" }\nbox:',
    [
      `2:9 error: the box has no phrase \`greting\` | one of \`greeting\`, \`life-safety\`, \`recording-notice\`, \`language-option\`, \`option\`, \`which-property\`, \`nothing-heard\`, \`wrong-key\`, \`speak-freely\`, \`statement-prompt\`, \`hold-begins\`, \`hold-word\` and ${Object.keys(PHRASES.en ?? {}).length - 12} more | did you mean \`greeting\`?`,
      '2:32 error: the phrase `greeting` knows no {proprty} | {property} | did you mean `property`?',
    ],
  ],
  [
    'a holiday written twice',
    '    menu: residents\n',
    '    menu: residents\n    holidays: { 12-25: Christmas, December 25: Christmas Day }\n',
    ['44:35 error: `December 25` is written twice, in other words | - | -'],
  ],
  [
    'a day that cannot be observed on another',
    '    menu: residents\n',
    '    menu: residents\n    holidays: { 2026-12-26: { name: A, observed: yes }, last Monday of May: { name: B, observed: yes }, 12-25: { name: C, observed: Friday } }\n',
    [
      '44:40 error: a single date is not moved | `observed` on a day of every year, such as December 25 | -',
      '44:88 error: this day is never moved: its weekday is fixed | `observed` on a day of every year, such as December 25 | -',
      '44:133 error: `Friday` does not say when it is observed | yes, monday or no | -',
    ],
  ],
  [
    'a closure that ends when it begins',
    '    menu: residents\n',
    '    menu: residents\n    closures: [{ from: 2026-12-01 08:00, to: 2026-12-01 08:00, name: Repair }]\n',
    ['44:46 error: this ends when it begins | a time after 2026-12-01 08:00 | -'],
  ],
])('%s', (_, text, wrong, expected) => {
  expect(told(broken(text, wrong))).toEqual(expected)
})
