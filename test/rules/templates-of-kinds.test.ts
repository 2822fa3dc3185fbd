// Templates of ladders, menus and schedules: what an entry has from them and from `defaults:`, key by key, and where a mistake is told.
import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/core/plan/plan.ts'
import { compileRules } from '../../src/rules/load.ts'
import { SMALL, told } from './small-rules.ts'

function compile(...changes: [string, string][]) {
  const text = changes.reduce((rules, [wanted, put]) => {
    if (!rules.includes(wanted)) throw new Error(`the small rules do not hold: ${wanted}`)
    return rules.replace(wanted, () => put)
  }, SMALL)
  return compileRules(new Map([['rules.yaml', text]]))
}

function planOf(...changes: [string, string][]): Plan {
  const compiled = compile(...changes)
  expect(told(compiled)).toEqual([])
  if (!compiled.ok) throw new Error('unreachable')
  return compiled.plan
}

const BEFORE_LADDERS = 'ladders:\n'
const LADDER = '  emergencies:\n'
const MENU =
  '    keys:\n      1:\n        for: an emergency\n        escalate: emergencies\n      2:\n        for: anything else\n        message: office\n'
const SCHEDULE = '    rotations:\n      - people: [sam-ortiz, lee-park]\n        every: week\n        from: 2026-01-05 08:00\n'

describe('a ladder', () => {
  test('has what its template says, and what that does not say, from `defaults:`', () => {
    const { ladders } = planOf(
      [
        BEFORE_LADDERS,
        'templates:\n  ladders:\n    standard: { passes: 5, pause: 10s, exhausted: { retry: { every: 5m, for: 1h } } }\ndefaults: { ring: 40s, ladders: { accept: 20s, pause: 50s } }\nladders:\n',
      ],
      [LADDER, `${LADDER}    template: standard\n    passes: 3\n    exhausted: { retry: { for: 2h } }\n`],
    )
    expect(ladders.emergencies).toMatchObject({
      ...{ passes: 3, pauseSeconds: 10, acceptSeconds: 20, retry: { everySeconds: 300, forSeconds: 7200 } },
      rungs: [{ ringSeconds: 40 }, { ringSeconds: 40 }],
    })
  })

  test('may be like another ladder, with its rungs', () => {
    const { ladders } = planOf(
      ['menus:\n', '  north: { template: emergencies, pause: 0s }\nmenus:\n'],
      ['        escalate: emergencies\n', '        escalate: north\n'],
    )
    expect(ladders.north).toEqual({ ...ladders.emergencies, id: 'north', pauseSeconds: 0 })
  })

  test.each([
    ['until: acknowledged', 'passes: 4', { passes: 4 }],
    ['passes: 4', 'until: acknowledged', { passes: 2, untilAcknowledged: true }],
  ])('`%s` of a template gives way to `%s`', (theirs, own, expected) => {
    const { untilAcknowledged, passes } = planOf(
      [BEFORE_LADDERS, `templates: { ladders: { standard: { ${theirs} } } }\nladders:\n`],
      [LADDER, `${LADDER}    template: standard\n    ${own}\n`],
    ).ladders.emergencies ?? { passes: 0 }
    expect({ passes, ...(untilAcknowledged ? { untilAcknowledged } : {}) }).toEqual(expected)
  })
})

