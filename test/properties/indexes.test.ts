// The indexes of the world answer what a look at every live stream would, in the middle of any turn and after
// any run of inputs; and one that was kept turn by turn is the one that would be built from nothing.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/core/plan/plan.ts'
import { type Around, around } from '../../src/core/world/around.ts'
import { waitingForThis } from '../../src/core/world/free-again.ts'
import { INDEX_NAMES, INDEXES_OF, KEYS } from '../../src/core/world/indexes.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { type Dialled, emptyWorld, keep, liveStreams, settle, type World } from '../../src/core/world/world.ts'
import { act, openOutside, type Step, step } from '../support/arbitrary-inputs.ts'
import { deskPlan } from '../support/desk.ts'
import { openDriver } from '../support/driver.ts'
import { howOften } from '../support/how-often.ts'
import { ladder, PLAN_HASH, rung } from '../support/plan.ts'
import { walked, walkedWaiting } from '../support/walked.ts'

/** Caps far above what is reached, so that load and room are asked for every leg. */
const caps = { atOnce: 500, perHour: 5000 }
const rungs = [rung(['ana', 'ben']), rung(['ben', 'dan'], { mode: 'all', tries: 2 })]
const oak = { sameTrouble: { water: 'property' }, storm: { callers: 3, withinSeconds: 600 }, dialling: caps } as const
const uncapped = deskPlan(['carrier'], { ladder: ladder(rungs, { passes: 2 }), oak })
const dialling = { ...caps, atOnce: 3, countries: ['+1'], refuse: [] }
/** Half of the runs are under a cap of the box, which is met now and then: room under it wakes whoever waits. */
const capped = { ...uncapped, box: { ...uncapped.box, dialling } }

const RUNS = howOften(20)

const steps = fc.array(step, { minLength: 1, maxLength: 120, size: 'max' })

/** Every question is answered twice, and must be answered alike. */
function both(one: Around, other: Around, asked: Set<string>): Around {
  const names = Object.keys(one) as (keyof Around)[]
  const pairs = names.map(name => {
    const ask = (...about: unknown[]) => {
      const of = (from: Around) => (from[name] as (...about: unknown[]) => unknown)(...about)
      const answer = of(one)
      expect(answer, `${name} ${JSON.stringify(about)}`).toEqual(of(other))
      asked.add(name)
      return answer
    }
    return [name, ask] as const
  })
  return Object.fromEntries(pairs) as unknown as Around
}

/** The run, decided again in a world beside it with both answers compared. */
function compare(plan: Plan, script: readonly Step[], asked: Set<string>): void {
  const world = emptyWorld()
  world.plans.set(PLAN_HASH, plan)
  const dialled: Dialled[] = []
  const driver = openDriver({
    plan,
    onTurn({ input, at, commands, facts }) {
      const again = takeTurn(world, input, at, (seen, changed) =>
        both(around(world, seen, at, changed), walked(world, dialled, at, changed), asked),
      )
      expect(again.facts).toEqual(facts)
      const changed = new Map(again.changes.map(stream => [stream.id, stream]))
      const woken = waitingForThis(world, changed)
      if (woken.length > 0) asked.add('waiting')
      expect(woken).toEqual(walkedWaiting(world, changed))
      settle(world, again)
      for (const { leg, property, at: when } of world.dialled.all)
        if (!dialled.some(one => one.leg === leg)) dialled.push({ leg, property, at: when })
      expect(commands.length).toBe(again.commands.length)
    },
  })
  const outside = openOutside()
  for (const one of script) act(driver, outside, one)
}

test('every answer is that of a look at every live stream', () => {
  const asked = new Set<string>()
  fc.assert(
    fc.property(steps, fc.boolean(), (script, isCapped) => compare(isCapped ? capped : uncapped, script, asked)),
    { numRuns: RUNS },
  )
  if (RUNS > 400) expect(asked.size).toBe(10)
})

test('kept turn by turn, an index is what it would be built from nothing', () => {
  fc.assert(
    fc.property(steps, script => {
      const driver = openDriver({ plan: capped })
      const outside = openOutside()
      for (const one of script) act(driver, outside, one)
      const { world } = driver
      for (const stream of liveStreams(world))
        for (const name of INDEX_NAMES)
          if (!INDEXES_OF[stream.kind].includes(name)) expect(KEYS[name](stream), `${name} of a ${stream.kind}`).toEqual([])
      const anew = emptyWorld()
      for (const stream of liveStreams(world)) keep(anew, stream)
      for (const name of INDEX_NAMES) expect(world.indexes[name], name).toEqual(anew.indexes[name])
      const order = ({ places }: World) => [...places.of].sort(([, a], [, b]) => a - b).map(([id]) => id)
      expect(order(world)).toEqual(order(anew))
      expect(order(world)).toEqual(liveStreams(world).map(({ id }) => id))
    }),
    { numRuns: RUNS },
  )
})
