// Overrides, absences and the fallback by table: who is on call, and the exact words that say why.
import { describe, expect, test } from 'vitest'
import { onCall, resolveTargets, rosterOf } from '../../src/core/plan/on-call.ts'
import type { Absence, Override, Person, Plan } from '../../src/core/plan/plan.ts'
import { planWith, rotation, time } from './build.ts'

const away = (from: string, to: string, substitute: string | null = null): Absence => ({
  ...span(from, to),
  zone: 'America/Chicago',
  substitute,
})
const span = (from: string, to: string) => ({ from: from.replace(' ', 'T'), to: to.replace(' ', 'T') })

function nights(
  overrides: readonly Override[],
  absences: Readonly<Record<string, readonly Absence[]>> = {},
  fallback: string | null = 'meg',
): Plan {
  const person = (id: string): Person => ({
    ...{ id, name: id, phones: ['+15125550101'], language: 'en' },
    roles: id === 'ann' || id === 'bob' ? ['crew'] : [],
    absences: absences[id] ?? [],
  })
  return planWith({
    people: Object.fromEntries(['ann', 'bob', 'cleo', 'dan', 'meg'].map(id => [id, person(id)])),
    schedules: {
      nights: {
        ...{ id: 'nights', zone: 'America/Chicago', overrides, fallback },
        rotations: [rotation(['ann', 'bob'], '1 weeks', '2026-01-05 08:00'), rotation(['cleo'], '1 weeks', '2026-01-05 08:00')],
      },
    },
  })
}

const who = (plan: Plan, at: string) => onCall(plan, 'nights', time(at)).map(({ person }) => person)

describe('an override', () => {
  const day = span('2026-01-07 08:00', '2026-01-08 08:00')
  const add: Override = { ...day, do: 'add', people: ['dan', 'ann'] }
  const remove: Override = { ...day, do: 'remove', people: ['ann'] }
  const replace: Override = { ...day, do: 'replace', person: 'ann', by: 'dan' }
  const replaceBob: Override = { ...day, do: 'replace', person: 'bob', by: 'dan' }
  test.each<[string, Override[], string, string[]]>([
    ['begins at its first minute', [add], '2026-01-07 07:59 -06:00', ['ann', 'cleo']],
    ['begins at its first minute', [add], '2026-01-07 08:00 -06:00', ['ann', 'cleo', 'dan']],
    ['is over at its last', [add], '2026-01-08 07:59 -06:00', ['ann', 'cleo', 'dan']],
    ['is over at its last', [add], '2026-01-08 08:00 -06:00', ['ann', 'cleo']],
    ['removes', [remove], '2026-01-07 12:00 -06:00', ['cleo']],
    ['replaces in the same place', [replace], '2026-01-07 12:00 -06:00', ['dan', 'cleo']],
    ['replaces only whoever is on call', [replaceBob], '2026-01-07 12:00 -06:00', ['ann', 'cleo']],
    ['names nobody twice', [{ ...day, do: 'replace', person: 'ann', by: 'cleo' }], '2026-01-07 12:00 -06:00', ['cleo']],
    [
      'sees what those before it left',
      [replace, { ...day, do: 'replace', person: 'dan', by: 'bob' }],
      '2026-01-07 12:00 -06:00',
      ['bob', 'cleo'],
    ],
    ['sees what those before it left', [remove, replace], '2026-01-07 12:00 -06:00', ['cleo']],
    ['sees what those before it left', [remove, add], '2026-01-07 12:00 -06:00', ['cleo', 'dan', 'ann']],
    [
      'that removes everybody leaves the fallback',
      [{ ...day, do: 'remove', people: ['ann', 'cleo'] }],
      '2026-01-07 12:00 -06:00',
      ['meg'],
    ],
    // 01:30 comes twice on 2026-11-01: the first as a start, the last as an end.
    [
      'begins at the first 01:30',
      [{ ...add, ...span('2026-11-01 01:30', '2026-11-01 04:00') }],
      '2026-11-01 01:30 -05:00',
      ['ann', 'cleo', 'dan'],
    ],
    [
      'ends at the last 01:30',
      [{ ...add, ...span('2026-11-01 00:00', '2026-11-01 01:30') }],
      '2026-11-01 01:29 -06:00',
      ['ann', 'cleo', 'dan'],
    ],
    [
      'ends at the last 01:30',
      [{ ...add, ...span('2026-11-01 00:00', '2026-11-01 01:30') }],
      '2026-11-01 01:30 -06:00',
      ['ann', 'cleo'],
    ],
    // 02:30 does not exist on 2026-03-08.
    [
      'begins after the jump',
      [{ ...add, ...span('2026-03-08 02:30', '2026-03-08 04:00') }],
      '2026-03-08 01:59 -06:00',
      ['ann', 'cleo'],
    ],
    [
      'begins after the jump',
      [{ ...add, ...span('2026-03-08 02:30', '2026-03-08 04:00') }],
      '2026-03-08 03:00 -05:00',
      ['ann', 'cleo', 'dan'],
    ],
  ])('%s: %#', (_, overrides, at, expected) => {
    expect(who(nights(overrides), at)).toEqual(expected)
  })
})

