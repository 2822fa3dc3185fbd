// Caps on dialling: what is beyond them is not rung, said in the log, and rung as soon as there is room.
import { expect, test } from 'vitest'
import { LINE, ladder, rung, smallPlan, TRUNK } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const everybody = ladder([rung(['ana', 'ben', 'dan'], { mode: 'all' })])

function limited(caps: { atOnce?: number; perHour?: number }, whose: 'box' | 'oak' = 'oak') {
  const plan = smallPlan({ ladder: everybody, ...(whose === 'oak' ? { oak: { dialling: caps } } : {}) })
  if (whose === 'oak') return tell({ plan })
  return tell({ plan: { ...plan, box: { ...plan.box, dialling: { countries: ['+1'], refuse: [], ...caps } } } })
}

test('at once: of three telephones two ring, and the third when one of them has ended', () => {
  const story = limited({ atOnce: 2 })
  story.arrives().presses('1', '*')
  expect(story.ringing()).toEqual(['ana', 'ben'])
  expect(story.facts('dial-capped')).toEqual([
    expect.objectContaining({ person: 'dan', why: 'this property rings at most 2 at once' }),
  ])
  story.phone('ana').isBusy()
  story.phone('ben').isBusy()
  expect(story.ringing()).toContain('dan')
})

test('the cap of the box counts what all incidents ring', () => {
  const story = limited({ atOnce: 4 }, 'box')
  story.arrives().presses('1', '*')
  expect(story.ringing()).toHaveLength(3)
  story.arrives({ trunk: TRUNK.pbx, line: LINE.lakeside, number: '+13125550199' }).presses('1', '*')
  expect(story.ringing().length).toBeLessThanOrEqual(4)
})

test('who waits for room is rung when somebody else hangs up', () => {
  const plan = smallPlan({ ladder: ladder([rung(['ana']), rung(['ben'])]) })
  const dialling = { atOnce: 1, countries: ['+1'], refuse: [] }
  const story = tell({ plan: { ...plan, box: { ...plan.box, dialling } } })
  const first = story.arrives()
  first.presses('1', '*')
  const ana = story.phone('ana').answers().presses('1').joins()
  first.joins()
  story.arrives({ number: '+13125550199' }).presses('1', '*')
  // Ana is busy for as long as her rung rings; then there is no room for Ben.
  story.wait(25)
  expect(story.facts('dial-capped')).toMatchObject([{ person: 'ben' }])
  expect(story.ringing()).toEqual([])
  ana.hangsUp()
  story.wait(1)
  expect(story.ringing()).toEqual(['ben'])
})

test('an hour: what was dialled for matters that are done counts, until it is an hour ago', () => {
  const story = limited({ perHour: 3 })
  const caller = story.arrives()
  caller.presses('1', '*')
  story.phone('ana').answers().presses('5')
  story.phone('ana').listens().hangsUp()
  caller.listens().hangsUp()
  const stream = story.incident().id
  story.driver.take({ type: 'resolvedByHand', stream, who: 'Pat', why: 'done', outcome: 'going-out' })
  story.arrives({ number: '+13125550199' }).presses('1', '*')
  expect(story.ringing()).toEqual([])
  expect(story.facts('dial-capped').at(-1)).toMatchObject({ why: 'this property dials at most 3 an hour' })
  story.wait(3600)
  story.arrives({ number: '+13125550177' }).presses('1', '*')
  expect(story.ringing()).toEqual(['ana', 'ben', 'dan'])
})

test('no room to call the caller back: the technician hears the number instead', () => {
  const story = limited({ atOnce: 1 })
  const caller = story.arrives()
  caller.presses('1', '*').hangsUp()
  const ana = story.phone('ana').answers().presses('1')
  expect(story.facts('dial-refused')).toMatchObject([{ why: 'this property rings at most 1 at once' }])
  expect(ana.hears()).toContain('[13125550142]')
  expect(story.facts('owned')).toMatchObject([{ person: 'ana' }])
})
