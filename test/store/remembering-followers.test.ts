// Followers remember what they wrote. A batch that is rolled back and another process that takes
// turns in between must not show in what they make.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HashedTurn, type TurnRow, turnReader } from '../../src/store/follow/followed-turn.ts'
import { viewers } from '../../src/store/follow/followers.ts'
import { keptPlans } from '../../src/store/journal/kept-plans.ts'
import { openForReading } from '../../src/store/journal/open-database.ts'
import { howOften } from '../support/how-often.ts'
import { nightInTheLog } from '../support/night-in-the-log.ts'

const NAMED = { table: (name: string) => `"${name}"`, index: (name: string) => `"index ${name}"` }

let state: string
let journal: Database.Database
let turns: readonly HashedTurn[]
beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'nightbell-remember-'))
  journal = openForReading(nightInTheLog(state).file)
  const rows = journal.prepare('SELECT seq, at, input, facts, changes, hash FROM turn ORDER BY seq')
  turns = (rows.all() as TurnRow[]).map(turnReader(journal))
})
afterAll(() => {
  journal.close()
  rmSync(state, { recursive: true })
})

interface Batch {
  readonly turns: number
  /** Which of two processes takes it. */
  readonly by: 0 | 1
  /** It is taken and rolled back first, so many times. */
  readonly fails: number
}

function madeOf(batches: readonly Batch[]): string {
  const db = new Database(':memory:')
  const all = viewers(keptPlans(journal))
  for (const follower of all) db.exec(follower.sql(NAMED))
  const processes = [all.map(({ open }) => open(db)), all.map(({ open }) => open(db))]
  const rest = { turns: turns.length, by: 0, fails: 0 } as const
  let from = 0
  for (const batch of [...batches, rest]) {
    const some = turns.slice(from, from + batch.turns)
    const take = () => {
      for (const turn of some) for (const follow of processes[batch.by] ?? []) follow(turn)
    }
    for (let n = 0; n < batch.fails; n++) {
      db.exec('BEGIN')
      take()
      db.exec('ROLLBACK')
    }
    db.transaction(take)()
    from += batch.turns
  }
  const tables = all.flatMap(follower => follower.tables).filter(table => table !== 'texts')
  const made = tables.map(table => [table, db.prepare(`SELECT * FROM "${table}" ORDER BY 1, 2`).all()])
  const found = db.prepare("SELECT rowid FROM texts WHERE texts MATCH 'leak OR rung OR ana' ORDER BY rowid").all()
  db.close()
  return JSON.stringify([made, found])
}

test('what followers make does not depend on how turns came to them', () => {
  const batch = fc.record({
    turns: fc.integer({ min: 1, max: 6 }),
    by: fc.constantFrom<0 | 1>(0, 1),
    fails: fc.integer({ min: 0, max: 2 }),
  })
  const straight = madeOf([])
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 18 }), batches => {
      expect(madeOf(batches)).toBe(straight)
    }),
    { numRuns: howOften(20) },
  )
})
