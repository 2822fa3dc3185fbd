// Migration 8: recordings that were over age and are no more, whatever they were of. Run once by migrations.ts. Released migrations are never
// edited: a change is a new number.

export const removedRecordings = `
CREATE TABLE removed_recording (
  recording TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  why TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`
