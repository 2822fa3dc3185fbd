// Our own call that comes back to a line, told from a caller by the number that it shows. On the real PBX: test/asterisk/forwarded-back.test.ts.
import { expect, test } from 'vitest'
import type { Plan } from '../../src/core/plan/plan.ts'
import { smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

function carrier(change: Partial<Plan['trunks'][string]>): Plan {
  const plan = smallPlan()
  const trunks = Object.fromEntries(Object.entries(plan.trunks).map(([id, trunk]) => [id, { ...trunk, ...change }]))
  return { ...plan, trunks }
}

test.each([
  ['the number in `from`', carrier({ from: { user: '+15125550777' } }), '+15125550777', null, true],
  ['that of a caller', carrier({ from: { user: '+15125550777' } }), '+15125550778', null, false],
  [
    'another number of the carrier, forwarded by who is rung',
    carrier({ owns: ['+15125550888' as never] }),
    '+15125550888',
    'ana',
    true,
  ],
  [
    'another number of the carrier, forwarded by nobody',
    carrier({ owns: ['+15125550888' as never] }),
    '+15125550888',
    null,
    false,
  ],
] as const)('while a telephone rings, a call that shows %s', (_, plan, number, forwarder, isOurs) => {
  const story = tell({ plan })
  story.arrives({ channel: '1700000000.1' }).presses('1', '*')
  story.phone('ana').rings()
  const diversion = forwarder === null ? null : (plan.people[forwarder]?.phones[0] ?? null)
  story.arrives({ channel: '1700000009.2', number, diversion })
  expect(story.facts('forwarded-back')).toHaveLength(isOurs ? 1 : 0)
})
