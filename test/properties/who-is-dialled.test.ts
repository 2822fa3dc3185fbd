// Whatever callers claim, type and press: no turn rings a number that is neither in the rules nor that of the very caller of an open
// incident, in a country of the rules; and never more at once, in an hour or over a trunk than the rules allow.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Incident } from '../../src/core/incident/incident.ts'
import type { Plan } from '../../src/core/plan/plan.ts'
import { legsOf } from '../../src/core/world/legs-of.ts'
import { ownerOfLeg } from '../../src/core/world/our-legs.ts'
import { liveStreams } from '../../src/core/world/world.ts'
import { act, openOutside, type Step, step } from '../support/arbitrary-inputs.ts'
import { type Driver, openDriver } from '../support/driver.ts'
import { LINE, ladder, OUTAGE_LINE, PHONE, rung, smallPlan } from '../support/plan.ts'

const small = smallPlan({
  ladder: ladder([rung(['ana', 'ben'], { mode: 'all' }), rung(['dan', 'cleo'])], { passes: 2, pauseSeconds: 5 }),
  trunks: { carrier: { channels: 6, keepFree: 2 }, backup: { channels: 3 } },
  oak: { outbound: ['carrier', 'backup'], dialling: { atOnce: 3 } },
})
const plan: Plan = {
  ...small,
  box: { ...small.box, dialling: { countries: ['+1'], refuse: ['+1312976'], atOnce: 4, perHour: 12 } },
}
const RULES = new Set<string>([...Object.values(PHONE), OUTAGE_LINE])
const BOX = new Set<string>(Object.values(LINE))

const told = fc.constantFrom(
  ...['+13125550142', '3125550143', '13125550144', null, '911', '+1911', '112', '0', '+19005550142', '+13129760142'],
  ...['+442071234567', '01144207123456', '+18765550142', LINE.oak, LINE.mesa, PHONE.eve, 'tel:+13125550142;x', '+1312555014２'],
)
const hostile: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: step },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('press' as const), which: fc.nat(30), digit: fc.constantFrom('4', '4', '2', '3') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('arrive' as const),
      trunk: fc.constantFrom('carrier', 'backup', 'pbx'),
      line: fc.constantFrom(...Object.values(LINE)),
      number: told,
      text: fc.constant('Resident'),
    }),
  },
)

/** Said without asking the code that decides it. */
function mayBe(incident: Incident | undefined, number: string): boolean {
  if (RULES.has(number)) return true
  const callers = incident ? [incident.caller, ...(incident.others ?? [])] : []
  const digits = (of: string | null) => (of ?? '').replaceAll(/\D/g, '').replace(/^(?=\d{10}$)/, '1')
  return (
    callers.some(({ callerNumber }) => digits(callerNumber) === number.slice(1)) &&
    /^\+1(?!900|876|.11)[2-9]\d\d(?!976|.11)[2-9]\d{6}$/.test(number) &&
    !BOX.has(number)
  )
}

function ringing({ world }: Driver): number {
  return liveStreams(world).flatMap(legsOf).length
}

test('only numbers of the rules and of open incidents’ callers are dialled, and never too many', () => {
  let dialled = 0
  let refused = 0
  let transferred = 0
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 20, maxLength: 90, size: 'max' }), script => {
      const driver = openDriver({ plan })
      const outside = openOutside()
      const hour: number[] = []
      const known = new Set<string>()
      for (const one of script) {
        const had = driver.turns.length
        act(driver, outside, one)
        for (const turn of driver.turns.slice(had)) {
          for (const command of turn.commands) {
            if (command.do !== 'dial') continue
            const owner = ownerOfLeg(command.channel)
            const incident = turn.changes.find(stream => stream.id === owner)
            const ok = mayBe(incident?.kind === 'incident' ? incident : undefined, command.number)
            if (!ok) throw new Error(`${command.number} was dialled for ${owner}`)
            dialled++
            if (command.channel.startsWith('t-')) transferred++
            // The same leg once more after a look at the PBX is dialled once.
            if (!known.has(command.channel)) hour.push(turn.at)
            known.add(command.channel)
          }
          // Whoever picks up a telephone that was called off hears a last word: that rings nobody.
          if (turn.commands.some(command => command.do === 'dial')) expect(ringing(driver)).toBeLessThanOrEqual(4)
          refused += turn.facts.filter(fact => fact.kind === 'dial-refused' || fact.kind === 'dial-capped').length
        }
        expect(hour.filter(at => at > driver.now() - 3_600_000).length).toBeLessThanOrEqual(12)
      }
    }),
    { numRuns: 25 },
  )
  // It was about something.
  expect(dialled).toBeGreaterThan(40)
  expect(refused).toBeGreaterThan(10)
  expect(transferred).toBeGreaterThan(1)
}, 60_000)
