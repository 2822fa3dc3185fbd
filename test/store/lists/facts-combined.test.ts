// The list of facts: whatever conditions are put together, all of them hold, and as many are
// counted as are listed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callId, type StreamId } from '../../../src/core/world/ids.ts'
import type { Turn } from '../../../src/core/world/world.ts'
import type { ListFilter } from '../../../src/store/read/lists/filter.ts'
import type { Reader } from '../../../src/store/read/reader.ts'
import { howOften } from '../../support/how-often.ts'
import { exampleNight } from '../example-turns.ts'
import { useJournal } from '../journal-of-test.ts'

const here = useJournal()

/** Of a second property, and with a word that no other has. */
function elsewhere(id: string): Turn[] {
  const words: [string, string][] = [
    ['oak-creek', 'mesa-verde'],
    ['named by the rung', 'named by the Café'],
  ]
  return exampleNight(id).map(turn => {
    const text = words.reduce((said, [from, to]) => said.replaceAll(from, to), JSON.stringify(turn))
    return JSON.parse(text) as Turn
  })
}

const ALL = { sort: 'at', way: 'asc', limit: 10_000 } as const

function listed(reader: Reader, filter: ListFilter): string[] {
  return reader.list('facts', filter, ALL).map(({ turn, n }) => `${turn} ${n}`)
}

const PARTS: { readonly [K in keyof ListFilter]?: readonly NonNullable<ListFilter[K]>[] } = {
  properties: [['oak-creek'], ['mesa-verde'], ['mesa-verde', 'oak-creek']],
  stream: [callId('c1'), callId('m1'), 'i-c2' as StreamId],
  person: ['bob', 'maria'],
  kind: ['dialled', 'arrived'],
  words: [['rotation'], ['bob'], ['stone', 'rotation'], ['rota*', 'oak'], ['verde', 'rotation'], ['mesa', 'nowhere']],
  since: [Date.UTC(2026, 2, 8, 8, 0, 0)],
}

test('all conditions hold, in the list and in the count', () => {
  for (const id of ['c1', 'c2', 'c3']) here().journal.commit(exampleNight(id))
  for (const id of ['m1', 'm2']) here().journal.commit(elsewhere(id))
  const { reader } = here()
  const filters = fc.record(
    Object.fromEntries(Object.entries(PARTS).map(([key, values]) => [key, fc.constantFrom(...(values as readonly unknown[]))])),
    { requiredKeys: [] },
  ) as fc.Arbitrary<ListFilter>
  let many = 0
  fc.assert(
    fc.property(filters, filter => {
      // A condition alone is right by the tests of lists; all of them together are what all let through.
      const each = Object.entries(filter).map(([key, value]) => new Set(listed(reader, { [key]: value })))
      const { words, ...rest } = filter
      const expected = listed(reader, {}).filter(fact => each.every(some => some.has(fact)))
      expect(listed(reader, filter)).toEqual(expected)
      expect(reader.countList('facts', filter)).toBe(expected.length)
      if (words !== undefined && Object.keys(rest).length > 0 && expected.length > 0) many++
    }),
    // Some that find something are always among them.
    {
      numRuns: howOften(30),
      examples: [[{ words: ['rotation'], kind: 'dialled' }], [{ words: ['bob'], properties: ['oak-creek'] }]],
    },
  )
  expect(many).toBeGreaterThanOrEqual(2)
})

test('a fact says a person by their name, too, and a word without its accents; never the name of a field', () => {
  here().journal.commit([...exampleNight('c1'), ...elsewhere('m1')])
  const kinds = (word: string) =>
    here()
      .reader.list('facts', { words: [word] }, ALL)
      .map(({ fact }) => fact.kind)
  expect(kinds('stone')).toEqual(kinds('bob'))
  expect(kinds('stone')).toContain('accepted')
  expect(kinds('cafe')).toEqual(['dialled'])
  for (const field of ['person', 'stream', 'kind', 'phone']) expect(kinds(field)).toEqual([])
})
