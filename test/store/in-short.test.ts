// What a turn's row leaves out comes back as it was, whatever was said before it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Answer } from '../../src/core/world/world.ts'
import {
  answersInShort,
  answersOf,
  type ChangedShort,
  changesFrom,
  factsInShort,
  factsOf,
  saidOfStreams,
} from '../../src/store/journal/in-short.ts'
import type { Changed } from '../../src/store/journal/schema.ts'

const stream = fc.constantFrom('1772956790.7', 'i-1772956790.7', 'with "quotes"', '')
const fact = fc
  .record({ why: fc.string(), stream, at: fc.constantFrom(1, 22, 1_772_956_790_123) })
  // Some are built in another order.
  .chain(({ why, stream, at }) =>
    fc.constantFrom({ kind: 'told', why, stream, at }, { at, kind: 'told', why, stream }, { kind: 'told', stream, at, why }),
  )

test('facts, with their fields in the order in which they were built', () => {
  fc.assert(
    fc.property(fc.array(fact), fc.constantFrom(1, 22, 1_772_956_790_123), (facts, at) => {
      const text = factsInShort(facts, at, JSON.stringify)
      expect(JSON.stringify(factsOf({ facts: text, at }))).toBe(JSON.stringify(facts))
    }),
  )
})

test('a fact of the time of its turn does not say when', () => {
  const [now, before] = [
    { kind: 'opened', stream: 'i-7', at: 5 },
    { kind: 'dialled', stream: 'i-7', at: 4 },
  ]
  expect(factsInShort([now, before], 5, JSON.stringify)).toBe(
    '[{"kind":"opened","stream":"i-7"},{"kind":"dialled","stream":"i-7","at":4}]',
  )
})

test('answers, the same ones in the same places', () => {
  const answer = fc.record({ asked: fc.constantFrom('load', 'engaged'), answer: fc.option(fc.nat(2)) })
  fc.assert(
    fc.property(fc.array(answer), answers => {
      const seen = answers as unknown as readonly Answer[]
      expect(answersOf(answersInShort(seen))).toEqual(seen)
    }),
  )
})

const perhaps = fc.constantFrom(null, 'oak-creek', 'lakeside')
const plan = fc.constantFrom('plan-1', 'plan-2')
const changed: fc.Arbitrary<Changed> = fc.oneof(
  fc.tuple(stream, plan, fc.string(), perhaps, perhaps),
  fc.tuple(stream, plan, fc.string(), perhaps, perhaps, fc.constant(1 as const)),
)

interface Given {
  readonly changes: readonly Changed[]
  /** The commit of this turn comes to nothing, and is done once more. */
  readonly fails: boolean
}

const given: fc.Arbitrary<Given> = fc.record({
  changes: fc.uniqueArray(changed, { maxLength: 3, selector: ([id]) => id }),
  fails: fc.boolean(),
})

test('changes, read from the first on, or any one by itself', () => {
  fc.assert(
    fc.property(fc.array(given, { maxLength: 12 }), turns => {
      const said = saidOfStreams()
      const short = (changes: readonly Changed[], seq: number): ChangedShort[] => changes.map(one => said.short(one, seq))
      const rows = turns.map(({ changes: own, fails }, n) => {
        if (fails) {
          short(own, n + 1)
          said.forget()
        }
        return { seq: n + 1, changes: JSON.stringify(short(own, n + 1)), own }
      })
      const reader = () => changesFrom(seq => rows[seq - 1]?.changes)
      const inOrder = reader()
      for (const row of rows) {
        expect(inOrder(row)).toEqual(row.own)
        expect(reader()(row)).toEqual(row.own)
      }
    }),
  )
})
