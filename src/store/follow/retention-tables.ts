// The tables of the follower `retention`, as Kysely sees them, and the SQL that makes them: both
// change together, and then its version does.
import type { Named } from './named.ts'

export interface RetentionTables {
  known_caller: KnownCallerRow
  took_part: TookPartRow
  folded_into: FoldedIntoRow
}

/** A call whose caller is not erased. */
export interface KnownCallerRow {
  call: string
  /** Empty where none is known. */
  property: string
  arrived_at: number
}

/** A member of staff who had a part in a call or incident otherwise than by being rung (attempt_row). */
export interface TookPartRow {
  stream: string
  person: string
}

/** An incident whose callers are those of another one since then. */
export interface FoldedIntoRow {
  incident: string
  into: string
}

export const RETENTION_TABLES = ['known_caller', 'took_part', 'folded_into'] as const

export function retentionSql({ table, index }: Named): string {
  return `
CREATE TABLE ${table('known_caller')} (
  call TEXT PRIMARY KEY,
  property TEXT NOT NULL,
  arrived_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ${index('known_caller_age')} ON ${table('known_caller')} (property, arrived_at, call);

CREATE TABLE ${table('took_part')} (
  stream TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (stream, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX ${index('took_part_person')} ON ${table('took_part')} (person);

CREATE TABLE ${table('folded_into')} (
  incident TEXT PRIMARY KEY,
  "into" TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`
}
