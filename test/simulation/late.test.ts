// An urgent matter that nobody has in time, told by the whole daemon in virtual time: with a
// restart in between, and with its cost.
import { expect, test } from 'vitest'
import { accepting, EMERGENCY, expectNothingLeft, factsOf, night, phone, presses, resident } from '../support/night.ts'
import { ladder, rung, smallPlan } from '../support/plan.ts'

const urgent = resident({ reactions: [presses(EMERGENCY, '1')], staysFor: 400 })
const nobody = (['ana', 'ana-home', 'ben'] as const).map(who => phone(who, { does: 'ring' }))
const target = (seconds?: number, passes = 1) =>
  smallPlan({
    ladder: ladder([rung(['ana']), rung(['ben'])], { passes }),
    oak: seconds === undefined ? {} : { target: seconds },
  })

const lateAt = (story: ReturnType<typeof night>) => {
  const facts = story.journal.facts()
  const called = facts.find(({ kind }) => kind === 'arrived')?.at ?? 0
  return facts.flatMap(fact => (fact.kind === 'late' ? [(fact.at - called) / 1000] : []))
}

test('nobody takes it: late at its second, though the caller has long hung up and the ladder is at its end', async () => {
  const story = night({ plan: target(600), residents: [urgent], telephones: nobody })
  story.start()
  await story.run(3600)
  expect(factsOf(story, 'unreached')).toHaveLength(1)
  expect(lateAt(story)).toEqual([600])
  expectNothingLeft(story)
})

test('the daemon is away when it would be late: told when it is back, once', async () => {
  const story = night({ plan: target(300, 20), residents: [urgent], telephones: nobody })
  story.start()
  await story.run(60)
  story.kill()
  await story.run(400)
  expect(lateAt(story)).toEqual([])
  story.start()
  await story.run(600)
  const [late = 0, ...more] = lateAt(story)
  expect(late).toBeGreaterThan(400)
  expect(more).toEqual([])
})

test('it is away before and back again in time: late at its second', async () => {
  const story = night({ plan: target(300, 20), residents: [urgent], telephones: nobody })
  story.start()
  await story.run(60)
  story.kill()
  await story.run(20)
  story.start()
  await story.run(600)
  expect(lateAt(story)).toEqual([300])
})

test('what it costs: nothing where somebody takes it or there is no target, one turn where it is late', async () => {
  const turns = async (seconds: number | undefined, telephones: typeof nobody) => {
    const story = night({ plan: target(seconds), residents: [urgent], telephones })
    story.start()
    await story.run(3500)
    return story.journal.turns().length
  }
  const taken = [phone('ana', accepting({ talksFor: 60 }))]
  expect(await turns(600, taken)).toBe(await turns(undefined, taken))
  expect(await turns(600, nobody)).toBe((await turns(undefined, nobody)) + 1)
})
