// Turns that the journal would not have at a stop are in a file, and in the journal after the next start: each once, in order.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Turn } from '../../src/core/world/world.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { keepUnwritten, takeInUnwritten, UNWRITTEN_FILE } from '../../src/wiring/unwritten-turns.ts'
import { keptLog } from '../faults/fake-telephony.ts'
import { arrival } from './example-turns.ts'
import { useJournal } from './journal-of-test.ts'

const here = useJournal()
const log = keptLog()
const file = (): string => `${here().directory}/${UNWRITTEN_FILE}`
const many = Array.from({ length: 120 }, (_, n) => arrival(`c${n}`))
const lines = (): number => readFileSync(file(), 'utf8').trim().split('\n').length

function arrivals(): string[] {
  const reader = openReader(here().file)
  const found = reader.tail(0).facts.flatMap(({ fact }) => (fact.kind === 'arrived' ? [fact.stream] : []))
  reader.close()
  return found
}

test('they are kept for the owner alone, and written by the next start', () => {
  expect(keepUnwritten(here().directory, many, log)).toBe(120)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  takeInUnwritten(here().directory, here().journal, log)
  expect(here().journal.liveStreams().streams).toHaveLength(120)
  expect(existsSync(file())).toBe(false)
  takeInUnwritten(here().directory, here().journal, log)
  expect(here().journal.turns()).toBe(120)
  expect(arrivals()[0]).toBe('c0')
})

test('a journal that still can not be written takes what it can, and nothing is written twice', () => {
  keepUnwritten(here().directory, many, log)
  let commits = 0
  const full = {
    commit(turns: readonly Turn[]) {
      if (++commits > 1) throw Object.assign(new Error('database or disk is full'), { kind: 'disk' })
      here().journal.commit(turns)
    },
  }
  expect(() => takeInUnwritten(here().directory, full, log)).toThrow(/full/)
  expect(lines()).toBe(70)
  // What a second run could not write comes after it.
  keepUnwritten(here().directory, [arrival('later')], log)
  expect(lines()).toBe(71)
  takeInUnwritten(here().directory, here().journal, log)
  expect(here().journal.turns()).toBe(121)
})

test('one of them that can not be written keeps the others from nothing; a line cut in half is left out', () => {
  const [first, second, third] = many as [Turn, Turn, Turn]
  expect(keepUnwritten(here().directory, [first, { ...second, at: null as never }, third], log)).toBe(3)
  takeInUnwritten(here().directory, here().journal, log)
  expect(
    here()
      .journal.liveStreams()
      .streams.map(({ id }) => id),
  ).toEqual(['c0', 'c2'])
  expect(existsSync(file())).toBe(false)
})

test('what is neither written nor kept is counted as lost', () => {
  expect(keepUnwritten(`${here().directory}/nowhere`, many, log)).toBe(0)
  const unsayable = { ...many[0], at: 1n } as unknown as Turn
  expect(keepUnwritten(here().directory, [unsayable, many[1] as Turn], log)).toBe(1)
})