describe('a menu', () => {
  const template = `templates:\n  menus:\n    standard:\n      greeting: { en: Hello. }\n      key-wait: 9s\n      keys:
        1: { for: an emergency, escalate: emergencies, category: leak }
        2: { for: anything else, message: office }
        3: { for: our hours, say: Nine to six. }
categories: { leak: a leak }\nladders:\n  other: { rungs: [{ who: [sam-ortiz, lee-park] }] }\n`

  test('takes over all keys of its template, and replaces some', () => {
    const own =
      '    template: standard\n    keys:\n      2: { for: leasing }\n      3: { for: a second emergency, escalate: other }\n'
    const { greeting, keySeconds, options } = planOf([BEFORE_LADDERS, template], [MENU, own]).menus.residents ?? {}
    expect({ greeting, keySeconds }).toEqual({ greeting: { en: 'Hello.' }, keySeconds: 9 })
    expect(options).toEqual({
      1: { do: 'escalate', say: { en: 'an emergency' }, ladder: 'emergencies', category: 'leak' },
      2: { do: 'message', say: { en: 'leasing' }, mailbox: 'office' },
      3: { do: 'escalate', say: { en: 'a second emergency' }, ladder: 'other', category: 'emergency' },
    })
  })

  test('has its own ladder under the words and the category of the template, and leaves out a key', () => {
    const own = '    template: standard\n    keys:\n      1: { escalate: other }\n      3: none\n'
    const compiled = compile([BEFORE_LADDERS, template], [MENU, own])
    expect(compiled.ok && compiled.plan.menus.residents?.options).toEqual({
      1: { do: 'escalate', say: { en: 'an emergency' }, ladder: 'other', category: 'leak' },
      2: { do: 'message', say: { en: 'anything else' }, mailbox: 'office' },
    })
  })

  test('has a key that `defaults:` give to every menu', () => {
    const defaults = 'defaults: { menus: { keys: { 9: { for: our hours, say: Nine to six. } } } }\nladders:\n'
    expect(planOf([BEFORE_LADDERS, defaults]).menus.residents?.options[9]).toMatchObject({ do: 'say' })
  })
})

describe('a schedule', () => {
  test('has zone, fallback and rotations of its template; overrides add up, its own last', () => {
    const day = (date: string, does: string) =>
      `{ from: 2026-03-0${date} 08:00, to: 2026-03-0${Number(date) + 1} 08:00, ${does} }`
    const template = `templates:\n  schedules:\n    standard:\n      zone: America/Denver\n      fallback: lee-park\n      overrides: [${day('2', 'replace: sam-ortiz, by: lee-park')}]\n${SCHEDULE.replaceAll(/^/gm, '  ').trimEnd()}\nladders:\n`
    const own = `    template: standard\n    overrides: [${day('3', 'replace: lee-park, by: sam-ortiz')}]\n`
    const compiled = compile([SCHEDULE, own], [BEFORE_LADDERS, template])
    expect(compiled.ok && compiled.plan.schedules.nights).toMatchObject({
      ...{ zone: 'America/Denver', fallback: 'lee-park', rotations: [{ people: ['sam-ortiz', 'lee-park'] }] },
      overrides: [
        { from: '2026-03-02T08:00', do: 'replace', person: 'sam-ortiz' },
        { from: '2026-03-03T08:00', do: 'replace', person: 'lee-park' },
      ],
    })
    const place = (at: number) => compiled.ok && compiled.places.placeOf(['schedules', 'nights', 'overrides', at])
    expect([place(0), place(1)]).toMatchObject([{ line: 28 }, { line: 22 }])
  })

  test('has zone and fallback of `defaults:`', () => {
    const defaults = 'defaults:\n  schedules: { zone: America/Denver, fallback: lee-park }\nladders:\n'
    expect(planOf([BEFORE_LADDERS, defaults]).schedules.nights).toMatchObject({ zone: 'America/Denver', fallback: 'lee-park' })
  })
})

