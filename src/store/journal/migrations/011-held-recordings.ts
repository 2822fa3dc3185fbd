// Migration 11: the recordings that are held, by property and kind, so that the nightly look at what is over age reads what is due and not the
// whole history. What is removed leaves the table. Run once by migrations.ts. Released migrations are never edited: a change is a new number.

export const heldRecordings = `
CREATE TABLE held_recording (
  recording TEXT PRIMARY KEY,
  stream TEXT NOT NULL,
  what TEXT NOT NULL,
  property TEXT NOT NULL,
  taken_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX held_recording_age ON held_recording (property, what, taken_at);
CREATE INDEX removed_recording_at ON removed_recording (at);
INSERT OR IGNORE INTO held_recording
  SELECT message_row.recording, message_row.call, 'messages', coalesce(property, ''), message_row.taken_at
  FROM message_row LEFT JOIN recording_row ON recording_row.recording = message_row.recording WHERE lost IS NULL;
INSERT OR IGNORE INTO held_recording
  SELECT
    json_extract(body, '$.recording'),
    fact.stream,
    CASE kind WHEN 'talk-recorded' THEN 'talks' ELSE 'statements' END,
    coalesce(call_row.property, incident_row.property, ''),
    turn.at
  FROM fact JOIN turn ON turn.seq = fact.turn
    LEFT JOIN call_row ON call_row.id = fact.stream LEFT JOIN incident_row ON incident_row.id = fact.stream
  WHERE kind IN ('statement-taken', 'statement-missing', 'talk-recorded') AND json_extract(body, '$.recording') IS NOT NULL;
DELETE FROM held_recording WHERE recording IN (SELECT recording FROM removed_recording);
`
