// Migration 5: when which plan came into force, and why. Run once by migrations.ts. Released migrations are never edited.

export const plansInForce = `
CREATE TABLE in_force (
  n INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  hash TEXT NOT NULL,
  why TEXT NOT NULL
) STRICT;
`
