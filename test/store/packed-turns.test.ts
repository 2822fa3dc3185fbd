// Old turns are packed: every question has the same answer before and after, on random weeks.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CallId, EpochMs, StreamId } from '../../src/core/world/ids.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import type { Turn } from '../../src/core/world/world.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { openForReading } from '../../src/store/journal/open-database.ts'
import { packTurns, type TurnTexts, unpackTurns } from '../../src/store/journal/packed-turns.ts'
import type { TurnTable } from '../../src/store/journal/schema.ts'
import type { ListName } from '../../src/store/read/lists/filter.ts'
import { SORTS } from '../../src/store/read/lists/lists.ts'
import { oldTurns, PACKED_AFTER_MS } from '../../src/store/read/old-turns.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { verifyLog } from '../../src/store/verify/verify-log.ts'
import type { Wrong } from '../../src/store/verify/wrong.ts'
import { type BusyMonth, busyMonth } from '../support/busy-month.ts'
import { allIncidents } from '../support/incidents-of.ts'
import { packAll } from '../support/pack-turns.ts'

describe('the texts of turns', () => {
  const json = fc.string({ unit: 'grapheme' }).map(text => JSON.stringify(text))
  const texts: fc.Arbitrary<TurnTexts> = fc.record({
    input: json,
    seen: json,
    ignored: fc.option(fc.string({ unit: 'grapheme' })),
    facts: json,
    changes: json,
    hash: fc.base64String(),
  })

  test('are the same after they were packed', () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 70 }), fc.nat(), (all, before) => {
        const turns = all.map((each, n) => ({ ...each, seq: before + n + 1, at: n }))
        const { first, last, body } = packTurns(turns)
        expect([first, last]).toEqual([before + 1, before + all.length])
        const unpacked = unpackTurns(body)
        expect(turns.map(({ seq }) => unpacked.texts(seq))).toEqual(all)
        expect([unpacked.first, unpacked.last]).toEqual([first, last])
      }),
    )
  })

  test.each([
    ['a line break', [{ seq: 1, input: 'one\ntwo' }, { seq: 2 }]],
    ['a turn that is missing', [{ seq: 1 }, { seq: 3 }]],
  ])('are not packed with %s in them', (_, some) => {
    const turns = some.map(each => ({ ...EMPTY, ...each }))
    expect(() => packTurns(turns)).toThrow(/not what was written/)
  })
})

const EMPTY: TurnTable = {
  seq: 0,
  at: 0,
  input: '{}',
  seen: '[]',
  ignored: null,
  facts: '[]',
  changes: '[]',
  hash: 'x',
}

const FROM = Date.UTC(2026, 9, 20) as EpochMs
let month: BusyMonth
let state: string
beforeAll(async () => {
  month = await busyMonth({ from: FROM, days: 14, callers: 10, seed: 11 })
})
afterAll(() => month.remove())
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'nightbell-packed-'))
  for (const name of ['journal.db', 'journal.db-wal']) cpSync(join(month.state, name), join(state, name))
})
afterEach(() => rmSync(state, { recursive: true }))

const file = () => join(state, 'journal.db')

/** A turn that is kept. */
const something = (at: number): Turn => ({
  at: at as EpochMs,
  input: { type: 'due', stream: 'i-1.1' as StreamId },
  ignored: null,
  seen: [],
  facts: [],
  changes: [],
  commands: [],
})

/** The weeks go by rules of a made-up hash. */
const wrong = (): readonly Wrong[] =>
  verifyLog(file(), { anchors: [], views: false })
    .wrong.all()
    .filter(({ check }) => check !== 'plans')

/** Everything that can be asked. */
function answers(): string {
  const reader = openReader(file())
  const calls = reader.listCalls({ limit: 1000 }).map(({ id }) => id)
  const page = (sort = 'at') => ({ limit: 5000, sort, way: 'desc' as const })
  const all = {
    lists: Object.entries(SORTS).map(([list, [first]]) => reader.list(list as ListName, {}, page(first))),
    words: reader.list('facts', { words: ['rung'] }, page()),
    kinds: reader.list('facts', { kind: 'accepted' }, page()),
    stories: calls.map(call => reader.callStory(call)),
    replays: calls.map(call => reader.replayCall(call, takeTurn)),
    evidence: calls.slice(0, 5).map(call => reader.evidence(call, [call])),
    records: reader.reportRecords(
      { from: FROM, to: FROM + 14 * 86_400_000, zone: 'America/Chicago' },
      FROM + 15 * 86_400_000,
      true,
    ),
    incidents: allIncidents(reader),
    tail: reader.tail(reader.turnBeforeLastFacts(200)),
    callers: calls.map(call => reader.callerOf(call as CallId)),
    chain: reader.verifyChain(),
  }
  reader.close()
  return JSON.stringify(all, (_, value) => (value instanceof Map ? [...value] : value))
}

test('every question has the same answer', () => {
  const before = answers()
  packAll(file(), 64)
  expect(answers()).toEqual(before)
})

test('lists that are made anew of packed turns are the same', () => {
  answers()
  const whole = verifyLog(file(), { anchors: [], views: true })
  expect(wrong()).toEqual([])
  packAll(file(), 64)
  for (const name of ['views.db', 'views.db-wal', 'views.db-shm']) rmSync(join(state, name), { force: true })
  answers()
  const { ms: _, ...packed } = verifyLog(file(), { anchors: [], views: true })
  const { ms: __, ...unpacked } = whole
  expect(packed).toEqual(unpacked)
})

test('turns that stood open for five weeks are packed, the others are not', () => {
  const journal = openJournal(file())
  const db = openForReading(file())
  const turns = db.prepare('SELECT seq, at FROM turn ORDER BY seq').all() as TurnTable[]
  expect(oldTurns({ db }, 9)).toEqual([])
  const at = (turns.at(-1)?.at ?? 0) + PACKED_AFTER_MS
  journal.commit([something(at)])
  let last = 0
  for (let packs = oldTurns({ db }, 3); packs.length > 0; packs = oldTurns({ db }, 3)) {
    for (const packed of packs) {
      journal.keepPacked(packed)
      expect(packed.first).toBe(last + 1)
      last = packed.last
    }
  }
  expect(turns.length - last).toBeLessThanOrEqual(64)
  expect(last % 64).toBe(0)
  db.close()
  journal.close()
})

test('packed turns take less than a third of the room, and further ones follow them', () => {
  const bytes = (sql: string): number => {
    const db = new Database(file())
    const sum = Number(db.prepare(sql).pluck().get())
    db.close()
    return sum
  }
  const before = bytes('SELECT sum(length(input || seen || facts || changes || hash)) FROM turn')
  packAll(file(), 64)
  expect(bytes('SELECT sum(length(body)) FROM packed')).toBeLessThan(before / 3)
  const journal = openJournal(file())
  journal.commit([something(FROM + 100 * 86_400_000)])
  journal.close()
  expect(wrong()).toEqual([])
})

test('the same turns are not packed twice, and none that are not there', () => {
  const db = openForReading(file())
  const turns = db.prepare('SELECT * FROM turn ORDER BY seq LIMIT 10').all() as TurnTable[]
  db.close()
  const journal = openJournal(file())
  journal.keepPacked(packTurns(turns))
  expect(() => journal.keepPacked(packTurns(turns))).toThrow(/not all of them are there/)
  journal.close()
  expect(wrong()).toEqual([])
})
