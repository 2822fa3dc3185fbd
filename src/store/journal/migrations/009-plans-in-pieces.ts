// Migration 9: a plan and the files that made it stand in pieces, so that the plan of a thousand properties is kept in many small commits.
// `plan_text` is every plan as one text, older ones included. Run once by migrations.ts. Released migrations are never edited.

export const plansInPieces = `
CREATE TABLE plan_piece (
  hash TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('plan', 'sources')),
  n INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (hash, part, n)
) STRICT;
CREATE VIEW plan_text AS SELECT
  hash,
  v,
  kept,
  CASE WHEN json <> '' THEN json ELSE (
    SELECT group_concat(text, '') FROM (SELECT text FROM plan_piece p WHERE p.hash = plan.hash AND part = 'plan' ORDER BY n)
  ) END AS json,
  CASE WHEN sources <> '' THEN sources ELSE (
    SELECT group_concat(text, '') FROM (SELECT text FROM plan_piece p WHERE p.hash = plan.hash AND part = 'sources' ORDER BY n)
  ) END AS sources
FROM plan;
`
