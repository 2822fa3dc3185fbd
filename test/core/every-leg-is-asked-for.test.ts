// The one gate that every outbound leg passes: what it lets through, what it refuses, and what is heard of it.
import { expect, test } from 'vitest'
import { clearToDial } from '../../src/core/dialling/clear-to-dial.ts'
import type { Person, Plan } from '../../src/core/plan/plan.ts'
import { around } from '../../src/core/world/around.ts'
import type { E164 } from '../../src/core/world/ids.ts'
import { legId } from '../../src/core/world/our-legs.ts'
import { LINE, ladder, PHONE, rung, smallPlan } from '../support/plan.ts'
import { onHold } from '../support/specimens.ts'
import { tell } from '../support/story.ts'

function asked(number: E164, change: (plan: Plan) => Plan = plan => plan, from: 'incident' | 'call' = 'incident') {
  const { story } = onHold()
  const { world } = story.driver
  const incident = story.incident()
  const call = [...world.calls.values()][0]
  const stream = from === 'incident' ? incident : call
  if (stream === undefined) throw new Error('no stream')
  const channel = legId(incident.id, 9)
  const dial = { do: 'dial', channel, trunk: 'carrier', number, callerId: '', callerName: '', timeoutSeconds: 30 } as const
  const cleared = clearToDial(
    { plan: change(smallPlan()), stream, dial, pending: [channel], cleared: [] },
    around(world, [], story.driver.now()),
  )
  return cleared.yes ? 'yes' : cleared.why
}

const nobody = 'it is neither in the rules nor the number of the caller of an open incident'

test.each([
  ['a person of the rules', PHONE.ben, 'yes'],
  ['the very caller', '+13125550142', 'yes'],
  ['another resident', '+13125550143', nobody],
  ['an emergency number', '911', nobody],
  ['a line of the box', LINE.oak, nobody],
])('for an incident, %s: %s', (_, number, answer) => {
  expect(asked(number)).toBe(answer)
})

test('a call by itself rings nobody who calls in', () => {
  expect(asked('+13125550142', undefined, 'call')).toBe(nobody)
})

test('countries of the rules bind what stands in the rules, too; a line of the box is never rung', () => {
  const phones =
    (...of: string[]) =>
    (plan: Plan): Plan => ({
      ...plan,
      people: { ...plan.people, ben: { ...(plan.people.ben as Person), phones: of } },
      box: { ...plan.box, dialling: { countries: ['+1'], refuse: ['+1900'] } },
    })
  expect(asked('+442071234567', phones('+442071234567'))).toBe('it is in a country that the rules do not allow')
  expect(asked('+19005550100', phones('+19005550100'))).toBe('the rules refuse numbers that begin so')
  expect(asked(LINE.oak, phones(LINE.oak))).toBe('it is a line of this box')
})

test('what the gate refuses is a fact, was not dialled, and the ladder goes on', () => {
  const plan = smallPlan()
  const wrong: Plan = { ...plan, people: { ...plan.people, ana: { ...(plan.people.ana as Person), phones: [LINE.oak] } } }
  const story = tell({ plan: wrong })
  story.arrives().presses('1', '*')
  expect(story.facts('dial-refused')).toMatchObject([{ callerNumber: LINE.oak, why: 'it is a line of this box' }])
  expect(story.facts('dialled').map(({ person }) => person)).toEqual(['ben'])
  expect(story.facts('attempt-ended')).toMatchObject([{ person: 'ana', result: 'refused', why: 'it is a line of this box' }])
  expect(story.ringing()).toEqual(['ben'])
})

test('a trunk that is full is passed by; when all are, the telephone waits for one', () => {
  const plan = smallPlan({
    ladder: ladder([rung(['ana', 'ben', 'dan', 'cleo'], { mode: 'all' })]),
    trunks: { carrier: { channels: 2 }, backup: { channels: 2 } },
    oak: { outbound: ['carrier', 'backup'] },
  })
  const story = tell({ plan })
  // The caller has one of the carrier's two channels.
  story.arrives().presses('1', '*')
  expect(story.facts('dialled').map(({ person, trunk }) => [person, trunk])).toEqual([
    ['ana', 'carrier'],
    ['ben', 'backup'],
    ['dan', 'backup'],
  ])
  expect(story.facts('dial-capped')).toMatchObject([
    { person: 'cleo', why: 'trunk carrier carries 2 calls at once, and has them' },
  ])
  story.phone('ben').isBusy()
  story.phone('ana').isBusy()
  story.phone('dan').isBusy()
  story.wait(1)
  expect(story.ringing()).toContain('cleo')
})

test('the caps are asked again when a second trunk is tried', () => {
  const plan = smallPlan({ ladder: ladder([rung(['ana'])]), oak: { outbound: ['carrier', 'backup'], dialling: { perHour: 1 } } })
  const story = tell({ plan })
  story.arrives().presses('1', '*')
  expect(story.facts('dialled')).toHaveLength(1)
  story.phone('ana').isCongested()
  expect(story.facts('dialled')).toHaveLength(1)
  expect(story.facts('dial-capped').at(-1)).toMatchObject({ person: 'ana', why: 'this property dials at most 1 an hour' })
})
