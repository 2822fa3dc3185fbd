// Migration 2: the outbox, written in the commit of the fact that causes it, and who has dealt with a message.
// Run once by migrations.ts. Released migrations are never edited: a change is a new number.

export const outbox = `
CREATE TABLE outbox (
  key TEXT PRIMARY KEY,
  thread TEXT NOT NULL,
  event TEXT NOT NULL,
  property TEXT NOT NULL,
  subject TEXT NOT NULL,
  target TEXT NOT NULL,
  everybody TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER,
  done_at INTEGER,
  failed_at INTEGER,
  error TEXT
) STRICT;
CREATE INDEX outbox_next ON outbox (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_failed ON outbox (failed_at) WHERE failed_at IS NOT NULL;
CREATE INDEX outbox_event ON outbox (event, property, made_at);

ALTER TABLE message_row ADD COLUMN done_at INTEGER;
ALTER TABLE message_row ADD COLUMN done_by TEXT;
CREATE INDEX message_row_open ON message_row (property, mailbox) WHERE done_at IS NULL;
CREATE INDEX incident_row_state ON incident_row (property, state);
`
