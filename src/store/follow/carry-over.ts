// Carries what the journal's log file (WAL) holds into its database, beside the commits and never
// in their way: SQLite would do it within one of them (https://www.sqlite.org/wal.html#ckpt).
// Called in the followers' thread. When nothing is left to carry over, the next commit begins at
// the front of the log file again: so the file stays as long as it is.
import { statSync } from 'node:fs'
import Database from 'better-sqlite3'

/** A commit adds some 20 to 50 kB. The file stays as long as it once was. */
const ENOUGH_BYTES = 4 << 20
/** So often at most, ms: a page that many commits wrote is carried over once. */
const EVERY_MS = 1000
/** Commits go on meanwhile: each pass has less to do than the one before. */
const MOST_PASSES = 5

export interface CarryOver {
  /** Where it is worth it. What can't be done now is done later. */
  look(): void
  /** All of it, and what was erased leaves the log file; false while somebody reads old pages, or commits. */
  empty(): boolean
  close(): void
}

/** `now`: ms of a clock that goes on evenly. */
export function openCarryOver(journal: string, now: () => number = () => performance.now()): CarryOver {
  let db: Database.Database | null = null
  let notBefore = Number.NEGATIVE_INFINITY
  return {
    look() {
      if (now() < notBefore) return
      notBefore = now() + EVERY_MS
      if ((statSync(`${journal}-wal`, { throwIfNoEntry: false })?.size ?? 0) < ENOUGH_BYTES) return
      db ??= new Database(journal, { fileMustExist: true, timeout: 0 })
      carryAllOver(db)
    },
    empty() {
      db ??= new Database(journal, { fileMustExist: true, timeout: 0 })
      carryAllOver(db)
      const [row] = db.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]
      return row?.busy === 0
    },
    close: () => void db?.close(),
  }
}

/** Until a pass finds no page more than the one before had. */
function carryAllOver(db: Database.Database): void {
  let before = -1
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const [row] = db.pragma('wal_checkpoint(PASSIVE)') as readonly { readonly log: number }[]
    if (row === undefined || row.log === before) return
    before = row.log
  }
}
