// Migration 3: the outbox by ways: mail, text messages and webhooks, each in a lane of its own, held by quiet hours, and pruned.
// Run once by migrations.ts. Released migrations are never edited: a change is a new number.

export const outboxWays = `
ALTER TABLE outbox ADD COLUMN way TEXT NOT NULL DEFAULT 'mail';
ALTER TABLE outbox ADD COLUMN lane TEXT NOT NULL DEFAULT 'mail';
ALTER TABLE outbox ADD COLUMN who TEXT;
ALTER TABLE outbox ADD COLUMN first_at INTEGER;
DROP INDEX outbox_next;
CREATE INDEX outbox_next ON outbox (lane, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
`
