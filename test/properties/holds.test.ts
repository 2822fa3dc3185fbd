// Whatever the order of turns: what is held at the moment is never removed or erased, and what is held
// no more goes with the next look. The world may die between any two turns: it comes back from its streams.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holdId } from '../../src/core/standing/hold.ts'
import { HOLDABLE, type Holdable } from '../../src/core/standing/standing.ts'
import { callId, type EpochMs, incidentId } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld, keep, liveStreams, settle, type World } from '../../src/core/world/world.ts'
import { PLAN_HASH, smallPlan } from '../support/plan.ts'

const THINGS = [1, 2, 3].map(n => {
  const call = callId(`1700000000.${n}`)
  const names = { call, incident: incidentId(call, 1), person: n === 3 ? 'ben' : 'ana', property: n === 1 ? 'oak' : 'elm' }
  return { call, names, wouldHold: HOLDABLE.map(of => holdId(of, names[of])) }
})

type Step =
  | { readonly do: 'set' | 'end'; readonly of: Holdable; readonly thing: number }
  | { readonly do: 'erase' | 'by-rule' | 'remove'; readonly thing: number }
  | { readonly do: 'die' }

const thing = fc.nat(THINGS.length - 1)
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constantFrom('set' as const, 'end' as const), of: fc.constantFrom(...HOLDABLE), thing }),
    fc.record({ do: fc.constantFrom('erase' as const, 'by-rule' as const, 'remove' as const), thing }),
    fc.record({ do: fc.constant('die' as const) }),
  ),
  { maxLength: 40 },
)

function revived(world: World): World {
  const next = emptyWorld()
  next.plans.set(PLAN_HASH, smallPlan())
  for (const stream of liveStreams(world)) keep(next, JSON.parse(JSON.stringify(stream)))
  return next
}

function inputOf(step: Exclude<Step, { do: 'die' }>, now: EpochMs): Input {
  const one = THINGS[step.thing]
  if (one === undefined) throw new Error('there is no such thing')
  const { call, names, wouldHold } = one
  const rule = { endedAt: (now - 2 * 86_400_000) as EpochMs, keepSeconds: 86_400 }
  switch (step.do) {
    case 'set': {
      const name = names[step.of]
      return { type: 'holdSet', stream: holdId(step.of, name), of: step.of, name, who: 'kim', why: 'case', plan: PLAN_HASH }
    }
    case 'end':
      return { type: 'standingEnded', stream: holdId(step.of, names[step.of]), who: 'kim', why: 'settled' }
    case 'erase':
      return { type: 'callErased', stream: call, who: 'pat', incidents: [names.incident], wouldHold }
    case 'by-rule':
      return { type: 'callErased', stream: call, who: 'retention', incidents: [names.incident], wouldHold, rule }
    case 'remove':
      return {
        ...({ type: 'overAge', stream: call, recording: 'r', what: 'talks', incidents: [names.incident] } as const),
        ...{ takenAt: rule.endedAt, keepSeconds: rule.keepSeconds, wouldHold },
      }
  }
}

test('a held thing is never erased, an unheld one is, in whatever order they come', () => {
  fc.assert(
    fc.property(steps, all => {
      let world = revived(emptyWorld())
      const held = new Set<string>()
      all.forEach((step, n) => {
        if (step.do === 'die') {
          world = revived(world)
          return
        }
        const input = inputOf(step, (1_800_000_000_000 + n * 1000) as EpochMs)
        const turn = takeTurn(world, input, (1_800_000_000_000 + n * 1000) as EpochMs)
        settle(world, turn)
        if (input.type === 'holdSet') held.add(input.stream)
        else if (input.type === 'standingEnded') held.delete(input.stream)
        else {
          const isHeld = THINGS[step.thing]?.wouldHold.some(id => held.has(id))
          expect(turn.facts).toHaveLength(isHeld ? 0 : 1)
        }
      })
    }),
    { numRuns: 300 },
  )
})
