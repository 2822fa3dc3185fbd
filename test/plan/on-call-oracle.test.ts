// The resolver against a slow oracle that knows nothing but what a clock in the zone shows at every minute; duty spans and the hours
// that nobody covers against sampling. The long tests draw many more schedules than these.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dutySpans } from '../../src/core/plan/duty-spans.ts'
import { gapsOf } from '../../src/core/plan/gaps.ts'
import { rosterOfTargets } from '../../src/core/plan/on-call.ts'
import type { Plan, Target } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { howOften } from '../support/how-often.ts'
import { anySchedules } from './any-schedules.ts'
import { beginOf, DAY, MINUTE, rostersByMinute } from './oracle.ts'

const whoAt = (plan: Plan, targets: readonly Target[], at: number) =>
  rosterOfTargets(plan, targets, at as EpochMs)
    .people.map(({ person }) => person)
    .join()

test('the resolver and the oracle agree at every minute', () => {
  fc.assert(
    fc.property(anySchedules, ({ plan, day, targets }) => {
      let minute = 2 * 1440
      for (const expected of rostersByMinute(plan, day, targets, minute, 5 * 1440)) {
        const at = beginOf(day) + minute++ * MINUTE
        const found = whoAt(plan, targets, at)
        if (found !== expected) expect.fail(`${new Date(at).toISOString()}: found ${found}, the oracle says ${expected}`)
      }
    }),
    { numRuns: howOften(2) },
  )
})

test('duty spans, gaps and sampling agree', () => {
  fc.assert(
    fc.property(anySchedules, ({ plan, day, targets }) => {
      const [from, to] = [(beginOf(day) + DAY) as EpochMs, (beginOf(day) + 6 * DAY) as EpochMs]
      const spans = dutySpans(plan, targets, from, to)
      expect(spans.map(each => each.from)).toEqual([from, ...spans.slice(0, -1).map(each => each.to)])
      expect(spans.at(-1)?.to).toBe(to)
      const gaps = gapsOf(plan, targets, from, to)
      for (const [nth, each] of spans.entries()) {
        const people = each.people.map(({ person }) => person).join()
        expect(people).not.toBe(spans[nth + 1]?.people.map(({ person }) => person).join())
        for (let at: number = each.from; at < each.to; at += 10 * MINUTE) {
          expect(whoAt(plan, targets, at), new Date(at).toISOString()).toBe(people)
          const uncovered = gaps.some(gap => gap.from <= at && at < gap.to)
          expect(uncovered, `${new Date(at).toISOString()}: ${people}`).toBe(people === '')
        }
      }
    }),
    { numRuns: howOften(2) },
  )
})
