// The table of the outbox, as Kysely sees it, and the SQL that makes it: both change together. What
// was sent and how often it was tried can't be made again, so it has a file of its own: lists may
// be deleted, and nobody is told twice.

export interface OutboxTables {
  outbox: OutboxTable
}

export interface OutboxTable {
  key: string
  /** Shared by all who are told the same. */
  thread: string
  event: string
  /** The call or incident whose fact it tells; empty for a digest; of a report, which of the rules. */
  stream: string
  property: string
  /**
   * A recording, an incident, a call, a digest's time, or of what a report is: where the rest is found when it is sent.
   */
  subject: string
  way: string
  /** What is waited for together: a mail server, the gateway for text messages, one webhook. */
  lane: string
  /** Whose deed it is, where it is somebody's. */
  who: string | null
  /** When it may be sent, if not at once; trying ends a day later. */
  first_at: number | null
  target: string
  /** All addresses, JSON. */
  everybody: string
  made_at: number
  attempts: number
  /** Null once it is done or given up. */
  next_at: number | null
  done_at: number | null
  failed_at: number | null
  /**
   * When the fact was written that it was sent; what no call or incident is about has none, and
   * counts as noted.
   */
  noted_at: number | null
  error: string | null
  /** What the server said last, whether it took it or not. */
  answer: string | null
  /** Nothing may hasten it before then. */
  not_before: number | null
  /** Tries of which nobody knows whether it was taken. */
  uncertain: number
  /** The same for notices that say the same to the same address and may be told as one. */
  alike: string | null
  /** Of how many it tells. */
  gathered: number
  /** How many of these have followed each other; each waits longer than the one before. */
  round: number
  /** When the last happened of which it tells. */
  last_at: number | null
}

export const OUTBOX_SQL = `
CREATE TABLE outbox (
  key TEXT PRIMARY KEY,
  thread TEXT NOT NULL,
  event TEXT NOT NULL,
  stream TEXT NOT NULL,
  property TEXT NOT NULL,
  subject TEXT NOT NULL,
  way TEXT NOT NULL,
  lane TEXT NOT NULL,
  who TEXT,
  first_at INTEGER,
  target TEXT NOT NULL,
  everybody TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER,
  done_at INTEGER,
  failed_at INTEGER,
  noted_at INTEGER,
  error TEXT,
  answer TEXT,
  not_before INTEGER,
  uncertain INTEGER NOT NULL DEFAULT 0,
  alike TEXT,
  gathered INTEGER NOT NULL DEFAULT 1,
  round INTEGER NOT NULL DEFAULT 0,
  last_at INTEGER
) STRICT;
CREATE INDEX outbox_next ON outbox (lane, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX outbox_failed ON outbox (failed_at) WHERE failed_at IS NOT NULL;
CREATE INDEX outbox_unnoted ON outbox (done_at) WHERE done_at IS NOT NULL AND noted_at IS NULL;
CREATE INDEX outbox_event ON outbox (event, property, made_at);
CREATE INDEX outbox_alike ON outbox (alike, made_at) WHERE alike IS NOT NULL;
CREATE INDEX outbox_stream ON outbox (stream);
`
