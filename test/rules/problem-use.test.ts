// What is written and has no effect, and secrets that are not there: warnings, each where it is written.
import { describe, expect, test } from 'vitest'
import type { SecretCheck } from '../../src/rules/check-secrets.ts'
import { compileRules } from '../../src/rules/load.ts'
import { SMALL, told } from './small-rules.ts'

function changed(...changes: [string, string][]): string {
  return changes.reduce((rules, [wanted, put]) => {
    if (!rules.includes(wanted)) throw new Error(`the small rules do not hold: ${wanted}`)
    return rules.replace(wanted, () => put)
  }, SMALL)
}
const FROM = '        from: 2026-01-05 08:00\n'
const override = (does: string): [string, string] => [
  FROM,
  `${FROM}    overrides:\n      - { from: 2026-01-06 08:00, to: 2026-01-07 08:00, ${does} }\n`,
]
const idle = (why: string) => [`26:9 warning: this override changes nothing | - | ${why}`]

describe('nothing uses', () => {
  test.each<[string, [string, string][], string[]]>([
    [
      'a role',
      [['    phones: [+1 512 555 0151]\n', '    phones: [+1 512 555 0151]\n    roles: [painter]\n']],
      ['15:13 warning: no ladder rings the role `painter` | - | remove it, or name it on a rung'],
    ],
    [
      'a category',
      [['menus:\n', 'categories: { no-heat: no heat, emergency: trouble }\nmenus:\n']],
      ['30:15 warning: no key has the category `no-heat` | - | remove it, or name it beside an `escalate`'],
    ],
    [
      'a mailbox',
      [['    menu: residents\n', '    menu: residents\n    mailboxes: { office: Office, leasing: Leasing }\n']],
      ['44:34 warning: no key leads to the mailbox `leasing` | - | remove it, or name it under `message:`'],
    ],
    [
      'but for a mailbox in which a ladder leaves messages',
      [
        ['      - who: manager\n', '      - who: manager\n    exhausted: { message: leasing }\n'],
        ['    menu: residents\n', '    menu: residents\n    mailboxes: { office: Office, leasing: Leasing }\n'],
      ],
      [],
    ],
    [
      'a mailbox that all properties have, told once',
      [
        ['properties:\n', 'defaults: { mailboxes: { office: Office, leasing: Leasing } }\nproperties:\n'],
        ['    menu: residents\n', '    menu: residents\n  elm: { name: Elm, lines: [+1 512 555 0100], menu: residents }\n'],
      ],
      ['39:42 warning: no key leads to the mailbox `leasing` | - | remove it, or name it under `message:`'],
    ],
    [
      'a trunk that carries nobody out',
      [
        ['people:\n', '  spare: { host: 192.0.2.20, outbound: yes, owns: [+1 512 555 0100] }\npeople:\n'],
        ['    menu: residents\n', '    menu: residents\n    outbound: carrier-a\n'],
      ],
      ['11:3 warning: no property calls out over the trunk `spare` | - | remove it, or name it where it is meant'],
    ],
    [
      'a trunk that brings nobody in',
      [
        ['people:\n', '  spare: { host: 192.0.2.20 }\npeople:\n'],
        ['lines: [+1 512 555 0101]', 'lines: [{ number: +1 512 555 0101, trunk: carrier-a }]'],
      ],
      ['11:3 warning: no line comes in over the trunk `spare` | - | remove it, or name it where it is meant'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(told(compileRules(new Map([['rules.yaml', changed(...changes)]])))).toEqual(expected)
  })
})

describe('an override that changes nothing', () => {
  test.each<[string, string, string[]]>([
    ['removes somebody who is off', 'remove: lee-park', idle('whom it removes is not on call then')],
    ['replaces somebody who is off', 'replace: lee-park, by: sam-ortiz', idle('`lee-park` is not on call then')],
    ['adds somebody who is on call', 'add: sam-ortiz', idle('whom it adds is on call anyway, or away')],
    ['replaces whoever is on call', 'replace: sam-ortiz, by: lee-park', []],
    ['adds somebody else', 'add: lee-park', []],
  ])('%s', (_, does, expected) => {
    expect(told(compileRules(new Map([['rules.yaml', changed(override(does))]])))).toEqual(expected)
  })
})

test('a secret that is not there', () => {
  const text = changed(['    phones: [+1 512 555 0151]\n', '    phones: [+1 512 555 0151]\n    pin: env:SAM_PIN\n'])
  const look = (found: ReturnType<SecretCheck>) =>
    told(compileRules(new Map([['rules.yaml', text]]), { secretIsThere: () => found }))
  expect(look(null)).toEqual([])
  expect(look({ missing: true, said: 'it is not set' })).toEqual([
    '15:10 warning: env:SAM_PIN: it is not set | - | it must be there where the daemon runs',
  ])
  expect(look({ said: 'a PIN has 5 to 12 digits, and nothing else' })).toEqual([
    '15:10 error: env:SAM_PIN: a PIN has 5 to 12 digits, and nothing else | - | -',
  ])
})
