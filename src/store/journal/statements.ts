// Statements are built with Kysely, compiled and prepared once, and run by better-sqlite3
// synchronously inside one transaction: Kysely's own SQLite driver is asynchronous behind a mutex,
// and a commit must not be. Used by everything in store/.
import type Database from 'better-sqlite3'
import { type Compilable, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { CallTables } from '../follow/calls-tables.ts'
import type { NameTables } from '../follow/names-tables.ts'
import type { RetentionTables } from '../follow/retention-tables.ts'
import type { StoryTables } from '../follow/stories-tables.ts'
import type { TextTables } from '../follow/texts-tables.ts'
import type { OutboxTables } from '../outbox/outbox-tables.ts'
import type { JournalTables } from './schema.ts'

/** A reader attaches the files of the followers to the journal: a query may join them all. */
export type AllTables = JournalTables & CallTables & NameTables & RetentionTables & StoryTables & TextTables & OutboxTables

/** Builds statements and never runs any. */
export const sqlFor = new Kysely<AllTables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: db => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

export interface Prepared<P, R> {
  run(values: P): void
  get(values: P): R | undefined
  all(values: P): R[]
  iterate(values: P): IterableIterator<R>
}

/** A file, or one under whose names others are meant: follow/follower-file.ts. */
export type Statements = Pick<Database.Database, 'prepare'>

/**
 * Prepares a statement with named holes: `make` gets a hole for each name of P, typed as the value
 * that will fill it.
 */
export function prepare<P extends object, R = unknown>(db: Statements, make: (holes: P) => Compilable<R>): Prepared<P, R> {
  const holes = new Proxy({}, { get: (_, name) => new Hole(String(name)) }) as P
  const compiled = make(holes).compile()
  const statement = db.prepare(compiled.sql)
  const { parameters } = compiled
  const values = (given: P) => {
    const filled = new Array<unknown>(parameters.length)
    for (let n = 0; n < parameters.length; n++) {
      const value = parameters[n]
      filled[n] = value instanceof Hole ? given[value.name as keyof P] : value
    }
    return filled
  }
  return {
    run: given => void statement.run(...values(given)),
    get: given => statement.get(...values(given)) as R | undefined,
    all: given => statement.all(...values(given)) as R[],
    iterate: given => statement.iterate(...values(given)) as IterableIterator<R>,
  }
}

/** Runs a statement that is built anew each time, such as a query with optional filters. */
export function allOf<R>(db: Database.Database, query: Compilable<R>): R[] {
  const compiled = query.compile()
  return db.prepare(compiled.sql).all(...compiled.parameters) as R[]
}

class Hole {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}
