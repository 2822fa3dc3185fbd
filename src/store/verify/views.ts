// The lists against the journal: they are made once more, from the first turn on, in a database of
// this connection that goes with it, by the followers themselves; then every row is compared with
// those that are there. Knows no table: each follower says which it has. Nothing is written to the
// lists. Lists that have not taken the last turns yet are compared up to where they are.
import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type TurnRow, turnReader } from '../follow/followed-turn.ts'
import type { Follower } from '../follow/follower.ts'
import { type Closed, whyClosed } from '../journal/why-closed.ts'
import { headOf } from './anchor.ts'
import type { FirstWrong } from './wrong.ts'

/** The thread that writes them holds their lock for a moment, ms. */
const BUSY_MS = 5000

export interface ViewsSeen {
  readonly rows: number
  /** What could not be compared, and why. */
  readonly notCompared: readonly string[]
  /** Why this user can't read them at all; null when they can. Then nothing was compared. */
  readonly unreadable: Closed | null
  /** So many turns the lists have not taken yet. */
  readonly behind: number
}

interface Cursor {
  readonly name: string
  readonly version: number
  readonly seq: number
  readonly hash: string
}

interface Comparing {
  readonly follower: Follower
  readonly upTo: number
}

/** The lists as they stood when this was called: to be opened before the journal's transaction. */
export interface OpenViews {
  compare(journal: Database.Database, wrong: FirstWrong): ViewsSeen
  close(): void
}

/** Null where there are none: whoever asks a question makes them. */
export function openViews(file: string, followers: readonly Follower[]): OpenViews | null {
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile()
  if (isFile === undefined) return null
  const views = attempt(() => new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS }))
  // The first read fixes what this transaction sees.
  const cursors = attempt(() => {
    views.value?.exec('BEGIN')
    return (views.value?.prepare('SELECT name, version, seq, hash FROM cursor').all() ?? []) as readonly Cursor[]
  })
  return {
    compare(journal, wrong) {
      const failed = views.error === null ? cursors : views
      const unreadable = failed.error
      if (isFile && failed.code?.startsWith('SQLITE_CANTOPEN')) return closedTo(whyClosed(file))
      const [comparing, notCompared] = toCompare(journal, followers, cursors.value ?? [], wrong)
      const fresh = new Database('')
      try {
        if (unreadable === null) makeAnew(journal, fresh, comparing, wrong)
        const tables = comparing.flatMap(({ follower }) => follower.tables)
        const compared = attempt(() => tables.map(table => compareTable(views.value ?? fresh, fresh, table, wrong)))
        const error = unreadable ?? compared.error
        if (error !== null) wrong.add('views', null, `${file} can't be read (${error})`)
        const rows = (compared.value ?? []).reduce((sum, one) => sum + one, 0)
        const head = headOf(journal)?.seq ?? 0
        return { rows, notCompared, unreadable: null, behind: head - Math.min(head, ...comparing.map(({ upTo }) => upTo)) }
      } finally {
        fresh.close()
      }
    },
    close: () => views.value?.close(),
  }
}

/** Its rights are no tampering. */
function closedTo(unreadable: Closed): ViewsSeen {
  return { rows: 0, notCompared: [], unreadable, behind: 0 }
}

type Attempted<R> =
  | { readonly value: R; readonly error: null; readonly code: null }
  | { readonly value: null; readonly error: string; readonly code: string | null }

/** The lists are no evidence: that they can't be read is told like anything else that is wrong. */
function attempt<R>(work: () => R): Attempted<R> {
  try {
    return { value: work(), error: null, code: null }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null
    return { value: null, error: error instanceof Error ? error.message : String(error), code }
  }
}

function toCompare(
  journal: Database.Database,
  followers: readonly Follower[],
  cursors: readonly Cursor[],
  wrong: FirstWrong,
): [comparing: readonly Comparing[], notCompared: readonly string[]] {
  const hashOf = journal.prepare('SELECT hash FROM turn WHERE seq = ?').pluck()
  const erased = journal.prepare(`SELECT 1 FROM turn WHERE seq > ? AND input LIKE '{"type":"callErased"%' LIMIT 1`)
  const notCompared: string[] = []
  const comparing: Comparing[] = []
  for (const follower of followers) {
    const own = cursors.filter(({ name }) => name === follower.name)
    const cursor = own.find(({ version }) => version === follower.version)
    if (cursor === undefined || own.length > 1) {
      notCompared.push(`the lists of ${follower.name}: they are of another version, or are being made anew`)
    } else if (cursor.seq > 0 && hashOf.get(cursor.seq) !== cursor.hash) {
      const what = `the lists of ${follower.name} were made of another journal: its turn ${cursor.seq} is not this one's`
      wrong.add('views', cursor.seq, what)
    } else if (erased.get(cursor.seq) !== undefined) {
      notCompared.push(`the lists of ${follower.name}: they have not forgotten yet who was erased; ask again in a moment`)
    } else comparing.push({ follower, upTo: Math.max(0, cursor.seq) })
  }
  return [comparing, notCompared]
}

