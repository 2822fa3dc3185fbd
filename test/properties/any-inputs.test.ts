// Whatever the outside says, in whatever order: nothing throws, every turn leaves a sound world, every deadline moves on, and what
// was journalled is decided the same again.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { remembered } from '../../src/core/world/around.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld, keep, settle, type Turn, type World } from '../../src/core/world/world.ts'
import { act, openOutside, type Step, step } from '../support/arbitrary-inputs.ts'
import { deskPlan } from '../support/desk.ts'
import { openDriver, streamsOf } from '../support/driver.ts'
import { howOften } from '../support/how-often.ts'
import { ladder, PLAN_HASH, rung, withTexts } from '../support/plan.ts'

/** A ladder with all that ladders have. */
const rungs = [rung(['ana', 'ben']), rung(['ben', 'dan'], { mode: 'all', tries: 2 }), rung(['cleo', 'eve'])]
const told = { reminderSeconds: 100, remindBy: 'sms', addedWords: 'sms' } as const
const plan = withTexts(
  deskPlan(['carrier'], {
    ladder: ladder(rungs, { passes: 2, ...told }),
    oak: { sameTrouble: { water: 'property' }, target: 60 },
  }),
  ['ana', 'cleo'],
)

const RUNS = howOften(40)

const steps = fc.array(step, { minLength: 1, maxLength: 120, size: 'max' })

function run(script: readonly Step[]) {
  const driver = openDriver({ plan })
  const outside = openOutside()
  for (const one of script) act(driver, outside, one)
  return driver
}

test('any inputs in any order keep the world sound and never throw', () => {
  let busiest = 0
  let lent = 0
  fc.assert(
    fc.property(steps, script => {
      const driver = run(script)
      busiest = Math.max(busiest, driver.facts().length)
      lent += driver.turns.flatMap(turn => turn.changes).filter(one => one.kind === 'desk' && one.phase === 'connected').length
    }),
    { numRuns: RUNS },
  )
  expect(busiest).toBeGreaterThan(20)
  // One script in twenty gets as far as a resident at the desk: so many have some for sure.
  if (RUNS > 400) expect(lent).toBeGreaterThan(0)
})

test('replaying the journal gives the same facts, states and commands', () => {
  fc.assert(
    fc.property(steps, script => {
      const driver = run(script)
      const journal = JSON.parse(JSON.stringify(driver.turns)) as Turn[]
      const world = replayed(journal)
      expect([...world.calls.values()]).toEqual([...driver.world.calls.values()])
      expect([...world.incidents.values()]).toEqual([...driver.world.incidents.values()])
      expect([...world.desks.values()]).toEqual([...driver.world.desks.values()])
      expect([...world.standing.values()]).toEqual([...driver.world.standing.values()])
    }),
    { numRuns: howOften(12) },
  )
})

/** Decides every input again with nothing but the journal. */
function replayed(journal: readonly Turn[]): World {
  const world = emptyWorld()
  world.plans.set(PLAN_HASH, plan)
  for (const turn of journal) {
    const again = takeTurn(world, turn.input, turn.at, seen => remembered(turn.seen, seen))
    expect(again).toEqual(turn)
    settle(world, again)
  }
  return world
}

test('a world that was written down and read again decides the same', () => {
  fc.assert(
    fc.property(steps, steps, (before, after) => {
      const driver = run(before)
      const world = emptyWorld()
      world.plans.set(PLAN_HASH, plan)
      for (const stream of streamsOf(driver.world)) keep(world, JSON.parse(JSON.stringify(stream)))
      const restored = openDriver({ world, at: driver.now() })
      const outside = [openOutside(), openOutside()] as const
      const arrivals = driver.turns.length
      for (const o of outside) o.arrivals = arrivals
      const had = driver.turns.length
      for (const one of after) {
        act(driver, outside[0], one)
        act(restored, outside[1], one)
      }
      expect(restored.turns).toEqual(driver.turns.slice(had))
    }),
    { numRuns: howOften(8) },
  )
})
