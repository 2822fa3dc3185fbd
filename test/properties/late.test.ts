// Whatever happens to an incident: it is late at most once, never when somebody had it before, and
// always when nobody had it in time.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targetOf } from '../../src/core/plan/target.ts'
import type { Fact } from '../../src/core/world/facts.ts'
import { emptyWorld, keep } from '../../src/core/world/world.ts'
import { act, openOutside, type Step, step } from '../support/arbitrary-inputs.ts'
import { deskPlan } from '../support/desk.ts'
import { type Driver, openDriver, streamsOf } from '../support/driver.ts'
import { howOften } from '../support/how-often.ts'
import { ladder, PLAN_HASH, rung } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const rungs = [rung(['ana', 'ben']), rung(['ben', 'dan'], { mode: 'all' })]
const retry = { everySeconds: 120, forSeconds: 900, widen: [] }
const oak = { target: 90, categoryTargets: { emergency: 30 }, storm: { callers: 3, withinSeconds: 600 } }
const plan = deskPlan(['carrier'], { ladder: ladder(rungs, { passes: 2, retry }), oak, mesa: { target: 45 } })

const HAS_IT: ReadonlySet<string> = new Set(['accepted', 'owned', 'acknowledged', 'resolved'])

/** Besides what the telephone network says, somebody does something at the command line. */
type Done = Step | { readonly do: 'byHand'; readonly which: number; readonly what: 'own' | 'resolve' | 'reopen' }
const byHand: fc.Arbitrary<Done> = fc.record({
  do: fc.constant('byHand' as const),
  which: fc.nat(5),
  what: fc.constantFrom('own', 'own', 'resolve', 'reopen'),
})
const one: fc.Arbitrary<Done> = fc.oneof({ weight: 8, arbitrary: step }, { weight: 1, arbitrary: byHand })
const steps = fc.array(one, { minLength: 5, maxLength: 100, size: 'max' })

test('late at most once, never when somebody had it in time, always when nobody had', () => {
  const seen = { late: 0, inTime: 0 }
  fc.assert(
    fc.property(steps, script => {
      const { driver } = urgentCall()
      run(driver, script)
      check(driver.facts(), driver, seen)
    }),
    { numRuns: howOften(40) },
  )
  expect(seen.late).toBeGreaterThan(0)
  expect(seen.inTime).toBeGreaterThan(0)
})

test('a daemon that dies and begins again with what was written down: the same', () => {
  fc.assert(
    fc.property(steps, steps, (before, after) => {
      const { driver: first } = urgentCall()
      run(first, before)
      const world = emptyWorld()
      world.plans.set(PLAN_HASH, plan)
      for (const stream of streamsOf(first.world)) keep(world, JSON.parse(JSON.stringify(stream)))
      const second = openDriver({ world, at: first.now() })
      run(second, after, first.turns.length)
      check([...first.facts(), ...second.facts()], second, { late: 0, inTime: 0 })
    }),
    { numRuns: howOften(15) },
  )
})

/** One urgent call, so that every script is about something. */
function urgentCall() {
  const story = tell({ plan })
  story.arrives({ channel: '1600000000.1' }).presses('1', '*')
  return story
}

function run(driver: Driver, script: readonly Done[], arrivals = 0): void {
  const outside = openOutside()
  outside.arrivals = arrivals
  for (const done of script) {
    if (done.do === 'byHand') doByHand(driver, done)
    else act(driver, outside, done)
  }
  // What was due when the clock jumped is looked at.
  driver.wait(1)
}

function doByHand(driver: Driver, { which, what }: Extract<Done, { do: 'byHand' }>): void {
  const all = [...driver.world.incidents.keys()]
  const stream = all[which % Math.max(1, all.length)]
  if (stream === undefined) return
  const by = { stream, who: 'dan', why: 'at the command line' }
  if (what === 'own') driver.take({ type: 'ownedByHand', ...by })
  else if (what === 'resolve') driver.take({ type: 'resolvedByHand', outcome: 'false-alarm', ...by })
  else driver.take({ type: 'reopenedByHand', ...by })
}

function check(all: readonly Fact[], driver: Driver, seen: { late: number; inTime: number }): void {
  // A note of the failsafe may tell of a call again: the first time counts.
  const arrived = new Map<string, number>()
  for (const fact of all) if (fact.kind === 'arrived' && !arrived.has(fact.stream)) arrived.set(fact.stream, fact.at)
  for (const opened of all) {
    if (opened.kind !== 'opened') continue
    const mine = all.filter(({ stream }) => stream === opened.stream)
    const late = mine.filter(({ kind }) => kind === 'late')
    const had = mine.findIndex(({ kind }) => HAS_IT.has(kind))
    const over = mine.findIndex(({ kind }) => kind === 'folded')
    const property = plan.properties[opened.property]
    const seconds = property === undefined ? null : targetOf(property, opened.category)
    expect(late.length).toBeLessThanOrEqual(1)
    const [first] = late
    if (seconds === null) {
      expect(late).toEqual([])
      continue
    }
    const lateAt = (arrived.get(opened.call) ?? Number.NaN) + seconds * 1000
    if (first !== undefined) {
      seen.late++
      expect(first.at).toBeGreaterThanOrEqual(lateAt)
      if (had !== -1) expect(mine.indexOf(first)).toBeLessThan(had)
      continue
    }
    // Nobody had it, it is not part of another, and its time has come: it would be late.
    if (had !== -1) {
      seen.inTime++
      expect(mine[had]?.at).toBeLessThan(lateAt)
    } else if (over === -1) expect(driver.now()).toBeLessThanOrEqual(lateAt)
  }
}
