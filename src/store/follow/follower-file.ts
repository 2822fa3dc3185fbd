// A file that followers write: opened or made, with the tables of each, and how far each has come.
// A follower of a new version is made beside the old one under other names; once it has caught up,
// it takes the place of the old one. `cursor` is written in the transaction of the rows it stands
// for.
import { chmodSync, chownSync, existsSync, rmSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { inWords, JournalError } from '../journal/journal-error.ts'
import type { Statements } from '../journal/statements.ts'
import type { FollowedTurn, Follower } from './follower.ts'
import type { Named } from './named.ts'

/** 'NBlf' in ASCII: a file of Nightbell's followers. */
const APPLICATION_ID = 0x4e_42_6c_66
/** Another loop on the same file holds its lock for one batch, ms. */
const BUSY_MS = 5000

export interface FileOptions {
  readonly file: string
  /** Whose the file shall be where root makes it: the journal's. */
  readonly journal: string
  readonly followers: readonly Follower[]
  /** Tables of its own, which no follower makes again. */
  readonly sql: string
  /** Whether it holds what can't be made again. */
  readonly careful: boolean
}

export interface Following {
  readonly follower: Follower
  readonly take: (turn: FollowedTurn) => void
  /** Its tables stand under other names, beside those of an older version. */
  readonly beside: boolean
}

/** The last turn taken, and its hash: a journal that was put back from a backup is another one. */
export interface Cursor {
  readonly seq: number
  readonly hash: string
}

export interface FollowerFile {
  readonly db: Database.Database
  readonly following: readonly Following[]
  /** Null where a newer program has taken the follower over. To be asked within a transaction. */
  cursor(follower: Follower): Cursor | null
  move(follower: Follower, to: Cursor): void
  /** It takes the place of the old version. */
  takePlace(follower: Follower): void
  /** Forgets all that this follower made: it begins again. */
  clear(follower: Follower): void
  /** Whether the file that is open is still the one of this name. */
  isThere(): boolean
  close(): void
}

export function openFollowerFile({ file, journal, followers, sql, careful }: FileOptions): FollowerFile {
  const db = opened(file, journal)
  try {
    db.pragma('journal_mode = WAL')
    db.pragma(`synchronous = ${careful ? 'NORMAL' : 'OFF'}`)
    // Erased callers stand in views, too.
    db.pragma('secure_delete = ON')
    const following = db.transaction(() => setUp(db, file, sql, followers)).immediate()
    const inode = inodeOf(file)
    const at = db.prepare('SELECT seq, hash FROM cursor WHERE name = ? AND version = ?')
    const move = db.prepare('UPDATE cursor SET seq = ?, hash = ? WHERE name = ? AND version = ?')
    let open = following
    return {
      db,
      get following() {
        return open
      },
      cursor: ({ name, version }) => (at.get(name, version) as Cursor | undefined) ?? null,
      move: ({ name, version }, { seq, hash }) => void move.run(seq, hash, name, version),
      takePlace(follower) {
        const { name, version, tables } = follower
        for (const table of tables) {
          db.exec(`DROP TABLE IF EXISTS "${table}"`)
          db.exec(`ALTER TABLE "${beside(table, version)}" RENAME TO "${table}"`)
        }
        db.prepare('DELETE FROM cursor WHERE name = ? AND version <> ?').run(name, version)
        open = open.map(one => (one.follower === follower ? ready(db, follower, false) : one))
      },
      clear({ name, version, tables }) {
        const isBeside = open.find(({ follower }) => follower.name === name)?.beside ?? false
        for (const table of tables) db.exec(`DELETE FROM "${isBeside ? beside(table, version) : table}"`)
      },
      isThere: () => inodeOf(file) === inode,
      close: () => void db.close(),
    }
  } catch (error) {
    db.close()
    throw inWords(error, file)
  }
}

function opened(file: string, journal: string): Database.Database {
  const isNew = !existsSync(file)
  // What belongs to a file that somebody has deleted must not come back in a new one.
  if (isNew) for (const rest of ['-wal', '-shm']) rmSync(`${file}${rest}`, { force: true })
  try {
    const db = new Database(file, { timeout: BUSY_MS })
    if (isNew) likeTheJournal(file, journal)
    return db
  } catch (error) {
    throw inWords(error, file)
  }
}

/** Root may ask a question before the daemon runs, which must be able to write afterwards. */
function likeTheJournal(file: string, journal: string): void {
  chmodSync(file, 0o600)
  const { uid, gid } = statSync(journal)
  if (process.geteuid?.() === 0) chownSync(file, uid, gid)
}

function setUp(db: Database.Database, file: string, own: string, followers: readonly Follower[]): Following[] {
  const id = db.pragma('application_id', { simple: true })
  const tables = db.prepare('SELECT count(*) FROM sqlite_master').pluck().get()
  if (tables === 0) {
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.exec(
      'CREATE TABLE cursor (name TEXT NOT NULL, version INTEGER NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (name, version)) STRICT',
    )
    db.exec(own)
  } else if (id !== APPLICATION_ID) throw new JournalError('foreign', `${file} is a database of another program: move it away.`)
  const known = db.prepare('SELECT version FROM cursor WHERE name = ?').pluck()
  return followers.flatMap(follower => {
    const { name, version, tables, sql } = follower
    const versions = known.all(name) as number[]
    // A newer program has been here: it makes what this one would only spoil.
    if (versions.some(one => one > version)) return []
    // Without tables of its own there is nothing to be made anew: it goes on where the older
    // version was.
    if (tables.length === 0 && versions.some(one => one !== version))
      db.prepare('UPDATE OR REPLACE cursor SET version = ? WHERE name = ?').run(version, name)
    const isBeside = tables.length > 0 && versions.some(one => one < version)
    if (!(known.all(name) as number[]).includes(version)) {
      for (const table of tables) db.exec(`DROP TABLE IF EXISTS "${isBeside ? beside(table, version) : table}"`)
      db.exec(sql(namesOf(version, isBeside)))
      db.prepare("INSERT INTO cursor (name, version, seq, hash) VALUES (?, ?, -1, '')").run(name, version)
      // Half made ones of versions that never took their place.
      for (const old of versions
        .slice()
        .sort((a, b) => a - b)
        .slice(1)) {
        for (const table of tables) db.exec(`DROP TABLE IF EXISTS "${beside(table, old)}"`)
        db.prepare('DELETE FROM cursor WHERE name = ? AND version = ?').run(name, old)
      }
    }
    return [ready(db, follower, isBeside)]
  })
}

function ready(db: Database.Database, follower: Follower, isBeside: boolean): Following {
  const { tables, version, open } = follower
  if (!isBeside) return { follower, take: open(db), beside: false }
  const names = new RegExp(`"(${tables.join('|')})"`, 'g')
  const prepared = { prepare: (sql: string) => db.prepare(sql.replace(names, (_, table) => `"${beside(table, version)}"`)) }
  return { follower, take: open(prepared as Statements), beside: true }
}

function namesOf(version: number, isBeside: boolean): Named {
  return {
    table: name => `"${isBeside ? beside(name, version) : name}"`,
    index: name => `"${beside(name, version)}"`,
  }
}

function beside(name: string, version: number): string {
  return `${name}@${version}`
}

function inodeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? null
}
