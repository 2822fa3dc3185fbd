// Migration 10: recorded talks stand beside messages and statements, so that they are kept and compared as well; those of before, too. A talk is an
// incident's: the column names the stream. Run once by migrations.ts. Released migrations are never edited: a change is a new number.

export const talksAreRecordings = `
ALTER TABLE recording_row RENAME COLUMN call TO stream;
INSERT OR IGNORE INTO recording_row
  SELECT json_extract(body, '$.recording'), fact.stream, 'talk', turn.at, 0, NULL, NULL, 0, NULL
  FROM fact JOIN turn ON turn.seq = fact.turn WHERE kind = 'talk-recorded';
`
