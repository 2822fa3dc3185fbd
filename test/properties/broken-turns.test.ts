// Turns that break at any moment, among any inputs: the world stays sound after each of them, and the core goes on.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Input } from '../../src/core/world/inputs.ts'
import { violations } from '../../src/core/world/invariants.ts'
import { settle } from '../../src/core/world/world.ts'
import { brokenTurn } from '../../src/daemon/broken-turn.ts'
import { act, note, openOutside, step } from '../support/arbitrary-inputs.ts'
import { deskPlan } from '../support/desk.ts'
import { openDriver } from '../support/driver.ts'
import { howOften } from '../support/how-often.ts'
import { ladder, rung } from '../support/plan.ts'

const plan = deskPlan(['carrier'], {
  ladder: ladder([rung(['ana', 'ben']), rung(['ben', 'dan'], { mode: 'all' })], { passes: 2, reminderSeconds: 100 }),
  oak: { sameTrouble: { water: 'property' }, target: 60 },
})

const script = fc.array(fc.tuple(step, fc.nat(9)), { minLength: 20, maxLength: 120, size: 'max' })

test('a turn that breaks, whichever it is, leaves a sound world', () => {
  let broke = 0
  fc.assert(
    fc.property(script, steps => {
      const driver = openDriver({ plan })
      const outside = openOutside()
      for (const [one, dice] of steps) {
        const breaking = {
          ...driver,
          take(input: Input) {
            if (dice > 1) return driver.take(input)
            const turn = brokenTurn(driver.world, input, driver.now(), new Error('a mistake'))
            settle(driver.world, turn)
            driver.turns.push(turn)
            note(outside, turn)
            broke += turn.changes.length > 0 ? 1 : 0
            expect(violations(driver.world), JSON.stringify(input)).toEqual([])
            return turn
          },
        }
        act(breaking, outside, one)
      }
      driver.wait(3600)
    }),
    { numRuns: howOften(30) },
  )
  expect(broke).toBeGreaterThan(20)
})
