// A plan is kept in pieces: there as a whole or not at all, whatever comes between.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { textPieces } from '../../src/core/plan/text-pieces.ts'
import { planHash } from '../../src/rules/plan-hash.ts'
import { openJournal, type SqliteJournal } from '../../src/store/journal/journal.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { arrival, at, examplePlan, PLAN } from './example-turns.ts'

let directory: string
let file: string
let journal: SqliteJournal
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-plans-'))
  file = join(directory, 'journal.db')
})
afterEach(() => {
  journal.close()
  rmSync(directory, { recursive: true, force: true })
})

/** Some hundred kilobytes, with characters of two halves at every place where a piece may end. */
const LARGE = { ...examplePlan(), phrases: { en: { greeting: '😀'.repeat(100_000), goodbye: `x${'😀'.repeat(100_000)}` } } }
const HASH = planHash(LARGE)
const SOURCES = { 'a.yaml': 'a: 😀\n'.repeat(30_000) }
const TEXTS = { plan: textPieces(JSON.stringify(LARGE)), sources: textPieces(JSON.stringify(SOURCES)) }

function kept() {
  const reader = openReader(file)
  try {
    return reader.plan(HASH)
  } finally {
    reader.close()
  }
}

test('it is there when its last piece is, and calls are written down between two of them', async () => {
  journal = openJournal(file)
  journal.keepPlan(PLAN, examplePlan(), {})
  let breaths = 0
  await journal.keepPlanSlowly?.(HASH, TEXTS, async () => {
    expect(kept()).toBeNull()
    journal.commit([arrival(`c${breaths}`, breaths++)])
  })
  expect(breaths).toBeGreaterThan(8)
  expect(kept()).toEqual(LARGE)
  journal.keepPlan(HASH, LARGE, SOURCES, TEXTS)
  journal.planInForce?.(HASH, at(60), 'a test')
  const reader = openReader(file)
  expect(reader.verifyChain()).toMatchObject({ intact: true, turns: breaths })
  expect(reader.listPlans(1)).toMatchObject([{ hash: HASH, files: ['a.yaml'] }])
  expect(reader.plan(PLAN)).toEqual(examplePlan())
  reader.close()
})

test('what a crash left half written is gone at the next start, and it is kept anew', async () => {
  journal = openJournal(file)
  let breaths = 0
  const crash = journal.keepPlanSlowly?.(HASH, TEXTS, () =>
    breaths++ < 3 ? Promise.resolve() : Promise.reject(new Error('crash')),
  )
  await expect(crash).rejects.toThrow('crash')
  journal.close()
  journal = openJournal(file)
  const db = new Database(file, { readonly: true })
  expect(db.prepare('select count(*) from plan_piece').pluck().get()).toBe(0)
  db.close()
  await journal.keepPlanSlowly?.(HASH, TEXTS, () => Promise.resolve())
  expect(kept()).toEqual(LARGE)
})

test('another program that opens the journal meanwhile spoils nothing', async () => {
  journal = openJournal(file)
  let breaths = 0
  await journal.keepPlanSlowly?.(HASH, TEXTS, async () => {
    if (breaths++ === 4) openJournal(file).close()
  })
  expect(kept()).toEqual(LARGE)
})
