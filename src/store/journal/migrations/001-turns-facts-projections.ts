// Migration 1: turns and what hangs on them, live streams, plans, and the projections of calls, incidents, attempts, messages.
// Run once by migrations.ts. Released migrations are never edited: a change is a new number.

export const turnsFactsProjections = `
CREATE TABLE turn (
  seq INTEGER PRIMARY KEY,
  v INTEGER NOT NULL,
  at INTEGER NOT NULL,
  input TEXT NOT NULL,
  seen TEXT NOT NULL,
  ignored TEXT,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX turn_at ON turn (at);

CREATE TABLE plan (
  hash TEXT PRIMARY KEY,
  v INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  json TEXT NOT NULL,
  sources TEXT NOT NULL
) STRICT;

CREATE TABLE change (
  turn INTEGER NOT NULL REFERENCES turn (seq),
  n INTEGER NOT NULL,
  stream TEXT NOT NULL,
  rev INTEGER NOT NULL,
  plan TEXT NOT NULL,
  state_hash TEXT NOT NULL,
  PRIMARY KEY (turn, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_stream ON change (stream, turn);

CREATE TABLE fact (
  turn INTEGER NOT NULL REFERENCES turn (seq),
  n INTEGER NOT NULL,
  stream TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (turn, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_stream ON fact (stream, turn);

CREATE TABLE private (
  turn INTEGER NOT NULL REFERENCES turn (seq),
  n INTEGER NOT NULL,
  stream TEXT,
  digest TEXT NOT NULL,
  salt BLOB,
  body TEXT,
  PRIMARY KEY (turn, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX private_stream ON private (stream);

CREATE TABLE stream (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  v INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  live INTEGER NOT NULL,
  deadline INTEGER,
  state TEXT
) STRICT;
CREATE INDEX stream_deadline ON stream (deadline) WHERE live = 1;

CREATE TABLE call_row (
  id TEXT PRIMARY KEY,
  plan TEXT,
  property TEXT,
  trunk TEXT NOT NULL,
  line TEXT NOT NULL,
  arrived_at INTEGER NOT NULL,
  number_turn INTEGER,
  number_n INTEGER,
  name_turn INTEGER,
  name_n INTEGER,
  outcome TEXT,
  left_at INTEGER,
  waited_ms INTEGER
) STRICT;
CREATE INDEX call_row_arrived ON call_row (arrived_at);
CREATE INDEX call_row_property ON call_row (property, arrived_at);

CREATE TABLE incident_row (
  id TEXT PRIMARY KEY,
  plan TEXT,
  call TEXT NOT NULL,
  property TEXT NOT NULL,
  category TEXT NOT NULL,
  ladder TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  passes INTEGER NOT NULL,
  owner TEXT,
  owned_at INTEGER,
  waited_ms INTEGER
) STRICT;
CREATE INDEX incident_row_opened ON incident_row (opened_at);

CREATE TABLE call_incident (
  call TEXT NOT NULL,
  incident TEXT NOT NULL,
  PRIMARY KEY (call, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX call_incident_incident ON call_incident (incident);

CREATE TABLE attempt_row (
  leg TEXT PRIMARY KEY,
  incident TEXT NOT NULL,
  person TEXT NOT NULL,
  phone TEXT NOT NULL,
  trunk TEXT NOT NULL,
  why TEXT NOT NULL,
  dialled_at INTEGER NOT NULL,
  rang_at INTEGER,
  answered_at INTEGER,
  ended_at INTEGER,
  result TEXT,
  sip INTEGER,
  cause INTEGER
) STRICT;
CREATE INDEX attempt_row_incident ON attempt_row (incident);
CREATE INDEX attempt_row_person ON attempt_row (person, dialled_at);

CREATE TABLE message_row (
  recording TEXT PRIMARY KEY,
  call TEXT NOT NULL,
  property TEXT,
  mailbox TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  ms INTEGER NOT NULL
) STRICT;
CREATE INDEX message_row_mailbox ON message_row (property, mailbox, taken_at);
`
