// Late: nobody has an urgent matter so long after its caller called. Told once, in that second;
// whoever had it in time ends that for good.
import { expect, test } from 'vitest'
import type { Property } from '../../src/core/plan/plan.ts'
import { targetOf } from '../../src/core/plan/target.ts'
import { keep } from '../../src/core/world/world.ts'
import { DAY, ladder, rung, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const TEN_MINUTES: Partial<Property> = { target: 600 }
const long = ladder([rung(['ana']), rung(['ben'])], { passes: 50 })

function urgent(oak: Partial<Property> = TEN_MINUTES, parts = long) {
  const story = tell({ plan: smallPlan({ ladder: parts, oak }) })
  const caller = story.arrives()
  story.wait(5)
  caller.presses('1', '*')
  return { story, caller }
}

/** When an incident was late, seconds after the first call came in. */
const lateAfter = ({ story }: ReturnType<typeof urgent>) =>
  story.driver
    .facts()
    .filter(fact => fact.kind === 'late')
    .map(fact => (fact.at - (story.driver.turns[0]?.at ?? 0)) / 1000)

const by = { who: 'dan', why: 'on his way' }

test('nobody has it: late once, at that very second, counted from the call', () => {
  const night = urgent()
  night.story.wait(594.999)
  expect(lateAfter(night)).toEqual([])
  night.story.wait(0.001)
  expect(lateAfter(night)).toEqual([600])
  expect(night.story.facts('late')).toMatchObject([{ targetSeconds: 600, calledAt: night.story.driver.turns[0]?.at }])
  night.story.wait(24 * 3600)
  expect(lateAfter(night)).toEqual([600])
})

test('whenever it is late, nothing else changes: ringing, briefing, pausing, unreached, rung again', () => {
  const retry = { everySeconds: 60, forSeconds: 600, widen: [] }
  const parts = ladder([rung(['ana']), rung(['ben'])], { passes: 2, pauseSeconds: 30, retry })
  const rest = (oak: Partial<Property>) => {
    const night = urgent(oak, parts)
    night.story.wait(10)
    night.story.phone('ana').rings().answers()
    night.story.wait(1000)
    expect(lateAfter(night)).toEqual(oak.target === undefined ? [] : [oak.target])
    return night.story.driver.facts().filter(({ kind }) => kind !== 'late')
  }
  const without = rest({})
  for (let target = 6; target < 400; target += 9) expect(rest({ target })).toEqual(without)
})

test.each([
  ['presses 1', 'ana', '1'],
  ['presses 5', 'ana', '5'],
])('somebody who %s in time: never late, and no turn is made for it', (_, who, key) => {
  const turns = (oak: Partial<Property>) => {
    const night = urgent(oak)
    night.story.phone(who).rings().answers().presses(key)
    night.story.wait(3600)
    expect(lateAfter(night)).toEqual([])
    return night.story.driver.turns.length
  }
  expect(turns(TEN_MINUTES)).toBe(turns({}))
})

test('without a target there is nothing in the state, and no turn more', () => {
  const { story } = urgent({})
  expect(Object.keys(story.incident())).not.toContain('service')
  const [plain, late] = [urgent({}), urgent()].map(night => {
    night.story.wait(900)
    return night.story.driver.turns.length
  })
  expect(late).toBe((plain ?? 0) + 1)
})

test('owned by hand in time is in time; reopened, it is not late again', () => {
  const night = urgent()
  const stream = night.story.incident().id
  night.story.driver.take({ type: 'ownedByHand', stream, ...by })
  night.story.driver.take({ type: 'reopenedByHand', stream, ...by })
  night.story.wait(3600)
  expect(night.story.facts('reopened')).toHaveLength(1)
  expect(lateAfter(night)).toEqual([])
})

test('resolved without an owner in time is in time', () => {
  const night = urgent()
  const stream = night.story.incident().id
  night.story.driver.take({ type: 'resolvedByHand', stream, outcome: 'false-alarm', ...by })
  night.story.wait(3600)
  expect(lateAfter(night)).toEqual([])
})

test('whoever had it and lost the line: they had it', () => {
  const night = urgent()
  night.story.phone('ana').rings().answers().presses('1')
  night.story.phone('ana').hangsUp()
  night.story.wait(3600)
  expect(night.story.facts('technician-lost').length + night.story.facts('acknowledged').length).toBeGreaterThan(0)
  expect(lateAfter(night)).toEqual([])
})

test('late, and then owned: what was late stays, and comes before what follows in its turn', () => {
  const night = urgent()
  night.story.wait(900)
  const stream = night.story.incident().id
  night.story.driver.take({ type: 'ownedByHand', stream, ...by })
  night.story.driver.take({ type: 'reopenedByHand', stream, ...by })
  night.story.wait(3600)
  expect(lateAfter(night)).toEqual([600])
})

test('unreached before it is late: it is late all the same, once', () => {
  const night = urgent(TEN_MINUTES, ladder([rung(['ana'])]))
  night.story.wait(400)
  expect(night.story.incident().phase).toBe('unreached')
  night.story.wait(3600)
  expect(lateAfter(night)).toEqual([600])
})

test('somebody is being briefed when it is late: hearing is not having', () => {
  const night = urgent({ target: 30 })
  night.story.wait(10)
  night.story.phone('ana').rings().answers()
  night.story.wait(20)
  expect(lateAfter(night)).toEqual([30])
  night.story.phone('ana').presses('1')
  expect(night.story.facts('accepted')).toHaveLength(1)
})

test('the target of the category goes before the property’s', () => {
  const night = urgent({ target: 600, categoryTargets: { water: 60 } })
  night.story.wait(3600)
  expect(lateAfter(night)).toEqual([60])
  expect(targetOf({ target: 600, categoryTargets: { water: null } }, 'water')).toBeNull()
  expect(targetOf({ target: 600, categoryTargets: { water: null } }, 'fire')).toBe(600)
  expect(targetOf({}, 'fire')).toBeNull()
})

test('the time in the office’s queue counts: late before it is urgent is late at once', () => {
  const story = tell({ plan: smallPlan({ ladder: long, oak: { target: 30 } }), at: DAY })
  const caller = story.arrives()
  story.wait(28)
  caller.returns('TIMEOUT')
  story.wait(5)
  caller.presses('1', '*')
  const opened = story.driver.turns.find(turn => turn.facts.some(({ kind }) => kind === 'opened'))
  expect(opened?.facts.at(-1)).toMatchObject({ kind: 'late', targetSeconds: 30 })
  story.wait(3600)
  expect(story.facts('late')).toHaveLength(1)
})

test('of several that become one, the one that is left is late', () => {
  const storm = { callers: 3, withinSeconds: 600 }
  const story = tell({ plan: smallPlan({ ladder: long, oak: { ...TEN_MINUTES, storm } }) })
  for (const n of [1, 2, 3]) {
    story.arrives({ number: `+1312555100${n}` }).presses('1', '*')
    story.wait(10)
  }
  expect(story.facts('folded')).toHaveLength(1)
  story.wait(3600)
  const left = story.incident().id
  expect(story.driver.facts().flatMap(fact => (fact.kind === 'late' ? [fact.stream] : []))).toEqual([left])
})

test('the machine was asleep when it would have been late: it is late as soon as it wakes', () => {
  const night = urgent()
  night.story.wait(60)
  night.story.driver.jump(3600)
  night.story.wait(1)
  expect(lateAfter(night)).toHaveLength(1)
})

test('accepted a moment after it was late, before the deadline was looked at: late comes first', () => {
  const night = urgent({ target: 60 })
  const { driver } = night.story
  const incident = night.story.incident()
  const past = { calledAt: incident.openedAt, lateAt: driver.now() }
  keep(driver.world, { ...incident, service: past })
  const turn = driver.take({ type: 'ownedByHand', stream: incident.id, ...by })
  expect(turn.facts.slice(0, 2).map(({ kind }) => kind)).toEqual(['late', 'owned'])
  night.story.wait(3600)
  expect(night.story.facts('late')).toHaveLength(1)
})
