// The table of the follower `stories`, as Kysely sees it, and the SQL that makes it: both change
// together, and then its version does.
import type { Named } from './named.ts'

export interface StoryTables {
  touched: TouchedTable
  fact: FactView
}

/** A stream in a turn: one of its facts, or `n` -1 where it changed without a word. */
export interface TouchedTable {
  stream: string
  turn: number
  n: number
  /** Empty where there is no fact. */
  kind: string
  at: number
}

export interface FactView extends TouchedTable {
  /** The fact without its private fields, JSON. */
  body: string
}

/** Kinds that are looked for by themselves: for a digest. */
const SOUGHT = ['closed-without-outcome', 'dial-capped', 'dial-refused'] as const

export function storySql({ table, index }: Named): string {
  return `
CREATE TABLE ${table('touched')} (
  stream TEXT NOT NULL,
  turn INTEGER NOT NULL,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (stream, turn, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX ${index('touched_sought')} ON ${table('touched')} (kind, at) WHERE kind IN (${SOUGHT.map(kind => `'${kind}'`).join(', ')});
`
}
