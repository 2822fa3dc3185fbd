// A journal in a directory of its own, with the example's plan, and a reader of it: new for every test. Used by the tests of queries.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { openReader, type Reader } from '../../src/store/read/reader.ts'
import { type FollowedJournal, openFollowed } from '../support/followed-journal.ts'
import { examplePlan, PLAN } from './example-turns.ts'

export interface JournalOfTest {
  readonly directory: string
  readonly file: string
  readonly journal: FollowedJournal
  readonly reader: Reader
  /** Another program begins on the same files. The journal is closed before. */
  reopen(): void
}

export function useJournal(): () => JournalOfTest {
  let here: JournalOfTest
  beforeEach(() => {
    const directory = mkdtempSync(join(tmpdir(), 'nightbell-journal-'))
    const file = join(directory, 'journal.db')
    const journal = openFollowed(file)
    journal.keepPlan(PLAN, examplePlan(), {})
    const reopen = (): void => {
      here = { ...here, journal: openFollowed(file) }
    }
    here = { directory, file, journal, reader: openReader(file), reopen }
  })
  afterEach(() => {
    here.reader.close()
    here.journal.close()
    rmSync(here.directory, { recursive: true, force: true })
  })
  return () => here
}
