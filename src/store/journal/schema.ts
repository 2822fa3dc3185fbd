// The tables of the journal, which alone is not made of anything else, as Kysely sees them, and the
// SQL that makes them: both change together. Everything under `turn` is append-only; `stream` is
// the present. What people ask for is made of it by followers (store/follow), in files of their
// own.
import type { Generated } from 'kysely'

export interface JournalTables {
  turn: TurnTable
  packed: PackedTable
  private: PrivateTable
  stream: StreamTable
  dialled: DialledTable
  past_call: PastCallTable
  plan: PlanTable
  plan_piece: PlanPieceTable
  /** A view: each plan as one text. */
  plan_text: PlanText
  in_force: InForceTable
}

export interface TurnTable {
  seq: number
  /** Milliseconds since the epoch. */
  at: number
  /** Input without its private fields, JSON. */
  input: string
  /** What was asked of the rest of the world and answered, JSON, in short: see in-short.ts. */
  seen: string
  ignored: string | null
  /** The facts without their private fields, in order, JSON, in short. */
  facts: string
  /** What became of which stream: `ChangedShort[]`, JSON. */
  changes: string
  /** Chains this turn to all before it: see chain.ts. */
  hash: string
}

/** Texts of old turns: see packed-turns.ts. */
export interface PackedTable {
  /** The last turn whose texts are here; the first one comes after those of the row before. */
  last: number
  body: Buffer
}

/**
 * A stream that a turn changed: its id, the plan by which it now lives, the hash of its new state,
 * its property and its ladder; and 1 where it is over, so that the journal says by itself which
 * streams live.
 */
export type Changed = readonly [
  stream: string,
  plan: string,
  state: string,
  property: string | null,
  ladder: string | null,
  over?: 1,
]

export interface PrivateTable {
  turn: number
  n: number
  /**
   * Whose part it is: the call or incident that the fact or input names; null when the input names
   * none.
   */
  stream: string | null
  /** sha256(salt ‖ body): stays when salt and body are erased. */
  digest: string
  salt: Buffer | null
  body: string | null
}

/** The streams that are live. */
export interface StreamTable {
  id: string
  kind: string
  /** The whole state, JSON. */
  state: string
}

/** Telephones that were dialled in the last hours: the caps of an hour hold over a restart. */
export interface DialledTable {
  leg: string
  property: string
  at: number
}

/**
 * Calls that are over, and those whose note of the failsafe was taken in, for a month: neither may
 * arrive a second time.
 */
export interface PastCallTable {
  id: string
  /** Of the last that is known of it. */
  at: number
  imported: number
  over: number
  property: string | null
  /** The incident that it belonged to last, and how many it opened. */
  incident: string | null
  incidents: number
}

/** Each time at which a plan came into force, in order. */
export interface InForceTable {
  n: Generated<number>
  at: number
  hash: string
  why: string
}

export interface PlanTable {
  /** sha256 of `plan_text.json`. */
  hash: string
  /** Counts on whenever a plan is kept or comes into force again: the highest is in force. */
  kept: number
}

export interface PlanText extends PlanTable {
  json: string
  /** The rule files it was compiled from, by name, JSON. */
  sources: string
}

export interface PlanPieceTable {
  hash: string
  part: 'plan' | 'sources'
  n: number
  text: string
}

/**
 * A plan and the files that made it stand in pieces, so that the plan of a thousand properties is
 * kept in many small commits.
 */
export const JOURNAL_SQL = `
CREATE TABLE turn (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  input TEXT NOT NULL,
  seen TEXT NOT NULL,
  ignored TEXT,
  facts TEXT NOT NULL,
  changes TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TABLE private (
  turn INTEGER NOT NULL,
  n INTEGER NOT NULL,
  stream TEXT,
  digest TEXT NOT NULL,
  salt BLOB,
  body TEXT,
  PRIMARY KEY (turn, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX private_stream ON private (stream);

CREATE TABLE stream (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT;

CREATE TABLE dialled (
  leg TEXT PRIMARY KEY,
  property TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dialled_at ON dialled (at);

CREATE TABLE past_call (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  imported INTEGER NOT NULL,
  over INTEGER NOT NULL,
  property TEXT,
  incident TEXT,
  incidents INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX past_call_at ON past_call (at);

CREATE TABLE plan (
  hash TEXT PRIMARY KEY,
  kept INTEGER NOT NULL
) STRICT;

CREATE TABLE plan_piece (
  hash TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('plan', 'sources')),
  n INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (hash, part, n)
) STRICT;
CREATE VIEW plan_text AS SELECT
  hash,
  kept,
  (SELECT group_concat(text, '') FROM (SELECT text FROM plan_piece p WHERE p.hash = plan.hash AND part = 'plan' ORDER BY n)) AS json,
  (SELECT group_concat(text, '') FROM (SELECT text FROM plan_piece p WHERE p.hash = plan.hash AND part = 'sources' ORDER BY n)) AS sources
FROM plan;

CREATE TABLE in_force (
  n INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  hash TEXT NOT NULL,
  why TEXT NOT NULL
) STRICT;
`

/** Room for old turns: see packed-turns.ts. */
export const PACKED_SQL = `
CREATE TABLE packed (
  last INTEGER PRIMARY KEY,
  body BLOB NOT NULL
) STRICT;
`
