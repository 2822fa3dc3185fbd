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
  /** The same columns make the same statement. */
  function statement(what: string, columns: readonly string[], sql: (columns: readonly string[]) => string): Database.Statement {
    const name = `${what} ${columns.join()}`
    const found = known.get(name) ?? db.prepare(sql(columns.map(column => `"${column}"`)))
    known.set(name, found)
    return found
  }
  const update = (what: string, to: (column: string) => string) => (of: string, values: Partial<Row>) => {
    const sql = (columns: readonly string[]) =>
      `UPDATE "${table}" SET ${columns.map(column => `${column} = ${to(column)}`).join(', ')} WHERE "${key}" = ?`
    statement(what, Object.keys(values), sql).run(...Object.values(values), of)
  }
  const get = db.prepare(`SELECT * FROM "${table}" WHERE "${key}" = ?`)
  const remove = db.prepare(`DELETE FROM "${table}" WHERE "${key}" = ?`)
  return {
    insert(row) {
      const sql = (columns: readonly string[]) =>
        `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`
      statement('insert', Object.keys(row), sql).run(...Object.values(row))
    },
    get: of => get.get(of) as Row | undefined,
    set: update('set', () => '?'),
    first: update('first', column => `coalesce(${column}, ?)`),
    add: update('add', column => `${column} + ?`),
    remove: of => void remove.run(of),
  }
}
