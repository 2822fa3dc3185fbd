// The failsafe in the rules: what it may be, what the plan makes of it, and everything that `check` says of one that depends on nobody.
import { describe, expect, test } from 'vitest'
import { failsafeRungs } from '../../src/core/plan/failsafe.ts'
import type { Plan } from '../../src/core/plan/plan.ts'
import { settingsOfPlan } from '../../src/pbx/settings-of-plan.ts'
import { compile, SMALL, told } from './small-rules.ts'

const BOX = '  failsafe: [+1 512 555 0151, +1 512 555 0152]\n'
const HUMAN = 'a telephone that a human being answers'
const DIALLING = 'see `countries` and `refuse` under `box: dialling:`'

/** The small rules with this as the box's failsafe, and more at the end, which is within `oak-creek`. */
function rules(failsafe: string, more = ''): string {
  if (!SMALL.includes(BOX)) throw new Error('the small rules have another failsafe')
  return SMALL.replace(BOX, () => `  failsafe: ${failsafe}\n`) + more
}

function planOf(text: string): Plan {
  const compiled = compile(text)
  if (!compiled.ok) throw new Error(told(compiled).join('\n'))
  return compiled.plan
}

describe('what is written', () => {
  const sam = { number: '+15125550151', person: 'sam-ortiz' }
  const lee = { number: '+15125550152', person: 'lee-park' }

  test.each([
    ['one number', '+1 512 555 0151', [sam], 25, 2],
    ['one person', 'sam-ortiz', [sam], 25, 2],
    ['a list of both', '[lee-park, +1 512 555 0151]', [lee, sam], 25, 2],
    ['somebody twice', '[lee-park, sam-ortiz, +1 512 555 0152]', [lee, sam], 25, 2],
    ['the long form', '{ who: [lee-park, sam-ortiz], ring: 40s, passes: 3 }', [lee, sam], 40, 3],
    ['the long form of one', '{ who: lee-park, passes: 1 }', [lee], 25, 1],
  ])('%s', (_, written, rungs, ringSeconds, passes) => {
    const plan = planOf(rules(written))
    expect(failsafeRungs(plan, null)).toMatchObject(rungs)
    expect(failsafeRungs(plan, 'oak-creek')).toMatchObject(rungs)
    const { failsafe } = settingsOfPlan(plan, {} as never, reference => reference)
    expect(failsafe).toEqual({ byProperty: {}, box: { rungs, ringSeconds, passes, trunks: ['carrier-a'] } })
  })

  test('a person is rung on all of their telephones, in order', () => {
    const two = rules('lee-park').replace('phones: [+1 512 555 0152]', 'phones: [+1 512 555 0152, +1 512 555 0153]')
    expect(failsafeRungs(planOf(two), null).map(({ number }) => number)).toEqual(['+15125550152', '+15125550153'])
  })

  test("a property's own takes the place of the box's, whole", () => {
    const plan = planOf(rules('{ who: [lee-park, sam-ortiz], ring: 40s }', '    failsafe: [sam-ortiz, lee-park]\n'))
    expect(settingsOfPlan(plan, {} as never, reference => reference).failsafe.byProperty).toEqual({
      'oak-creek': { rungs: [sam, lee], ringSeconds: 25, passes: 2, trunks: ['carrier-a'] },
    })
  })

  test('a plan of before has one number, and rings it as it did', () => {
    const plan = planOf(SMALL)
    const old = { ...plan, box: { ...plan.box, failsafe: '+15125550199' } }
    expect(failsafeRungs(old, null)).toEqual([{ number: '+15125550199', person: null, entry: 0 }])
  })
})

