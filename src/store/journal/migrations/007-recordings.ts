// Migration 7: the recordings of messages and statements, with the checksum of the file that is kept. Those of before have none yet: the
// daemon keeps them when it finds them. Run once by migrations.ts. Released migrations are never edited: a change is a new number.

export const recordings = `
CREATE TABLE recording_row (
  recording TEXT PRIMARY KEY,
  call TEXT NOT NULL,
  what TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  ms INTEGER NOT NULL,
  sha256 TEXT,
  kept_at INTEGER,
  cut INTEGER NOT NULL,
  lost TEXT
) STRICT;
CREATE INDEX recording_row_taken ON recording_row (taken_at);
CREATE INDEX recording_row_unkept ON recording_row (taken_at) WHERE sha256 IS NULL AND lost IS NULL;
INSERT INTO recording_row
  SELECT recording, call, 'message', taken_at, ms, NULL, NULL, 0, NULL FROM message_row;
INSERT OR IGNORE INTO recording_row
  SELECT json_extract(body, '$.recording'), fact.stream, 'statement', turn.at, json_extract(body, '$.ms'), NULL, NULL, 0, NULL
  FROM fact JOIN turn ON turn.seq = fact.turn WHERE kind = 'statement-taken';
`
