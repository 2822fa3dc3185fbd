// Brings a journal file to this program's schema, one numbered migration after the other, each in its own transaction.
// Called when the journal is opened for writing. `user_version` counts them; `application_id` says that the file is ours.
import type Database from 'better-sqlite3'
import { JournalError } from './journal-error.ts'
import { turnsFactsProjections } from './migrations/001-turns-facts-projections.ts'
import { outbox } from './migrations/002-outbox.ts'
import { outboxWays } from './migrations/003-outbox-ways.ts'
import { outboxNoted } from './migrations/004-outbox-noted.ts'
import { plansInForce } from './migrations/005-plans-in-force.ts'
import { outcomes } from './migrations/006-outcomes.ts'
import { recordings } from './migrations/007-recordings.ts'
import { removedRecordings } from './migrations/008-removed-recordings.ts'
import { plansInPieces } from './migrations/009-plans-in-pieces.ts'
import { talksAreRecordings } from './migrations/010-talks-are-recordings.ts'
import { heldRecordings } from './migrations/011-held-recordings.ts'
import { outboxAnswers } from './migrations/012-outbox-answers.ts'

/** 'NBll' in ASCII: marks a SQLite file as a journal of Nightbell (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x4e_42_6c_6c

export const MIGRATIONS: readonly string[] = [
  turnsFactsProjections,
  outbox,
  outboxWays,
  outboxNoted,
  plansInForce,
  outcomes,
  recordings,
  removedRecordings,
  plansInPieces,
  talksAreRecordings,
  heldRecordings,
  outboxAnswers,
]

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
  if (version > MIGRATIONS.length) {
    throw new JournalError(
      'newer',
      `${file} was written by a newer Nightbell (journal schema ${version}; this program knows up to ${MIGRATIONS.length}). ` +
        'Install that version again, or restore a backup made before the upgrade.',
    )
  }
  return version < MIGRATIONS.length ? 'older' : 'current'
}

export function migrate(db: Database.Database, file: string): void {
  if (schemaState(db, file) === 'current') return
  const step = db.transaction((next: number) => {
    if ((db.pragma('user_version', { simple: true }) as number) >= next) return
    db.exec(MIGRATIONS[next - 1] ?? '')
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${next}`)
  })
  for (let next = (db.pragma('user_version', { simple: true }) as number) + 1; next <= MIGRATIONS.length; next++)
    step.immediate(next)
}