describe('a mistake', () => {
  const problems = (template: string, own: string, put = LADDER) => {
    const rules = new Map([
      ['templates.yaml', template],
      ['rules.yaml', SMALL.replace(put, () => put + own)],
    ])
    const compiled = compileRules(rules)
    return (compiled.ok ? compiled.warnings : compiled.problems).map(
      ({ file, line, column, message, hint }) => `${file}:${line}:${column} ${message} | ${hint ?? '-'}`,
    )
  }

  test('is told where it is written, once', () => {
    const template =
      'templates:\n  ladders:\n    standard: { pause: 5 min, exhausted: { notify: [manger], retry: { evry: 5m } } }\n'
    expect(problems(template, '    template: standard\n    passes: many\n')).toEqual([
      'rules.yaml:28:13 `many` is not a number from 1 to 50 | -',
      'templates.yaml:3:24 `5 min` is not a duration | write 5m',
      'templates.yaml:3:53 there is no schedule, person or role `manger` | did you mean `manager`?',
      'templates.yaml:3:71 unknown key `evry` | did you mean `every`?',
    ])
  })

  test('of the whole, where that part of it stands which does not fit', () => {
    const template = 'templates: { ladders: { standard: { repeat-from: 3 } } }\n'
    expect(problems(template, '    template: standard\n')).toEqual(['templates.yaml:1:50 there is no rung 3 to repeat from | -'])
  })

  test('a template that is not there, nor a ladder', () => {
    const template = 'templates: { ladders: { standard: { pause: 5s } } }\n'
    expect(problems(template, '    template: standart\n')).toEqual([
      'rules.yaml:27:15 there is no template or ladder `standart` | did you mean `standard`?',
    ])
  })

  test('a circle, among templates and among ladders', () => {
    const template = 'templates: { ladders: { a: { template: b }, b: { template: a } } }\n'
    expect(problems(template, '    template: a\n')).toEqual([
      'templates.yaml:1:40 the template `b` leads back to itself | the circle is b → a → b',
      'templates.yaml:1:60 the template `a` leads back to itself | the circle is a → b → a',
    ])
    expect(problems('categories: { leak: a leak }\n', '    template: emergencies\n')).toEqual([
      'rules.yaml:27:15 the template `emergencies` leads back to itself | the circle is emergencies → emergencies',
    ])
  })

  test('a template that nobody uses, of each kind', () => {
    const template =
      'templates:\n  ladders: { l: { pause: 5s } }\n  menus: { m: { rounds: 1 } }\n  schedules: { s: { zone: UTC } }\n'
    expect(problems(template, '')).toEqual([
      'templates.yaml:2:14 no ladder uses the template `l` | write `template: l` in a ladder, or remove it',
      'templates.yaml:3:12 no menu uses the template `m` | write `template: m` in a menu, or remove it',
      'templates.yaml:4:16 no schedule uses the template `s` | write `template: s` in a schedule, or remove it',
    ])
  })

  test('a ladder without rungs, whatever its template says', () => {
    const template = 'templates: { ladders: { standard: { pause: 5s } } }\nladders:\n  north: { template: standard }\n'
    expect(problems(template, '').filter(line => line.includes('rungs'))).toEqual([
      'templates.yaml:3:3 `north` has no `rungs` | -',
    ])
  })

  test('templates that are no map, and a name that cannot be one', () => {
    expect(problems('templates: { ladders: standard }\n', '')).toEqual([
      'templates.yaml:1:23 `ladders` is one value, `standard` | -',
    ])
    expect(problems('templates: { ladders: { Standard One: { pause: 5s } } }\n', '    template: Standard One\n')).toEqual([
      'templates.yaml:1:25 `Standard One` cannot be a name | write standard-one',
    ])
  })

  test('the same default twice', () => {
    expect(problems('defaults:\n  passes: 3\n  ladders: { passes: 4 }\n', '')).toEqual([
      'templates.yaml:3:14 `passes` is written twice | -',
    ])
  })
})

test('a word in place of a key says what could stand there', () => {
  const compiled = compile(['      2:\n        for: anything else\n        message: office\n', '      2: nothing\n'])
  expect(told(compiled)).toEqual([
    '36:10 error: `nothing` cannot stand here | `none`, or keys with values, each on its own line | -',
  ])
})

test('templates of ladders may stand in two files; the same name twice is told', () => {
  const rules = (second: string) =>
    compileRules(
      new Map([
        ['a.yaml', 'templates: { ladders: { a: { pause: 5s } } }\n'],
        ['b.yaml', `templates: { ladders: { ${second}: { passes: 4 } } }\n`],
        ['rules.yaml', SMALL.replace(LADDER, `${LADDER}    template: [a, b]\n`)],
      ]),
    )
  const both = rules('b')
  expect(both.ok && both.plan.ladders.emergencies).toMatchObject({ pauseSeconds: 5, passes: 4 })
  expect(told(rules('a'))).toContain('1:25 error: `a` is written twice | one `a`; the first is at a.yaml:1:25 | -')
})
