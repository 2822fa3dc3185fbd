// The machine is suspended, or its clock is set, in the middle of a call: nobody loses the time that they had left, and what goes by the
// clock goes by the new one.
import { expect, test } from 'vitest'
import {
  accepting,
  attempts,
  EMERGENCY,
  expectNothingLeft,
  factsOf,
  night,
  phone,
  presses,
  resident,
  storyOf,
} from '../support/night.ts'
import { DAY, NIGHT } from '../support/plan.ts'

const HOUR_MS = 3_600_000
const urgent = (parts = {}) => resident({ reactions: [presses(EMERGENCY, '1')], ...parts })

/** At any second of the call: while a question is asked, a telephone rings, somebody is briefed. */
test.each([3, 8, 14, 20, 26, 30, 34, 40])('a jump of an hour after %i s changes nothing for anybody', async after => {
  const parts = {
    residents: [urgent({ staysFor: 300 })],
    telephones: [phone('ana', { does: 'ring' }), phone('ana-home', { does: 'ring' }), phone('ben', accepting({ talksFor: 60 }))],
  }
  const undisturbed = night(parts)
  const story = night(parts)
  undisturbed.start()
  story.start()
  await undisturbed.run(600)
  await story.run(after)
  story.clock.jump(HOUR_MS)
  await story.run(600)
  const told = (simulation: typeof story) =>
    simulation.journal.facts().flatMap(({ kind }) => (kind === 'clock-jumped' || kind === 'told' ? [] : [kind]))
  expect(told(story), storyOf(story)).toEqual(told(undisturbed))
  expect(attempts(story)).toEqual(attempts(undisturbed))
  expect(factsOf(story, 'clock-jumped').length).toBeGreaterThan(0)
  expect(story.daemon()?.alarms() ?? []).toEqual([])
  expectNothingLeft(story)
})

test('hours go by the clock: who calls after the jump into the day reaches the office', async () => {
  const story = night({ residents: [resident({ at: 100 })], office: { answersAfter: 8, talksFor: 60 } })
  story.start()
  await story.run(50)
  story.clock.jump(DAY - NIGHT)
  await story.run(600)
  expect(factsOf(story, 'left').map(left => left.outcome)).toEqual(['office-answered'])
  expectNothingLeft(story)
})
