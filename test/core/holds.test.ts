// Legal holds in the turns that would remove something: what is held stays, whoever asks, and a hold outlives everything but its end.
import { describe, expect, test } from 'vitest'
import { brokenStanding } from '../../src/core/broken/broken-standing.ts'
import { holdId } from '../../src/core/standing/hold.ts'
import { HOLDABLE } from '../../src/core/standing/standing.ts'
import { around } from '../../src/core/world/around.ts'
import { callId, type EpochMs, incidentId, type StandingId } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { deadlineOf, emptyWorld, settle, type World } from '../../src/core/world/world.ts'
import { PLAN_HASH, smallPlan } from '../support/plan.ts'

const NOW = Date.UTC(2026, 5, 1) as EpochMs
const DAY_MS = 86_400_000
const CALL = callId('1772956790.7')
const INCIDENT = incidentId(CALL, 1)
const NAMES = { call: CALL, incident: INCIDENT, person: 'ana', property: 'oak' } as const
const WOULD: readonly StandingId[] = HOLDABLE.map(of => holdId(of, NAMES[of]))

function house(): World {
  const world = emptyWorld()
  world.plans.set(PLAN_HASH, smallPlan())
  return world
}

function take(world: World, input: Input, now: EpochMs = NOW) {
  const turn = takeTurn(world, input, now)
  settle(world, turn)
  return turn
}

function hold(world: World, of: (typeof HOLDABLE)[number], name: string = NAMES[of]) {
  return take(world, { type: 'holdSet', stream: holdId(of, name), of, name, who: 'kim', why: 'case 7', plan: PLAN_HASH })
}

const erase = (more: Partial<Extract<Input, { type: 'callErased' }>> = {}): Input => {
  return { type: 'callErased', stream: CALL, who: 'pat', incidents: [INCIDENT], wouldHold: WOULD, ...more }
}

const old = (more: Partial<Extract<Input, { type: 'overAge' }>> = {}): Input => ({
  ...({ type: 'overAge', stream: CALL, recording: 'r', what: 'statements', incidents: [INCIDENT] } as const),
  ...{ takenAt: (NOW - 90 * DAY_MS) as EpochMs, keepSeconds: 86_400, wouldHold: WOULD, ...more },
})

describe.each(HOLDABLE)('a hold on the %s', of => {
  test('keeps the caller, by hand and by rule, and what they said, also when somebody erases them', () => {
    const world = house()
    expect(hold(world, of).facts).toMatchObject([{ kind: 'hold-set', of, name: NAMES[of], by: 'kim', why: 'case 7' }])
    const rule = { endedAt: (NOW - 500 * DAY_MS) as EpochMs, keepSeconds: 400 * 86_400 }
    for (const input of [erase(), erase({ who: 'retention', rule }), old(), old({ erasedBy: 'pat' })])
      expect(take(world, input)).toMatchObject({ facts: [], ignored: expect.stringContaining(holdId(of, NAMES[of])) })
    const end = take(world, { type: 'standingEnded', stream: holdId(of, NAMES[of]), who: 'kim', why: 'settled' })
    expect(end.facts).toMatchObject([{ kind: 'hold-ended', of, name: NAMES[of], by: 'kim', why: 'settled' }])
    expect(take(world, erase({ who: 'retention', rule })).facts).toMatchObject([
      { kind: 'caller-erased', by: 'retention', why: 'the rules keep callers for 400 days' },
    ])
    expect(take(world, old()).facts).toMatchObject([{ kind: 'recording-removed' }])
  })

  test('of another one holds nothing of this', () => {
    const world = house()
    hold(world, of, 'another')
    expect(take(world, erase()).facts).toHaveLength(1)
    expect(take(world, old()).facts).toHaveLength(1)
  })
})

test('the call and its incidents are held even where nobody has said by which holds', () => {
  for (const of of ['call', 'incident'] as const) {
    const world = house()
    hold(world, of)
    expect(take(world, erase({ wouldHold: [] })).facts).toEqual([])
    expect(take(world, old({ wouldHold: [] })).facts).toEqual([])
  }
  const world = house()
  hold(world, 'incident')
  expect(take(world, old({ stream: INCIDENT, incidents: [], what: 'talks', wouldHold: [] })).facts).toEqual([])
})

test('by rule not a day too early', () => {
  const rule = { endedAt: (NOW - 400 * DAY_MS + 1) as EpochMs, keepSeconds: 400 * 86_400 }
  expect(take(house(), erase({ rule }))).toMatchObject({ facts: [], ignored: 'it is not old enough' })
})

test('a second hold on the same changes nothing: the first says who and why', () => {
  const world = house()
  hold(world, 'call')
  const again = {
    type: 'holdSet',
    stream: holdId('call', CALL),
    of: 'call',
    name: CALL,
    who: 'lee',
    why: '',
    plan: PLAN_HASH,
  } as const
  expect(take(world, again)).toMatchObject({ facts: [], ignored: 'it is held already' })
  expect(world.standing.get(holdId('call', CALL))).toMatchObject({ by: 'kim' })
})

test('it stands for years, looked at once a week, by the rules of the day; breaking does not end it', () => {
  const world = house()
  const id = holdId('property', 'oak')
  hold(world, 'property')
  world.plans.set('newer', smallPlan())
  let now: EpochMs = NOW
  let looks = 0
  while (now < NOW + 1000 * DAY_MS) {
    const stream = world.standing.get(id)
    if (stream === undefined) throw new Error('it does not stand any more')
    now = deadlineOf(stream) ?? now
    expect(take(world, { type: 'due', stream: id, plan: 'newer' }, now).facts).toEqual([])
    looks++
  }
  expect(looks).toBeLessThan(150)
  expect(world.standing.get(id)).toMatchObject({ phase: 'standing', plan: 'newer' })
  let standing = world.standing.get(id)
  for (let n = 0; n < 10 && standing !== undefined; n++) standing = brokenStanding(standing, now).state
  expect(standing).toMatchObject({ phase: 'standing' })
})

test('no call hears of it: what stands for callers and the desk is told without it', () => {
  const world = house()
  hold(world, 'property')
  expect(around(world, [], NOW).standing()).toEqual([])
})
