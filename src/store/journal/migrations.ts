// Brings a journal file to this program's schema, one numbered migration after the other, each in its own transaction.
// Called when the journal is opened for writing. `user_version` counts them; `application_id` says that the file is ours.
import Database from 'better-sqlite3'
import { JournalError } from './journal-error.ts'
import { JOURNAL_SQL, PACKED_SQL } from './schema.ts'

/** 'NBll' in ASCII: marks a SQLite file as a journal of Nightbell (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x4e_42_6c_6c

/** Released migrations are never edited, not by a space: a change is a new one, and `log verify` compares the text. */
const MIGRATIONS: readonly string[] = [JOURNAL_SQL, PACKED_SQL]

/** What the first migration makes. Schemas before it were never released, and say things otherwise. */
const OLDEST = 2

/** What this program writes. */
export const SCHEMA = OLDEST + MIGRATIONS.length - 1

export type SchemaState = 'empty' | 'older' | 'current'

/** What kind of file this is. Throws when it is not ours, or newer than this program. */
export function schemaState(db: Database.Database, file: string): SchemaState {
  const version = db.pragma('user_version', { simple: true }) as number
  const application = db.pragma('application_id', { simple: true }) as number
  const tables = db.prepare('select count(*) from sqlite_master').pluck().get() as number
  if (tables === 0 && version === 0 && (application === 0 || application === APPLICATION_ID)) return 'empty'
  if (application !== APPLICATION_ID) {
    throw new JournalError(
      'foreign',
      `${file} is a database of another program. Name another state directory, or move that file away.`,
    )
  }
  if (version < OLDEST) {
    throw new JournalError(
      'older',
      `${file} was written by a Nightbell before its first release (journal schema ${version}), whose turns this program can't read. ` +
        'Move its state directory away and start with a new one, or keep that version to look things up.',
    )
  }
  if (version > SCHEMA) {
    throw new JournalError(
      'newer',
      `${file} was written by a newer Nightbell (journal schema ${version}; this program knows up to ${SCHEMA}). ` +
        'Install that version again, or restore a backup made before the upgrade.',
    )
  }
  return version < SCHEMA ? 'older' : 'current'
}

export function migrate(db: Database.Database, file: string): void {
  if (schemaState(db, file) === 'current') return
  const step = db.transaction((next: number) => {
    if ((db.pragma('user_version', { simple: true }) as number) >= next) return
    db.exec(MIGRATIONS[next - OLDEST] ?? '')
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${next}`)
  })
  const version = db.pragma('user_version', { simple: true }) as number
  for (let next = Math.max(OLDEST, version + 1); next <= SCHEMA; next++) step.immediate(next)
}

/** An empty journal as this program makes it, in memory. */
export function emptyJournal(): Database.Database {
  const db = new Database(':memory:')
  migrate(db, ':memory:')
  return db
}
