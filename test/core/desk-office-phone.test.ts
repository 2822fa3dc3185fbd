// The phone desk from an office telephone: nobody is known by it, so staff say who they are and prove it; wrong PINs lock the person, and
// in the end the telephone.
import { expect, test } from 'vitest'
import type { OfficePhone, Plan } from '../../src/core/plan/plan.ts'
import { PHONE, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const CODE = '*1'
const FRONT = 'phone:oak-front'
const BACK = 'phone:oak-back'

function plan(): Plan {
  const small = smallPlan()
  const oak = small.properties['oak-creek']
  if (!oak?.office) throw new Error('the small plan has no office at oak-creek')
  const phones = ['oak-front', 'oak-back'].map((id): OfficePhone => ({ id, contact: `sip:${id}@192.0.2.61` }))
  const people = Object.entries(small.people).map(([id, person]) => [id, { ...person, pinFrom: `env:${id}` }])
  return {
    ...small,
    box: { ...small.box, desk: { lines: [], code: CODE, trustedTrunks: ['carrier'], tries: 2, lockSeconds: 900 } },
    people: Object.fromEntries(people),
    properties: { ...small.properties, 'oak-creek': { ...oak, office: { ...oak.office, phones } } },
  }
}

function office() {
  const story = tell({ plan: plan() })
  return {
    story,
    dials(trunk: string, parts: { line?: string; number?: string | null } = {}) {
      const caller = story.arrives({ trunk, line: CODE, number: null, ...parts })
      return {
        ...caller,
        pin: (result: 'right' | 'wrong') => story.driver.take({ type: 'pinChecked', channel: caller.channel, result }),
      }
    },
  }
}

test('staff key their own number, then the PIN', () => {
  const { story, dials } = office()
  const ben = dials(FRONT)
  expect(ben.hears()).toContain('Please key your own cell phone number')
  ben.presses(...'5125551003', '#')
  expect(ben.hears()).toContain('Hello Ben')
  expect(story.facts('desk-opened')).toEqual([])
  ben.pin('right')
  expect(ben.hears()).toContain('Press 1 to hear who is on call')
  expect(story.facts('desk-opened')).toMatchObject([{ person: 'ben', how: 'pin' }])
  expect(story.facts('arrived')).toMatchObject([
    { trunk: FRONT, why: 'staff called the desk from the office telephone oak-front' },
  ])
})

test('a number that the telephone says of itself names nobody, and opens nothing', () => {
  const { story, dials } = office()
  const caller = dials(FRONT, { number: PHONE.ana })
  expect(caller.hears()).toContain('Please key your own cell phone number')
  expect(story.facts('desk-opened')).toEqual([])
})

test('two wrong PINs lock the person out, there and everywhere, and nobody else', () => {
  const { story, dials } = office()
  const first = dials(FRONT)
  first.presses(...'5125551001', '#')
  first.pin('wrong')
  first.pin('wrong')
  expect(first.heard().at(-1)).toContain('too many wrong PINs')
  first.hangsUp()
  const elsewhere = dials(BACK)
  elsewhere.presses(...'5125551001', '#')
  expect(elsewhere.hears()).toContain('too many wrong PINs')
  elsewhere.hangsUp()
  const ben = dials(FRONT)
  ben.presses(...'5125551003', '#')
  ben.pin('right')
  expect(story.facts('desk-opened')).toMatchObject([{ person: 'ben' }])
})

test('whoever tries one person after the other locks the telephone; another telephone stays open', () => {
  const { story, dials } = office()
  for (const number of ['5125551001', '5125551003', '5125551004']) {
    const caller = dials(FRONT)
    caller.presses(...number, '#')
    caller.pin('wrong')
    caller.pin('wrong')
    caller.hangsUp()
  }
  // A right PIN of one's own does not make good what was tried with others'.
  expect(
    story
      .facts('pin-wrong')
      .filter(fact => fact.from === FRONT)
      .map(fact => fact.tries),
  ).toEqual([1, 2, 1, 2, 1, 2])
  const front = dials(FRONT)
  front.presses(...'5125551005', '#')
  expect(front.hears()).toContain('too many wrong PINs')
  expect(story.facts('desk-refused').at(-1)).toMatchObject({
    why: expect.stringContaining('6 wrong PINs in a row at the office telephone oak-front'),
  })
  front.hangsUp()
  const back = dials(BACK)
  back.presses(...'5125551005', '#')
  expect(back.hears()).toContain('Please key your PIN')
  back.hangsUp()
  story.wait(16 * 60)
  expect(dials(FRONT).hears()).toContain('Please key your own cell phone number')
})

test('a telephone that the rules do not have, another code, and the code over a trunk lead to no desk', () => {
  const { story, dials } = office()
  dials('phone:elsewhere')
  dials(FRONT, { line: '*2' })
  dials('carrier', { number: PHONE.ana })
  expect(story.driver.world.desks.size).toBe(0)
  expect(story.facts('stranger-refused')).toHaveLength(2)
})