describe('an absence', () => {
  const holiday = away('2026-01-07 08:00', '2026-01-10 08:00')
  const covered = away('2026-01-07 08:00', '2026-01-10 08:00', 'dan')
  test.each<[string, Record<string, Absence[]>, string, string[]]>([
    ['leaves the place empty', { ann: [holiday] }, '2026-01-07 08:00 -06:00', ['cleo']],
    ['is over at its end', { ann: [holiday] }, '2026-01-10 08:00 -06:00', ['ann', 'cleo']],
    ['is filled by the substitute', { ann: [covered] }, '2026-01-07 08:00 -06:00', ['dan', 'cleo']],
    [
      'is filled by the substitute of the substitute',
      { ann: [covered], dan: [away('2026-01-01 00:00', '2026-02-01 00:00', 'meg')] },
      '2026-01-07 08:00 -06:00',
      ['meg', 'cleo'],
    ],
    [
      'that leads in a circle is empty',
      { ann: [covered], dan: [away('2026-01-01 00:00', '2026-02-01 00:00', 'ann')] },
      '2026-01-07 08:00 -06:00',
      ['cleo'],
    ],
    ['of everybody leaves the fallback', { ann: [holiday], cleo: [holiday] }, '2026-01-07 08:00 -06:00', ['meg']],
    ['of the fallback too leaves nobody', { ann: [holiday], cleo: [holiday], meg: [holiday] }, '2026-01-07 08:00 -06:00', []],
    [
      'by whoever is on call anyway is named once',
      { ann: [away('2026-01-07 08:00', '2026-01-10 08:00', 'cleo')] },
      '2026-01-07 08:00 -06:00',
      ['cleo'],
    ],
  ])('%s', (_, absences, at, expected) => {
    expect(who(nights([], absences), at)).toEqual(expected)
  })

  test('counts for a role and for a rung that names the person', () => {
    const targets = [
      { kind: 'role', id: 'crew' },
      { kind: 'person', id: 'ann' },
    ] as const
    expect(resolveTargets(nights([], { ann: [covered] }), targets, time('2026-01-07 12:00 -06:00'))).toEqual([
      { person: 'dan', why: 'for ann, who is away from 2026-01-07 08:00 to 2026-01-10 08:00: role crew' },
      { person: 'bob', why: 'role crew' },
    ])
  })
  test('is meant on its own clock', () => {
    const there = nights([], { ann: [{ ...holiday, zone: 'America/Phoenix' }] })
    expect(who(there, '2026-01-07 08:59 -06:00')).toEqual(['ann', 'cleo'])
    expect(who(there, '2026-01-07 09:00 -06:00')).toEqual(['cleo'])
  })
})

test('the roster says why, who was left out, and which rule it was', () => {
  const day = span('2026-01-07 08:00', '2026-01-08 08:00')
  const plan = nights(
    [
      { ...day, do: 'replace', person: 'ann', by: 'bob' },
      { ...day, do: 'add', people: ['meg'] },
    ],
    {
      cleo: [away('2026-01-07 08:00', '2026-01-10 08:00', 'dan')],
    },
  )
  expect(rosterOf(plan, 'nights', time('2026-01-07 12:00 -06:00'))).toEqual({
    people: [
      {
        person: 'bob',
        why: 'in place of ann from 2026-01-07 08:00 to 2026-01-08 08:00 by an override: on call in nights, rotation 1, from 2026-01-05 08:00 to 2026-01-12 08:00',
        rule: ['schedules', 'nights', 'overrides', 0],
      },
      {
        person: 'dan',
        why: 'for cleo, who is away from 2026-01-07 08:00 to 2026-01-10 08:00: on call in nights, rotation 2, from 2026-01-05 08:00 to 2026-01-12 08:00',
        rule: ['people', 'cleo', 'absences', 0],
      },
      {
        person: 'meg',
        why: 'added to nights from 2026-01-07 08:00 to 2026-01-08 08:00 by an override',
        rule: ['schedules', 'nights', 'overrides', 1],
      },
    ],
    leftOut: [
      {
        person: 'ann',
        why: 'ann is replaced by bob from 2026-01-07 08:00 to 2026-01-08 08:00',
        rule: ['schedules', 'nights', 'overrides', 0],
      },
      { person: 'cleo', why: 'cleo is away from 2026-01-07 08:00 to 2026-01-10 08:00', rule: ['people', 'cleo', 'absences', 0] },
    ],
  })
})

test('the fallback says whom it stands for', () => {
  const day = span('2026-01-07 08:00', '2026-01-08 08:00')
  const plan = nights([{ ...day, do: 'remove', people: ['ann'] }], { cleo: [away('2026-01-07 08:00', '2026-01-10 08:00')] })
  expect(onCall(plan, 'nights', time('2026-01-07 12:00 -06:00'))).toEqual([
    {
      person: 'meg',
      why: 'fallback of nights: ann is removed from nights from 2026-01-07 08:00 to 2026-01-08 08:00, cleo is away from 2026-01-07 08:00 to 2026-01-10 08:00',
    },
  ])
})
