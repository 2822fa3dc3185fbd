// Migration 4: what was sent is a fact too; `noted_at` says when that fact was written, so that a daemon killed in between writes it later.
// Run once by migrations.ts. Released migrations are never edited: a change is a new number.

export const outboxNoted = `
ALTER TABLE outbox ADD COLUMN noted_at INTEGER;
UPDATE outbox SET noted_at = done_at;
CREATE INDEX outbox_unnoted ON outbox (done_at) WHERE done_at IS NOT NULL AND noted_at IS NULL;
`
