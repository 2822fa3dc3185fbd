// Migration 6: what became of an incident. Run once by migrations.ts. Released migrations are never edited: a change is a new number.

export const outcomes = `
ALTER TABLE incident_row ADD COLUMN outcome TEXT;
ALTER TABLE incident_row ADD COLUMN resolved_at INTEGER;
`
