// Writes the rows of one table of a follower, by their key. A statement for each set of columns is
// prepared once. Column names come from our code, never from outside.
import type Database from 'better-sqlite3'
import type { Statements } from '../journal/statements.ts'

export interface Rows<Row> {
  /** Keeps the row that is there already. */
  insert(row: Row): void
  get(key: string): Row | undefined
  set(key: string, values: Partial<Row>): void
  /** Sets only what is null still: the first time counts. */
  first(key: string, values: Partial<Row>): void
  /** Adds to numbers. */
  add(key: string, values: Partial<Row>): void
  remove(key: string): void
}

export function rowsOf<Row extends object>(db: Statements, table: string, key: keyof Row & string): Rows<Row> {
  const known = new Map<string, Database.Statement>()
  const statement = (sql: string): Database.Statement => {
    const found = known.get(sql) ?? db.prepare(sql)
    known.set(sql, found)
    return found
  }
  const update = (to: (column: string) => string) => (of: string, values: Partial<Row>) => {
    const sets = Object.keys(values).map(column => `"${column}" = ${to(`"${column}"`)}`)
    statement(`UPDATE "${table}" SET ${sets.join(', ')} WHERE "${key}" = ?`).run(...Object.values(values), of)
  }
  return {
    insert(row) {
      const columns = Object.keys(row).map(column => `"${column}"`)
      const holes = columns.map(() => '?').join(', ')
      const sql = `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${holes}) ON CONFLICT DO NOTHING`
      statement(sql).run(...Object.values(row))
    },
    get: of => statement(`SELECT * FROM "${table}" WHERE "${key}" = ?`).get(of) as Row | undefined,
    set: update(() => '?'),
    first: update(column => `coalesce(${column}, ?)`),
    add: update(column => `${column} + ?`),
    remove: of => void statement(`DELETE FROM "${table}" WHERE "${key}" = ?`).run(of),
  }
}
