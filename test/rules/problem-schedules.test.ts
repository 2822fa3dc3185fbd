// What is wrong in schedules, overrides and absences. Each case breaks the small rules in one place, and says everything that
// `check` then reports.
import { expect, test } from 'vitest'
import { broken, told } from './small-rules.ts'

const FROM = '        from: 2026-01-05 08:00\n'
const override = (written: string): [string, string] => [FROM, `${FROM}    overrides:\n      - ${written}\n`]
const absence = (written: string): [string, string] => [
  '    name: Sam Ortiz\n',
  `    name: Sam Ortiz\n    absences:\n      - ${written}\n`,
]

test.each<[string, [string, string], string[]]>([
  [
    'an override that is right',
    override('{ from: 2026-11-26 08:00, to: 2026-11-27 08:00, replace: sam-ortiz, by: lee-park }'),
    [],
  ],
  ['an absence that is right', absence('{ from: 2026-11-26 08:00, to: 2026-11-27 08:00, substitute: lee-park }'), []],
  [
    'an override that changes nothing',
    override('{ from: 2026-11-26 08:00, to: 2026-11-27 08:00 }'),
    ['26:9 error: this override changes nothing | one of `add`, `remove` or `replace` (with `by`) | -'],
  ],
  [
    'an override that does two things',
    override('{ from: 2026-11-26 08:00, to: 2026-11-27 08:00, add: lee-park, remove: sam-ortiz }'),
    ['26:72 error: this override does two things: `add` and `remove` | an override for each | -'],
  ],
  [
    'a replacement by nobody',
    override('{ from: 2026-11-26 08:00, to: 2026-11-27 08:00, replace: sam-ortiz }'),
    ['26:9 error: there is a `replace` but no `by` | `replace: A` and `by: B` together | -'],
  ],
  [
    'an override that ends before it begins',
    override('{ from: 2026-11-27 08:00, to: 2026-11-26 08:00, add: lee-park }'),
    ['26:39 error: this ends before it begins | a time after 2026-11-27 08:00 | -'],
  ],
  [
    'an override without its end',
    override('{ from: 2026-11-27 08:00, add: lee-park }'),
    ['26:9 error: this item has no `to` | a line `to: …` below it | -'],
  ],
  [
    'unknown people in overrides',
    [
      FROM,
      `${FROM}    overrides:\n      - { from: 2026-11-26 08:00, to: 2026-11-27 08:00, add: [lee-prak] }\n      - { from: 2026-11-26 08:00, to: 2026-11-27 08:00, replace: sam, by: lee-prak }\n      - { from: 2026-11-26 08:00, to: 2026-11-27 08:00, remove: bob }\n`,
    ],
    [
      '26:63 error: there is no person `lee-prak` | `sam-ortiz` or `lee-park` | did you mean `lee-park`?',
      '27:66 error: there is no person `sam` | `sam-ortiz` or `lee-park` | did you mean `sam-ortiz`?',
      '27:75 error: there is no person `lee-prak` | `sam-ortiz` or `lee-park` | did you mean `lee-park`?',
      '28:65 error: there is no person `bob` | `sam-ortiz` or `lee-park` | -',
    ],
  ],
  [
    'somebody without a telephone in an override',
    [
      'schedules:\n',
      '  kim-lane: { name: Kim Lane }\nschedules:\n  days:\n    overrides: [{ from: 2026-11-26 08:00, to: 2026-11-27 08:00, add: kim-lane }]\n',
    ],
    [
      '22:70 error: `kim-lane` has no telephone and cannot be on call | `phones` for `kim-lane`, who stands at rules.yaml:19:3 | -',
    ],
  ],
  [
    'an unknown substitute',
    absence('{ from: 2026-11-26 08:00, to: 2026-11-27 08:00, substitute: lee }'),
    ['15:69 error: there is no person `lee` | `sam-ortiz` or `lee-park` | did you mean `lee-park`?'],
  ],
  [
    'a substitute without a telephone',
    [
      '    name: Sam Ortiz\n',
      '    name: Sam Ortiz\n    absences: [{ from: 2026-11-26 08:00, to: 2026-11-27 08:00, substitute: kim-lane }]\n  kim-lane: { name: Kim Lane }\n',
    ].map((text, at) =>
      at === 0
        ? '    name: Sam Ortiz\n    phones: [+1 512 555 0151]\n'
        : `${text.replace('  kim-lane', '    phones: [+1 512 555 0151]\n  kim-lane')}`,
    ) as [string, string],
    [
      '14:76 error: `kim-lane` has no telephone and cannot be on call | `phones` for `kim-lane`, who stands at rules.yaml:16:3 | -',
    ],
  ],
  [
    'a substitute for oneself',
    absence('{ from: 2026-11-26 08:00, to: 2026-11-27 08:00, substitute: sam-ortiz }'),
    ['15:69 error: `sam-ortiz` cannot stand in for `sam-ortiz` | somebody else, or nothing | -'],
  ],
])('%s', (_, [text, wrong], expected) => {
  expect(told(broken(text, wrong))).toEqual(expected)
})
