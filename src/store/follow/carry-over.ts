// Carries what the journal's log file (WAL) holds into its database, beside the commits and never
// in their way: SQLite would do it within one of them (https://www.sqlite.org/wal.html#ckpt).
// Called in the followers' thread.
import { statSync } from 'node:fs'
import Database from 'better-sqlite3'

/** A commit adds some 20 kB. */
const ENOUGH_BYTES = 4 << 20

export interface CarryOver {
  /** Where it is worth it. What can't be done now is done later. */
  look(): void
  close(): void
}

export function openCarryOver(journal: string): CarryOver {
  let db: Database.Database | null = null
  return {
    look() {
      if ((statSync(`${journal}-wal`, { throwIfNoEntry: false })?.size ?? 0) < ENOUGH_BYTES) return
      db ??= new Database(journal, { fileMustExist: true, timeout: 0 })
      db.pragma('wal_checkpoint(PASSIVE)')
    },
    close: () => void db?.close(),
  }
}
