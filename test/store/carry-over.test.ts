// The journal's log file (WAL) is carried into its database now and then, so that it stays small.
import { statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openCarryOver } from '../../src/store/follow/carry-over.ts'
import { arrival } from './example-turns.ts'
import { useJournal } from './journal-of-test.ts'

const here = useJournal()
const size = (): number => statSync(`${here().file}-wal`).size
let calls = 0

/** Commits calls until the log file has so many bytes more, or so many calls. */
function grow(bytes: number, most = 5000): void {
  const before = size()
  for (let n = 0; n < most && size() < before + bytes; n++) here().journal.commit([arrival(`c${++calls}`)])
}

test('a log file that was carried over is written from its front again, and once a second is enough', () => {
  let now = 0
  const carrying = openCarryOver(here().file, () => now)
  grow(5 << 20)
  carrying.look()
  const most = size()
  grow(1, 50)
  expect(size()).toBe(most)
  carrying.look()
  grow(2 << 20)
  expect(size()).toBeGreaterThan(most)
  now += 1000
  carrying.look()
  const more = size()
  grow(1, 50)
  expect(size()).toBe(more)
  carrying.close()
})
