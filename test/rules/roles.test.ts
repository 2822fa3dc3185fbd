// Roles that hold in some properties or groups only, and rovers whose roles hold everywhere: who is rung, why, and what is told.
import { describe, expect, test } from 'vitest'
import { rosterOfTargets, targetsAt } from '../../src/core/plan/on-call.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { compileRules } from '../../src/rules/load.ts'
import { compile, SMALL, told } from './small-rules.ts'

const ELM = '  elm-park:\n    name: Elm Park\n    lines: [+1 512 555 0100]\n    menu: residents\n'
const rules = (people: string, oak = '', elm = '') => SMALL.replace('schedules:\n', `${people}schedules:\n`) + oak + ELM + elm

const KIM = '  kim-lane: { name: Kim Lane, phones: [+1 512 555 0156], roles: manager, serves: west }\n'

describe('a role', () => {
  test('means those who serve the property; whoever has no `serves` serves all', () => {
    const compiled = compile(rules(KIM, '    groups: [west]\n'))
    if (!compiled.ok) throw new Error(told(compiled).join('\n'))
    const { plan, places } = compiled
    const rung = plan.ladders.emergencies?.rungs[1]?.targets ?? []
    const at = (property: string) => rosterOfTargets(plan, targetsAt(property, rung), 0 as EpochMs).people
    expect(at('elm-park').map(({ person, why }) => `${person}: ${why}`)).toEqual(['lee-park: role manager'])
    expect(at('oak-creek').map(({ person, why }) => `${person}: ${why}`)).toEqual([
      'lee-park: role manager',
      'kim-lane: role manager, serves the group west',
    ])
    expect(places.placeOf(at('oak-creek')[1]?.rule ?? [])?.line).toBe(19)
  })

  test('that nobody has at some property is told, and so are its hours without anybody', () => {
    const text = rules(KIM, '    groups: [west]\n').replace('    roles: [manager]\n', '').replace('      - who: nights\n', '')
    expect(told(compile(text)).filter(each => !each.includes('nobody ever rings'))).toEqual([
      '20:3 warning: no ladder in use names the schedule `nights` | - | remove it, or name it where it is meant',
      '26:3 warning: the ladder `emergencies` is one person: `kim-lane` | - | a second person helps when the first one sleeps',
      '28:14 warning: nobody in the role `manager` serves `elm-park`: the rung is skipped there | - | write `elm-park` under `serves:` of somebody in that role',
    ])
  })

  test('is looked at property by property in the next 52 weeks', () => {
    const text = rules(KIM, '    groups: [west]\n').replace('    roles: [manager]\n', '').replace('      - who: nights\n', '')
    const compiled = compileRules(new Map([['rules.yaml', text]]), { now: Date.UTC(2026, 2, 10) as EpochMs })
    expect(told(compiled).map(each => each.split(' | ')[0])).toContain(
      '26:3 warning: the ladder `emergencies` of `elm-park` has nobody for 8736 h of the next 52 weeks',
    )
  })
})

test.each([
  [
    'a place that does not exist',
    KIM.replace('west', '[oak-creek, wset]'),
    '    groups: west\n',
    'there is no property or group `wset`',
  ],
  [
    'a group called as a property',
    KIM,
    '    groups: [west, elm-park]\n',
    '`elm-park` is a property, so no group can be called that',
  ],
  [
    'somebody who serves without a role',
    KIM.replace('roles: manager, ', ''),
    '    groups: west\n',
    '`kim-lane` has no role that could hold anywhere',
  ],
  ['a PIN in the rules', KIM.replace('roles', 'pin: 4711, roles'), '    groups: west\n', 'a PIN is written in the rules'],
])('%s is told', (_, people, oak, message) => {
  expect(told(compile(rules(people, oak))).map(each => each.split(' | ')[0])).toContainEqual(expect.stringContaining(message))
})

test('a PIN is a reference, and stays one in the plan', () => {
  const compiled = compile(rules(KIM.replace('roles', 'pin: env:KIM_PIN, roles'), '    groups: west\n'))
  expect(compiled.ok && compiled.plan.people['kim-lane']).toMatchObject({ pinFrom: 'env:KIM_PIN', serves: ['west'] })
})
