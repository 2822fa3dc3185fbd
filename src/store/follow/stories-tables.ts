// The tables of the follower `stories`, as Kysely sees them, and the SQL that makes them: both
// change together, and then its version does. There is a row for each fact of ten years, so that
// streams and kinds stand in it as small numbers, with tables of their own that name them.
import type { Named } from './named.ts'

export interface StoryTables {
  touched: TouchedTable
  stream_no: StreamNoTable
  kind_no: KindNoTable
  fact: FactView
  fact_by_kind: FactView
}

/** A stream in a turn: one of its facts, or `n` -1 where it changed without a word. */
export interface TouchedTable {
  /** `stream_no.no` */
  stream: number
  turn: number
  n: number
  /** `kind_no.no`; null where there is no fact. */
  kind: number | null
  /** Who did it or to whom it happened: `kind_no.no`, too. */
  person: number | null
}

export interface StreamNoTable {
  no: number
  stream: string
  /** Once it is known. */
  property: string | null
}

/** Kinds of facts, and people. */
export interface KindNoTable {
  no: number
  kind: string
}

/** The facts, as every reader sees them: read/attach.ts makes the views. */
export interface FactView {
  stream: string
  turn: number
  n: number
  kind: string
  at: number
  /** The fact without its private fields, JSON. */
  body: string
}

export const STORY_TABLES = ['touched', 'stream_no', 'kind_no'] as const

export function storySql({ table, index }: Named): string {
  return `
CREATE TABLE ${table('touched')} (
  stream INTEGER NOT NULL,
  turn INTEGER NOT NULL,
  n INTEGER NOT NULL,
  kind INTEGER,
  person INTEGER,
  PRIMARY KEY (stream, turn, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX ${index('touched_kind')} ON ${table('touched')} (kind, turn, n) WHERE kind IS NOT NULL;
CREATE INDEX ${index('touched_person')} ON ${table('touched')} (person, turn, n) WHERE person IS NOT NULL;

CREATE TABLE ${table('stream_no')} (
  no INTEGER PRIMARY KEY,
  stream TEXT NOT NULL UNIQUE,
  property TEXT
) STRICT;
CREATE INDEX ${index('stream_no_property')} ON ${table('stream_no')} (property);

CREATE TABLE ${table('kind_no')} (
  no INTEGER PRIMARY KEY,
  kind TEXT NOT NULL UNIQUE
) STRICT;
`
}
