// A journal of an older program: what waited in its outbox goes out by the same keys, and what it had sent is not told again.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { APPLICATION_ID, MIGRATIONS } from '../../src/store/journal/migrations.ts'

test('mail that waited before there were ways and lanes', () => {
  const directory = mkdtempSync(join(tmpdir(), 'nightbell-upgrade-'))
  const file = join(directory, 'journal.db')
  const old = new Database(file)
  for (const migration of MIGRATIONS.slice(0, 2)) old.exec(migration)
  old.pragma(`application_id = ${APPLICATION_ID}`)
  old.pragma('user_version = 2')
  const insert = old.prepare(
    `INSERT INTO outbox (key, thread, event, property, subject, target, everybody, made_at, attempts, next_at, done_at)
     VALUES (?, 'digest:oak-creek:2000', 'digest', 'oak-creek', '1000-2000', ?, '["a@oak.test","b@oak.test"]', 2000, 1, ?, ?)`,
  )
  insert.run('digest:oak-creek:2000:a@oak.test', 'a@oak.test', 5000, null)
  insert.run('digest:oak-creek:2000:b@oak.test', 'b@oak.test', null, 3000)
  old.close()
  const journal = openJournal(file)
  const at = 6000 as EpochMs
  expect(journal.outbox.lanes(at)).toEqual(['mail'])
  expect(journal.outbox.due(at, 9, 'mail')).toMatchObject([
    {
      ...{ key: 'digest:oak-creek:2000:a@oak.test', thread: 'digest:oak-creek:2000', way: 'mail', to: 'a@oak.test', attempts: 1 },
      ...{ all: ['a@oak.test', 'b@oak.test'], madeAt: 2000, firstAt: 2000, who: null, about: { event: 'digest', from: 1000 } },
    },
  ])
  expect(journal.outbox.unnoted(9)).toEqual([])
  journal.close()
  rmSync(directory, { recursive: true })
})
