// Migration 12: what a server said of each notice, waits that nothing may hasten, how often nobody knows whether it was taken, and notices that
// tell of several things that are alike. Run once by migrations.ts. Released migrations are never edited: a change is a new number.

export const outboxAnswers = `
ALTER TABLE outbox ADD COLUMN answer TEXT;
ALTER TABLE outbox ADD COLUMN not_before INTEGER;
ALTER TABLE outbox ADD COLUMN uncertain INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN alike TEXT;
ALTER TABLE outbox ADD COLUMN gathered INTEGER NOT NULL DEFAULT 1;
ALTER TABLE outbox ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN last_at INTEGER;
CREATE INDEX outbox_alike ON outbox (alike, made_at) WHERE alike IS NOT NULL;
CREATE INDEX outbox_subject ON outbox (subject);
`
