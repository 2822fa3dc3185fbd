// What a call costs, in counts that do not depend on the machine: requests to Asterisk, events taken, turns, commits (each of them is a
// write that is waited for) and bytes in the journal. Each has its limit: whoever raises one says why. What a load test would show as
// time is seen here first.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal } from '../../src/store/journal/journal.ts'
import { told } from '../support/never-silent.ts'
import { SCENES } from '../support/scenes.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-cost-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test.each([
  // With the talk recorded, and the question after it.
  ['accepted at once', { requests: 20, events: 18, turns: 14, commits: 14, bytes: 7500 }],
  ['a message, begun again', { requests: 12, events: 10, turns: 8, commits: 8, bytes: 3500 }],
  // Three telephones are rung.
  ['a voicemail greeting, and then nobody', { requests: 31, events: 24, turns: 20, commits: 20, bytes: 10_200 }],
])('%s', async (name, limits) => {
  const scene = SCENES.find(one => one.name.includes(name))
  if (scene === undefined) throw new Error(`there is no scene ${name}`)
  const file = join(directory, 'journal.db')
  const journal = openJournal(file)
  let commits = 0
  const store = {
    ...journal,
    commit(turns: Parameters<typeof journal.commit>[0]) {
      const before = journal.turns()
      journal.commit(turns)
      if (journal.turns() > before) commits++
    },
  }
  let events = 0
  const { requests } = await told(
    { ...scene, options: { ...scene.options, store } },
    () => 'done',
    story => {
      story.exchange.onInput(() => void events++)
    },
  )
  journal.close()
  const db = new Database(file, { readonly: true })
  const { turns, bytes } = db
    .prepare('select count(*) turns, sum(length(input) + length(seen) + length(facts) + length(changes)) bytes from turn')
    .get() as { turns: number; bytes: number }
  db.close()
  const cost = { requests: requests.length, events, turns, commits, bytes }
  const over = Object.entries(limits).filter(([what, most]) => cost[what as keyof typeof cost] > most)
  expect(over, `${JSON.stringify(cost)}: ${requests.join(', ')}`).toEqual([])
})
