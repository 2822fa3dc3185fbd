// A recording that the rules keep no longer: removed when nobody can need it any more, and the log says by which rule.
import { expect, test } from 'vitest'
import { callId, type EpochMs, incidentId } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld, type World } from '../../src/core/world/world.ts'
import { inTalk } from '../support/specimens.ts'

const DAY = 86_400
const NOW = Date.UTC(2026, 5, 1) as EpochMs

function decided(world: World, given: Partial<Extract<Input, { type: 'overAge' }>> = {}) {
  const call = callId('1772956790.7')
  const input = {
    ...({ type: 'overAge', stream: call, recording: `${call}-message-1`, what: 'messages', incidents: [] } as const),
    ...{ takenAt: (NOW - 90 * DAY * 1000) as EpochMs, keepSeconds: 90 * DAY, ...given },
  }
  const { facts, commands, changes, ignored } = takeTurn(world, input, NOW)
  return { facts, commands, changes, ignored }
}

test('it is removed, and the fact says by which rule', () => {
  expect(decided(emptyWorld())).toMatchObject({
    ...{ commands: [], changes: [], ignored: null },
    facts: [{ kind: 'recording-removed', stream: '1772956790.7', what: 'messages', why: 'the rules keep messages for 90 days' }],
  })
})

test('not a second too early', () => {
  expect(decided(emptyWorld(), { keepSeconds: 90 * DAY + 1 })).toMatchObject({ facts: [], ignored: 'it is not old enough' })
})

test('not while the call, or an incident in which it may be played, is open', () => {
  const { story, caller } = inTalk()
  const { world } = story.driver
  const [incident] = [...world.incidents.keys()]
  expect(incident).toBeDefined()
  const talk = { what: 'talks', stream: incident ?? incidentId(callId('x'), 1) } as const
  expect(decided(world, { stream: caller.id }).facts).toEqual([])
  expect(decided(world, talk).ignored).toBe(`${incident} is not over: the recording may still be played`)
  expect(decided(world, { what: 'statements', incidents: incident ? [incident] : [] }).facts).toEqual([])
  expect(decided(emptyWorld(), talk).facts).toHaveLength(1)
})