function makeAnew(
  journal: Database.Database,
  fresh: Database.Database,
  comparing: readonly Comparing[],
  wrong: FirstWrong,
): void {
  fresh.pragma('journal_mode = OFF')
  fresh.pragma('synchronous = OFF')
  const named = { table: (name: string) => `"${name}"`, index: (name: string) => `"index ${name}"` }
  const takers = comparing.map(({ follower, upTo }) => {
    fresh.exec(follower.sql(named))
    return { upTo, take: follower.open(fresh) }
  })
  fresh.exec('BEGIN')
  const last = Math.max(0, ...takers.map(({ upTo }) => upTo))
  const read = turnReader(journal)
  const rows = journal.prepare('SELECT seq, at, input, facts, changes, hash FROM main.turn WHERE seq <= ? ORDER BY seq')
  for (const row of rows.iterate(last) as IterableIterator<TurnRow>) {
    const taken = attempt(() => {
      const turn = read(row)
      for (const { upTo, take } of takers) if (turn.seq <= upTo) take(turn)
    })
    if (taken.error === null) continue
    wrong.add('views', row.seq, `the lists can't be made anew: turn ${row.seq}: ${taken.error}`)
    break
  }
  fresh.exec('COMMIT')
}

type Row = readonly unknown[]

/** Gives how many rows there are in the one made anew. */
function compareTable(views: Database.Database, fresh: Database.Database, table: string, wrong: FirstWrong): number {
  const columns = columnsOf(fresh, table)
  const theirs = columnsOf(views, table)
  if (theirs.length === 0) {
    wrong.add('views', null, `the list \`${table}\` is missing`)
    return 0
  }
  const names = columns.map(({ name }) => `"${name}"`)
  if (columns.map(({ name }) => name).join() !== theirs.map(({ name }) => name).join()) {
    wrong.add('views', null, `the list \`${table}\` has other columns than it should`)
    return 0
  }
  const keys = columns.flatMap(({ pk }, nth) => (pk > 0 ? [nth] : []))
  const key = keys.length === 0 ? columns.map((_, nth) => nth) : keys
  const sql = `SELECT ${names.join()} FROM "${table}" ORDER BY ${key.map(nth => names[nth]).join()}`
  const where = key.map(nth => `${names[nth]} IS ?`).join(' AND ')
  const has = `SELECT 1 FROM "${table}" WHERE ${where} LIMIT 1`
  const [isThere, isMade] = [views.prepare(has), fresh.prepare(has)]
  const mine = fresh.prepare(sql).raw().iterate() as IterableIterator<Row>
  const present = views.prepare(sql).raw().iterate() as IterableIterator<Row>
  const keyOf = (row: Row) => key.map(nth => row[nth])
  const told = (row: Row) => key.map(nth => `${columns[nth]?.name} ${String(row[nth])}`).join(', ')
  let count = 0
  for (const made of mine) {
    count++
    if (wrong.has('views')) continue
    const next = present.next()
    const there = next.done === true ? null : next.value
    if (there !== null && same(made, there)) continue
    if (there === null || isThere.get(...keyOf(made)) === undefined) {
      wrong.add('views', null, `the list \`${table}\` lacks a row: ${told(made)}`)
    } else if (isMade.get(...keyOf(there)) === undefined) {
      wrong.add('views', null, `the list \`${table}\` has a row too many: ${told(there)}`)
    } else {
      const column = columns.find((_, nth) => !equal(made[nth], there[nth]))?.name ?? ''
      wrong.add('views', null, `the list \`${table}\` has a wrong ${column} at ${told(made)}`)
    }
  }
  if (!wrong.has('views')) {
    const more = present.next()
    if (more.done !== true) wrong.add('views', null, `the list \`${table}\` has a row too many: ${told(more.value)}`)
  }
  present.return?.()
  return count
}

/** An index of words keeps nothing but which rows it has. */
function columnsOf(db: Database.Database, table: string): readonly { readonly name: string; readonly pk: number }[] {
  const isWords = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = ? AND sql LIKE 'CREATE VIRTUAL TABLE%'`)
  if (isWords.get(table) !== undefined) return [{ name: 'rowid', pk: 1 }]
  return db.prepare('SELECT name, pk FROM pragma_table_info(?) ORDER BY cid').all(table) as { name: string; pk: number }[]
}

function same(one: Row, other: Row): boolean {
  for (let nth = 0; nth < one.length; nth++) if (!equal(one[nth], other[nth])) return false
  return true
}

function equal(one: unknown, other: unknown): boolean {
  return one === other || (Buffer.isBuffer(one) && Buffer.isBuffer(other) && one.equals(other))
}