describe('a failsafe that depends on nobody', () => {
  test.each<[string, string, string, string[]]>([
    [
      'an unknown person',
      'sam-ortis',
      '',
      ['5:13 error: there is no person `sam-ortis` | `sam-ortiz` or `lee-park` | did you mean `sam-ortiz`?'],
    ],
    [
      'a schedule, which nobody can read then',
      '[sam-ortiz, nights]',
      '',
      [
        '5:25 error: `nights` is a schedule, and the failsafe rings people and numbers only | a person or a number | while Nightbell is away nobody can tell who is on call',
      ],
    ],
    [
      'a role',
      '{ who: manager }',
      '',
      [
        '5:20 error: `manager` is a role, and the failsafe rings people and numbers only | a person or a number | while Nightbell is away nobody can tell who is on call',
      ],
    ],
    ['an empty list', '[]', '', ['5:13 error: the list of `failsafe` is empty | at least one | -']],
    ['nobody in the long form', '{ ring: 20s }', '', ['5:3 error: `failsafe` has no `who` | a line `who: …` below it | -']],
    [
      'an emergency number',
      '[sam-ortiz, 911]',
      '',
      [
        '5:25 error: 911 is an emergency number: the box never dials one | a number in international form, such as +1 512 555 0100 | -',
      ],
    ],
    [
      'a line of the box, however it is written',
      '[sam-ortiz, +1 512 555 0101]',
      '',
      [`5:25 error: the failsafe +15125550101 is a line of \`oak-creek\`: the box would call itself | ${HUMAN} | -`],
    ],
    [
      'the number of the box itself',
      '[sam-ortiz, +1 512 555 0100]',
      '',
      [`5:25 error: the failsafe +15125550100 is the box's own number: the box would call itself | ${HUMAN} | -`],
    ],
    [
      'a premium number',
      '[sam-ortiz, +1 900 555 0101]',
      '',
      [`5:25 error: the failsafe +19005550101 may not be dialled: premium numbers are never dialled | ${HUMAN} | ${DIALLING}`],
    ],
    [
      'a country that may not be dialled',
      '[sam-ortiz, +44 20 7946 0000]',
      '',
      [
        `5:25 error: the failsafe +442079460000 may not be dialled: it is in a country that the rules do not allow | ${HUMAN} | ${DIALLING}`,
      ],
    ],
    [
      'one telephone of one person',
      'lee-park',
      '',
      [
        '5:3 warning: the failsafe rings one single telephone: +15125550152 of `lee-park` | two telephones or more | write a list: failsafe: [lee-park, somebody-else]',
      ],
    ],
    [
      "a number that is nobody's, alone",
      '+1 512 555 0119',
      '',
      [
        '5:3 warning: the failsafe rings one single telephone: +15125550119 | two telephones or more | write a list: failsafe: [+15125550119, somebody-else]',
        "5:13 warning: the failsafe +15125550119 is nobody's telephone in `people` | somebody who answers for it | name a person in its place, or write the number under their `phones`",
      ],
    ],
    [
      'one of a property, beside a good one of the box',
      '[sam-ortiz, lee-park]',
      '    failsafe: { who: [lee-park, +1 512 555 0119] }\n',
      [
        "44:33 warning: the failsafe +15125550119 is nobody's telephone in `people` | somebody who answers for it | name a person in its place, or write the number under their `phones`",
      ],
    ],
  ])('%s', (_, failsafe, more, expected) => {
    expect(told(compile(rules(failsafe, more)))).toEqual(expected)
  })

  test('a person without a telephone', () => {
    const text = rules('[sam-ortiz, pat]').replace('schedules:\n', '  pat: { name: Pat }\nschedules:\n')
    expect(told(compile(text))).toEqual([
      '5:25 error: `pat` has no telephone and cannot be the failsafe | `phones` for `pat` | -',
    ])
  })

  test('the phone desk', () => {
    const text = rules('[sam-ortiz, +1 512 555 0108]').replace(
      '  zone: America/Chicago\n',
      '  zone: America/Chicago\n  desk: { lines: [+1 512 555 0108] }\n',
    )
    expect(told(compile(text))).toEqual([
      `6:25 error: the failsafe +15125550108 is the phone desk: the box would call itself | ${HUMAN} | -`,
    ])
  })

  test('a person abroad may be rung, as by any ladder', () => {
    const text = rules('[sam-ortiz, +44 20 7946 0000]').replace('[+1 512 555 0152]', '[+44 20 7946 0000]')
    expect(told(compile(text))).toEqual([])
  })

  test('what many properties have from `defaults:` is told once', () => {
    const many = rules(
      '[sam-ortiz, lee-park]',
      '  maple-court: { name: Maple Court, lines: [+1 512 555 0100], menu: residents }\ndefaults:\n  failsafe: lee-park\n',
    )
    expect(told(compile(many))).toEqual([
      '46:3 warning: the failsafe rings one single telephone: +15125550152 of `lee-park` | two telephones or more | write a list: failsafe: [lee-park, somebody-else]',
    ])
  })

  test('whoever is rung by the failsafe alone is of use', () => {
    const text = rules('[sam-ortiz, pat]').replace(
      'schedules:\n',
      '  pat: { name: Pat, phones: [+1 512 555 0155] }\nschedules:\n',
    )
    expect(told(compile(text))).toEqual([])
  })
})
