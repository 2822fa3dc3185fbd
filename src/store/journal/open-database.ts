// Opens a journal file: for writing (by the daemon, made and migrated if need be) or for reading (by queries, while the daemon writes).
// All that can be wrong with the file is found here and said as a JournalError.
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { inWords, JournalError } from './journal-error.ts'
import { migrate, SCHEMA, schemaState } from './migrations.ts'
import { readTurnsWhole } from './packed-turns.ts'
import { whyClosed } from './why-closed.ts'

/** How long a writer waits for another process's lock, ms. Readers never block a writer (WAL). */
const BUSY_MS = 2000

export function openForWriting(file: string): Database.Database {
  let db: Database.Database | undefined
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o750 })
    db = new Database(file, { timeout: BUSY_MS })
    // Looked at before anything is written: a foreign or newer file is left as it was found.
    schemaState(db, file)
    db.pragma('journal_mode = WAL')
    // NORMAL can lose the last commits on power loss (https://www.sqlite.org/pragma.html#pragma_synchronous).
    db.pragma('synchronous = FULL')
    // The followers' thread carries the log file into the database (follow/carry-over.ts): a thousand pages and their fsync are too long for
    // the main thread. Where nobody does, it happens here all the same, some day.
    db.pragma('wal_autocheckpoint = 20000')
    // What is erased is overwritten, not only unlinked.
    db.pragma('secure_delete = ON')
    migrate(db, file)
    return db
  } catch (error) {
    db?.close()
    throw inWords(error, file)
  }
}

export function openForReading(file: string): Database.Database {
  if (!exists(file)) {
    throw new JournalError('missing', `There is no journal at ${file}. Has the daemon run yet, and is this its state directory?`)
  }
  let db: Database.Database | undefined
  try {
    db = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS })
    const state = schemaState(db, file)
    if (state === 'empty') throw new JournalError('missing', `${file} is empty: the daemon has not written to it yet.`)
    if (state === 'older') {
      throw new JournalError(
        'older',
        `${file} has an older schema than this program (${SCHEMA}). Start the daemon once: it brings it up to date.`,
      )
    }
    readTurnsWhole(db)
    return db
  } catch (error) {
    db?.close()
    const words = inWords(error, file)
    if (words instanceof JournalError && words.trouble === 'unwritable') {
      const { what, toDo } = whyClosed(file)
      throw new JournalError('unreadable', `${what}. ${toDo}.`, error)
    }
    throw words
  }
}

function exists(file: string): boolean {
  try {
    return statSync(file).isFile()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EACCES')
      throw new JournalError('unreadable', `${file} cannot be read by this user. Use the daemon's user, or root.`, error)
    return false
  }
}
