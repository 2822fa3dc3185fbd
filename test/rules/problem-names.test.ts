// What must fit together: names, lines, caller IDs, and a way to a human being from everywhere.
// Each case breaks the small rules in one place, and says everything that `check` then reports.
import { expect, test } from 'vitest'
import { PHRASES } from '../../src/core/words/phrases.ts'
import { broken, told } from './small-rules.ts'

test.each<[string, string, string, string[]]>([
  [
    'an unknown menu',
    'menu: residents',
    'menu: residence',
    ['43:11 error: there is no menu `residence` | `residents` | did you mean `residents`?'],
  ],
  [
    'an unknown ladder',
    'escalate: emergencies',
    'escalate: emergency',
    ['35:19 error: there is no ladder `emergency` | `emergencies` | did you mean `emergencies`?'],
  ],
  [
    'an unknown target',
    'who: nights',
    'who: night',
    [
      '28:14 error: there is no schedule, person or role `night` | `nights`, `sam-ortiz`, `lee-park` or `manager` | did you mean `nights`?',
    ],
  ],
  [
    'an unknown target of a kind',
    'who: nights',
    'who: { person: nights }',
    ['28:24 error: `nights` is a schedule, not a person | - | write { schedule: nights }'],
  ],
  [
    'a target that could be two things',
    '  lee-park:\n',
    '  nights:\n',
    [
      '22:29 error: there is no person `lee-park` | `sam-ortiz` or `nights` | -',
      '28:14 error: `nights` is a schedule and a person (rules.yaml:20:3, rules.yaml:15:3) | a name of one of them | write { schedule: nights }',
    ],
  ],
  [
    'an unknown person in a rotation',
    'people: [sam-ortiz, lee-park]',
    'people: [sam-otriz, lee-park]',
    ['22:18 error: there is no person `sam-otriz` | `sam-ortiz` or `lee-park` | did you mean `sam-ortiz`?'],
  ],
  [
    'an unknown fallback',
    '  nights:\n',
    '  nights:\n    fallback: lee-prak\n',
    ['21:15 error: there is no person `lee-prak` | `sam-ortiz` or `lee-park` | did you mean `lee-park`?'],
  ],
  [
    'an unknown mailbox',
    'message: office',
    'message: offise',
    ['38:18 error: `oak-creek` has no mailbox `offise` | `office` | did you mean `office`?'],
  ],
  [
    'an unknown mailbox on no key',
    '    menu: residents\n',
    '    menu: residents\n    on-no-key: { message: offic }\n',
    ['44:27 error: there is no mailbox `offic` | `office` | did you mean `office`?'],
  ],
  [
    'an unknown category',
    '        escalate: emergencies',
    '        escalate: emergencies\n        category: leak',
    ['36:19 error: there is no category `leak` | a name that is written; there is none yet | -'],
  ],
  [
    'an unknown submenu',
    '        message: office',
    '        submenu: more',
    ['38:18 error: there is no menu `more` | `residents` | -'],
  ],
  [
    'an unknown trunk',
    '    menu: residents\n',
    '    menu: residents\n    outbound: [carrier-b]\n',
    ['44:16 error: there is no trunk `carrier-b` | `carrier-a` | did you mean `carrier-a`?'],
  ],
  [
    'a line on an unknown trunk',
    'lines: [+1 512 555 0101]',
    'lines: [{ number: +1 512 555 0101, trunk: carier-a }]',
    ['42:47 error: there is no trunk `carier-a` | `carrier-a` | did you mean `carrier-a`?'],
  ],
  [
    'an unknown property for unknown lines',
    'failsafe: [+1 512 555 0151, +1 512 555 0152]',
    'failsafe: [+1 512 555 0151, +1 512 555 0152]\n  unknown-line: oak-creak',
    ['6:17 error: there is no property `oak-creak` | `oak-creek` | did you mean `oak-creek`?'],
  ],
  [
    'a line claimed twice',
    'lines: [+1 512 555 0101]',
    'lines: [+1 512 555 0101, +15125550101]',
    ['42:30 error: the line +15125550101 is claimed twice | each line in one place; `oak-creek` has it at rules.yaml:42:13 | -'],
  ],
  [
    'a line claimed by another property',
    'properties:\n',
    'properties:\n  lakeside: { name: Lakeside, menu: residents, lines: [{ number: +15125550101, trunk: carrier-a }] }\n',
    ['43:13 error: the line +15125550101 is claimed twice | each line in one place; `lakeside` has it at rules.yaml:40:56 | -'],
  ],
  [
    'office telephones with the same name',
    '    menu: residents\n',
    '    menu: residents\n    hours: { mon: 09:00-10:00 }\n    office: { phones: [{ id: carrier-a, password: env:A }, { id: desk, password: env:A }, { id: desk, password: env:A }] }\n',
    [
      '45:24 error: an office telephone cannot be called `carrier-a`: a trunk is | a name of its own; the other is at rules.yaml:7:3 | -',
      '45:91 error: an office telephone cannot be called `desk`: another office telephone is | a name of its own; the other is at rules.yaml:45:60 | -',
    ],
  ],
  [
    'a caller ID that no carrier owns',
    '    menu: residents\n',
    '    menu: residents\n    caller-id: +1 512 555 0199\n',
    [
      '44:16 error: no outbound trunk of `oak-creek` owns the caller ID +15125550199 | a number under `owns` of `carrier-a` | carriers mark calls with a number they do not know as spam',
    ],
  ],
  [
    'a box whose caller ID no carrier owns',
    'caller-id: +1 512 555 0100',
    'caller-id: +1 512 555 0198',
    [
      "3:14 error: no outbound trunk of `oak-creek` owns the box's caller ID +15125550198 | a number under `owns` of `carrier-a` | -",
      "7:3 warning: trunk `carrier-a` does not own the box's caller ID +15125550198 | - | technicians rung over it will not see the number they know",
    ],
  ],
  [
    'a trunk that carries no outbound calls',
    '    outbound: yes\n',
    '',
    ['6:1 error: no trunk is outbound, so nobody can be rung | a trunk with `outbound: yes` | -'],
  ],
  [
    'an inbound trunk among the outbound ones',
    'people:\n',
    '  pbx: { host: 192.0.2.30 }\ndefaults:\n  outbound: [pbx, carrier-a]\npeople:\n',
    ['13:14 error: trunk `pbx` carries no outbound calls | - | write `outbound: yes` in trunk `pbx`, if its carrier agrees'],
  ],
  [
    'people on call without a telephone',
    '    phones: [+1 512 555 0152]\n',
    '',
    [
      '21:29 error: `lee-park` has no telephone and cannot be on call | `phones` for `lee-park`, who stands at rules.yaml:15:3 | -',
      '28:14 error: nobody in the role `manager` has a telephone | somebody with `phones` | -',
      '25:3 warning: the ladder `emergencies` is one person: `sam-ortiz` | - | a second person helps when the first one sleeps',
    ],
  ],
  [
    'a person without a telephone as a target',
    'schedules:\n  nights:\n    rotations:\n      - people: [sam-ortiz, lee-park]\n        every: week\n        from: 2026-01-05 08:00\nladders:\n  emergencies:\n    rungs:\n      - who: nights\n      - who: manager\n',
    '  kim-lane: { name: Kim Lane }\nladders:\n  emergencies:\n    rungs:\n      - who: [sam-ortiz, kim-lane, lee-park]\n',
    [
      '23:26 error: `kim-lane` has no telephone and cannot be on call | `phones` for `kim-lane`, who stands at rules.yaml:19:3 | -',
    ],
  ],
  [
    'a ladder that never reaches a telephone',
    '      - people: [sam-ortiz, lee-park]\n        every: week\n        from: 2026-01-05 08:00\nladders:\n  emergencies:\n    rungs:\n      - who: nights\n      - who: manager\n',
    '      - people: [sam-ortiz, lee-park]\n        every: week\n        from: 2026-01-05 08:00\n        during: { mon: closed }\nladders:\n  emergencies:\n    rungs:\n      - who: nights\n',
    ['27:3 error: the ladder `emergencies` never reaches a telephone | a rung with somebody who has `phones` | -'],
  ],
  [
    'a schedule with nobody',
    '    rotations:\n      - people: [sam-ortiz, lee-park]\n        every: week\n        from: 2026-01-05 08:00\n',
    '    zone: America/Chicago\n',
    [
      '20:3 error: nobody is ever on call in `nights` | `rotations`, a `fallback`, or both | -',
      '23:3 warning: the ladder `emergencies` is one person: `lee-park` | - | a second person helps when the first one sleeps',
    ],
  ],
  [
    'a menu that leads to nobody',
    '        escalate: emergencies\n      2:\n        for: anything else\n        message: office',
    '        say: Hello',
    [
      '31:3 error: no key of the menu `residents` leads to a human being | a key with `escalate` or `message`, or one that transfers to a person | -',
    ],
  ],
  [
    'a language without text',
    '    menu: residents\n',
    '    menu: residents\n    languages: [en, es]\n',
    [
      '34:14 error: no text in `es`, which `oak-creek` speaks | one text for each of en, es | write `en:` and `es:` on lines of their own below',
      '37:14 error: no text in `es`, which `oak-creek` speaks | one text for each of en, es | write `en:` and `es:` on lines of their own below',
    ],
  ],
  [
    'a language without the box’s own words',
    '    menu: residents\n',
    '    menu: residents\n    languages: [en, ess]\n',
    [
      '34:14 error: no text in `ess`, which `oak-creek` speaks | one text for each of en, ess | write `en:` and `ess:` on lines of their own below',
      '37:14 error: no text in `ess`, which `oak-creek` speaks | one text for each of en, ess | write `en:` and `ess:` on lines of their own below',
      `44:21 error: the box has no words in \`ess\`: ${Object.keys(PHRASES.en ?? {}).length} phrases are missing | en or es, or every phrase under \`phrases: ess:\` (the first that is missing is \`greeting\`) | did you mean \`es\`?`,
    ],
  ],
  [
    'on no key, escalate, and no key escalates',
    '        escalate: emergencies\n      2:\n        for: anything else\n        message: office\nproperties:\n  oak-creek:\n',
    '        message: office\nproperties:\n  oak-creek:\n    on-no-key: escalate\n',
    [
      '38:16 error: no key of menu `residents` escalates, so the ladder is not known | - | write on-no-key: { escalate: name-of-a-ladder }',
    ],
  ],
  [
    'warning: a ladder that is one person',
    '      - who: nights\n      - who: manager\n',
    '      - who: manager\n',
    [
      '20:3 warning: no ladder in use names the schedule `nights` | - | remove it, or name it where it is meant',
      '26:3 warning: the ladder `emergencies` is one person: `lee-park` | - | a second person helps when the first one sleeps',
    ],
  ],
  [
    'warning: office telephones without hours',
    '    menu: residents\n',
    '    menu: residents\n    office: { phones: [{ id: desk, contact: sip:desk@192.0.2.61 }] }\n',
    ['44:5 warning: the office telephones of `oak-creek` never ring | - | without `hours` the office is always closed'],
  ],
  [
    'warning: talks recorded in secret',
    '    menu: residents\n',
    '    menu: residents\n    record-talk: yes\n',
    ['44:5 warning: `oak-creek` records talks, but callers are not told | - | write `recording-notice: yes`'],
  ],
  [
    'warning: too little time for a key',
    '    keys:\n',
    '    key-wait: 4s\n    keys:\n',
    ['32:15 warning: 4 s is short for a key | - | callers who type or use a relay need 8 s or more'],
  ],
  [
    'warning: too little time to ring',
    '      - who: manager',
    '      - who: manager\n        ring: 5s',
    ['30:15 warning: ringing for 5 s is short | - | a cell phone needs about 6 s before it rings at all'],
  ],
  [
    'warning: a language that nobody speaks',
    '        for: an emergency',
    '        for: { en: an emergency, de: ein Notfall }',
    ['34:34 warning: nobody speaks `de` | - | -'],
  ],
  [
    'warning: a carrier that does not know the box’s number',
    'people:\n',
    '  carrier-b: { host: 192.0.2.20, outbound: yes, owns: [+1 512 555 0101] }\npeople:\n',
    [
      "11:3 warning: trunk `carrier-b` does not own the box's caller ID +15125550100 | - | technicians rung over it will not see the number they know",
    ],
  ],
  [
    'warning: a carrier that owns nothing',
    'people:\n',
    '  carrier-b: { host: 192.0.2.20, outbound: yes }\npeople:\n',
    [
      '11:3 warning: trunk `carrier-b` is outbound but owns no number to show | - | list the numbers that this carrier gave you under `owns`',
    ],
  ],
])('%s', (_, text, wrong, expected) => {
  expect(told(broken(text, wrong))).toEqual(expected)
})
