// A plan far larger than that of a thousand properties: the followers' thread, whose heap is small,
// reads it and goes on.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFollowers } from '../../src/store/follow/in-worker.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { PLAN_HASH, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const MEGABYTES = 24

test('the thread that makes lists reads a plan of 24 MB', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'nightbell-large-plan-'))
  const file = join(directory, 'journal.db')
  const plan = smallPlan()
  const [one] = Object.values(plan.properties)
  if (one === undefined) throw new Error('the plan of tests has no property')
  const many = Math.ceil((MEGABYTES * 1e6) / JSON.stringify(one).length)
  const more = Array.from({ length: many }, (_, n) => [`more-${n}`, { ...one, id: `more-${n}` }])
  const journal = openJournal(file)
  const properties = { ...plan.properties, ...Object.fromEntries(more) }
  journal.keepPlan(PLAN_HASH, { ...plan, properties }, {})
  const followers = openFollowers(file)
  tell({ plan, onTurn: turn => journal.commit([turn]) }).arrives({})
  followers.grown()
  // Answered when what is in the journal has been taken in.
  expect(await followers.past.message('none')).toBeNull()
  expect(followers.wrong()).toEqual([])
  await followers.close()
  journal.close()
  const reader = openReader(file)
  expect(reader.listCalls({ limit: 9 })).toHaveLength(1)
  reader.close()
  rmSync(directory, { recursive: true })
})
