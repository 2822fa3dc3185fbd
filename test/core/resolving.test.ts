// Acknowledged is not done: where the ladder says so, an owned incident stays open until it is resolved, reopened, or its time is over.
import { expect, test } from 'vitest'
import { ladder, rung, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const DAY_SECONDS = 24 * 3600

function owned(openForSeconds?: number) {
  const open = openForSeconds === undefined ? {} : { openForSeconds }
  const story = tell({ plan: smallPlan({ ladder: ladder([rung(['ana'])], open) }) })
  const caller = story.arrives()
  caller.presses('1', '*')
  caller.hangsUp()
  const ana = story.phone('ana').answers().presses('5')
  ana.listens().hangsUp()
  return story
}

test('it stays open, is resolved, and says who, how and why', () => {
  const story = owned(DAY_SECONDS)
  story.wait(3600)
  const { id, phase } = story.incident()
  expect(phase).toBe('acknowledged')
  story.driver.take({ type: 'resolvedByHand', stream: id, who: 'ben', outcome: 'false-alarm', why: 'a sprinkler' })
  expect(story.facts('resolved')).toMatchObject([{ person: 'ben', outcome: 'false-alarm', why: 'a sprinkler' }])
  expect(story.driver.world.incidents.size).toBe(0)
})

test('reopened: taken from its owner, and the ladder begins anew', () => {
  const story = owned(DAY_SECONDS)
  story.driver.take({ type: 'reopenedByHand', stream: story.incident().id, who: 'ben', why: 'she is ill' })
  expect(story.facts('reopened')).toMatchObject([{ by: 'ben', why: 'she is ill' }])
  expect(story.incident()).toMatchObject({ phase: 'ringing', owner: null })
  expect(story.ringing()).toEqual(['ana'])
})

test.each([600, 5400])('without an outcome it is closed after %i s, and that is said', seconds => {
  const story = owned(seconds)
  story.wait(seconds - 10)
  expect(story.driver.world.incidents.size).toBe(1)
  story.wait(20)
  expect(story.facts('closed-without-outcome')).toMatchObject([{ person: 'ana' }])
  expect(story.driver.world.incidents.size).toBe(0)
})

test('a ladder that says nothing closes it as soon as nobody is on the line', () => {
  const story = owned()
  expect(story.driver.world.incidents.size).toBe(0)
  expect(story.facts('closed-without-outcome')).toEqual([])
})
