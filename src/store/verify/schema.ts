// What the journal's file is made of: its tables, columns, indexes, triggers and views must be those
// that this version makes. A trigger could change what a daemon writes, a view what everybody reads.
import type Database from 'better-sqlite3'
import { emptyJournal } from '../journal/migrations.ts'
import type { FirstWrong } from './wrong.ts'

interface Made {
  readonly type: string
  readonly name: string
  /** The table that it belongs to. */
  readonly table: string
  readonly sql: string | null
}

export function checkSchema(db: Database.Database, wrong: FirstWrong): void {
  const empty = emptyJournal()
  try {
    const difference = firstDifference(db, empty)
    if (difference !== null) wrong.add('schema', null, difference)
  } finally {
    empty.close()
  }
}

function firstDifference(db: Database.Database, empty: Database.Database): string | null {
  const [there, right] = [madeIn(db), madeIn(empty)]
  for (const [name, one] of right) {
    const own = there.get(name)
    if (own === undefined) return `${named(one)} is missing`
    if (own.type !== one.type) return `${name} is a ${own.type}, and not a ${one.type}`
    if (own.sql !== one.sql || own.table !== one.table)
      return otherColumn(db, empty, one) ?? `${named(one)} is not what this version makes`
  }
  for (const [name, own] of there) if (!right.has(name)) return `${named(own)} was added`
  return null
}

/** By name; tables first. What SQLite notes of its own accord (ANALYZE) is nobody's change. */
function madeIn(db: Database.Database): ReadonlyMap<string, Made> {
  const rows = db.prepare(
    `SELECT type, name, tbl_name AS "table", sql FROM main.sqlite_schema
    WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\' ORDER BY type <> 'table', type, name`,
  )
  return new Map((rows.all() as Made[]).map(one => [one.name, one]))
}

function named({ type, name, table }: Made): string {
  return `the ${type} ${name}${name === table ? '' : ` on ${table}`}`
}

function otherColumn(db: Database.Database, empty: Database.Database, { type, name }: Made): string | null {
  const [there, right] = [db, empty].map(one =>
    one.prepare(`SELECT name FROM pragma_table_xinfo(?, 'main') ORDER BY cid`).pluck().all(name),
  ) as [string[], string[]]
  const missing = right.find(column => !there.includes(column))
  if (missing !== undefined) return `the column ${missing} of the ${type} ${name} is missing`
  const more = there.find(column => !right.includes(column))
  return more === undefined ? null : `the column ${more} of the ${type} ${name} was added`
}
