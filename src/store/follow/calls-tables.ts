// The tables of the follower `calls`, as Kysely sees them, and the SQL that makes them: both change
// together, and then its version does.
import type { Recorded } from '../../core/plan/retention.ts'
import type { Named } from './named.ts'

export interface CallTables {
  call_row: CallRow
  caller: CallerRow
  incident_row: IncidentRow
  call_incident: CallIncidentRow
  attempt_row: AttemptRow
  message_row: MessageRow
  recording_row: RecordingRow
  removed_recording: RemovedRecordingRow
  held_recording: HeldRecordingRow
}

/** Times in ms since the epoch; null while it has not happened. */
export interface CallRow {
  id: string
  plan: string | null
  property: string | null
  trunk: string
  /** As it was dialled; or the line of the rules that was diverted to it. */
  line: string
  /** When the caller began to wait: before the arrival where the box held them back. */
  arrived_at: number
  /** Where the caller's number and name lie in `private`. */
  number_turn: number | null
  number_n: number | null
  name_turn: number | null
  name_n: number | null
  /** When the office began to ring, for how long until it ended, and how it ended. */
  office_at: number | null
  office_ms: number | null
  office_status: string | null
  /** Why it became ours: `OverflowReason`. */
  overflow: string | null
  /** The first thing that the caller was asked. */
  menu_at: number | null
  /** Of the incident that it belongs to last. */
  category: string | null
  /** The caller was put on hold for the first time. */
  held_at: number | null
  /** The caller talked with a human being for the first time. */
  human_at: number | null
  outcome: string | null
  /** In which phase it ended. */
  phase: string | null
  left_at: number | null
  waited_ms: number | null
}

/** What a caller is looked for by. Goes when the caller is erased. */
export interface CallerRow {
  call: string
  /** With the country code, nothing but digits; empty where withheld. */
  digits: string
  name: string
}

export interface IncidentRow {
  id: string
  plan: string | null
  call: string
  property: string
  category: string
  ladder: string
  opened_at: number
  /** When the call arrived that opened it. */
  arrived_at: number
  state: string
  /** Begun so far. */
  passes: number
  /** The number of the last one. It begins at 1 again when a caller insists or it is reopened. */
  pass: number
  /** On which rung of its pass it is, or was last; 1 is the first. */
  rung: number
  /** Rungs begun so far, over all passes; and rungs on which nobody could be rung. */
  rungs: number
  skipped: number
  /** Who has it now. */
  owner: string | null
  owned_at: number | null
  /** How it was taken last: `key-1`, or as the fact `owned` says. */
  owned_how: string | null
  /** From opening until somebody had it first, however they took it. */
  waited_ms: number | null
  /** Who had it first, on which pass and rung, and after how many rungs. */
  first_owner: string | null
  first_owned_at: number | null
  first_pass: number | null
  first_rung: number | null
  first_rungs: number | null
  /** When it had been due and nobody had it. */
  late_at: number | null
  unreached_at: number | null
  /** The last time; null again when it was reopened. */
  unreached_since: number | null
  /** Passes that were tried after it was unreached. */
  retries: number
  reopened: number
  /** Further callers. */
  joined: number
  /** Incidents that became part of this one. */
  folded_in: number
  /** Recordings of what callers said, with a space between. */
  statements: string
  outcome: string | null
  resolved_at: number | null
  resolved_by: string | null
}

export interface CallIncidentRow {
  call: string
  incident: string
}

/** A telephone that was rung for an incident, or to transfer a call. */
export interface AttemptRow {
  leg: string
  /** The incident or the call. */
  stream: string
  property: string | null
  category: string | null
  /** Null for a number of the rules. */
  person: string | null
  phone: string
  trunk: string
  why: string
  /** Null for a transfer and a reminder: they are on no rung. */
  pass: number | null
  rung: number | null
  /**
   * 1 where somebody was rung for what they had already: reminded of it, asked whether they keep
   * it, or told what other callers have said. 0 where a telephone was offered something.
   */
  reminder: 0 | 1
  dialled_at: number
  rang_at: number | null
  answered_at: number | null
  /** When it was accepted or owned. */
  taken_at: number | null
  ended_at: number | null
  talked_ms: number | null
  result: string | null
  sip: number | null
  cause: number | null
}

export interface MessageRow {
  recording: string
  call: string
  property: string | null
  mailbox: string
  taken_at: number
  ms: number
  done_at: number | null
  done_by: string | null
}

/** The file of a message, statement or talk. */
export interface RecordingRow {
  recording: string
  /** The call that left it, or the incident whose talk it is. */
  stream: string
  what: 'message' | 'statement' | 'talk'
  taken_at: number
  /** 0 for a talk that is not kept yet. */
  ms: number
  /** Of the kept file; null while it is not kept. */
  sha256: string | null
  kept_at: number | null
  /** 1 when only the beginning could be recorded. */
  cut: number
  /** Why nothing could be recorded. */
  lost: string | null
}

/** A recording that was over age and is no more. */
export interface RemovedRecordingRow {
  recording: string
  at: number
  why: string
}

/** A recording that is kept, or lies at the PBX. */
export interface HeldRecordingRow {
  recording: string
  stream: string
  what: Recorded
  /** Empty where none is known. */
  property: string
  taken_at: number
}

export const CALL_TABLES = [
  'call_row',
  'caller',
  'incident_row',
  'call_incident',
  'attempt_row',
  'message_row',
  'recording_row',
  'removed_recording',
  'held_recording',
] as const

export function callSql({ table, index }: Named): string {
  return `
CREATE TABLE ${table('call_row')} (
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
  office_at INTEGER,
  office_ms INTEGER,
  office_status TEXT,
  overflow TEXT,
  menu_at INTEGER,
  category TEXT,
  held_at INTEGER,
  human_at INTEGER,
  outcome TEXT,
  phase TEXT,
  left_at INTEGER,
  waited_ms INTEGER
) STRICT;
CREATE INDEX ${index('call_row_arrived')} ON ${table('call_row')} (arrived_at);
CREATE INDEX ${index('call_row_property')} ON ${table('call_row')} (property, arrived_at);
CREATE INDEX ${index('call_row_outcome')} ON ${table('call_row')} (outcome, arrived_at);
CREATE INDEX ${index('call_row_overflow')} ON ${table('call_row')} (overflow, arrived_at);
CREATE INDEX ${index('call_row_category')} ON ${table('call_row')} (category, arrived_at)
  WHERE category IS NOT NULL;
CREATE INDEX ${index('call_row_line')} ON ${table('call_row')} (line, arrived_at);
CREATE INDEX ${index('call_row_trunk')} ON ${table('call_row')} (trunk, arrived_at);
CREATE INDEX ${index('call_row_waited')} ON ${table('call_row')} (waited_ms);

CREATE TABLE ${table('caller')} (
  call TEXT PRIMARY KEY,
  digits TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT;
CREATE INDEX ${index('caller_digits')} ON ${table('caller')} (digits, name, call);

CREATE TABLE ${table('incident_row')} (
  id TEXT PRIMARY KEY,
  plan TEXT,
  call TEXT NOT NULL,
  property TEXT NOT NULL,
  category TEXT NOT NULL,
  ladder TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  passes INTEGER NOT NULL,
  pass INTEGER NOT NULL,
  rung INTEGER NOT NULL,
  rungs INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  owner TEXT,
  owned_at INTEGER,
  owned_how TEXT,
  waited_ms INTEGER,
  first_owner TEXT,
  first_owned_at INTEGER,
  first_pass INTEGER,
  first_rung INTEGER,
  first_rungs INTEGER,
  late_at INTEGER,
  unreached_at INTEGER,
  unreached_since INTEGER,
  retries INTEGER NOT NULL,
  reopened INTEGER NOT NULL,
  joined INTEGER NOT NULL,
  folded_in INTEGER NOT NULL,
  statements TEXT NOT NULL,
  outcome TEXT,
  resolved_at INTEGER,
  resolved_by TEXT
) STRICT;
CREATE INDEX ${index('incident_row_opened')} ON ${table('incident_row')} (opened_at);
CREATE INDEX ${index('incident_row_state')} ON ${table('incident_row')} (property, state);
CREATE INDEX ${index('incident_row_category')} ON ${table('incident_row')} (category, opened_at);
CREATE INDEX ${index('incident_row_waited')} ON ${table('incident_row')} (waited_ms);
CREATE INDEX ${index('incident_row_owner')} ON ${table('incident_row')} (owner) WHERE owner IS NOT NULL;
CREATE INDEX ${index('incident_row_first')} ON ${table('incident_row')} (first_owner) WHERE first_owner IS NOT NULL;
CREATE INDEX ${index('incident_row_owned')} ON ${table('incident_row')} (first_owned_at) WHERE first_owned_at IS NOT NULL;
CREATE INDEX ${index('incident_row_resolved')} ON ${table('incident_row')} (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX ${index('incident_row_unreached')} ON ${table('incident_row')} (unreached_at) WHERE unreached_at IS NOT NULL;

CREATE TABLE ${table('call_incident')} (
  call TEXT NOT NULL,
  incident TEXT NOT NULL,
  PRIMARY KEY (call, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX ${index('call_incident_incident')} ON ${table('call_incident')} (incident);

CREATE TABLE ${table('attempt_row')} (
  leg TEXT PRIMARY KEY,
  stream TEXT NOT NULL,
  property TEXT,
  category TEXT,
  person TEXT,
  phone TEXT NOT NULL,
  trunk TEXT NOT NULL,
  why TEXT NOT NULL,
  pass INTEGER,
  rung INTEGER,
  reminder INTEGER NOT NULL,
  dialled_at INTEGER NOT NULL,
  rang_at INTEGER,
  answered_at INTEGER,
  taken_at INTEGER,
  ended_at INTEGER,
  talked_ms INTEGER,
  result TEXT,
  sip INTEGER,
  cause INTEGER
) STRICT;
CREATE INDEX ${index('attempt_row_dialled')} ON ${table('attempt_row')} (dialled_at);
CREATE INDEX ${index('attempt_row_stream')} ON ${table('attempt_row')} (stream);
CREATE INDEX ${index('attempt_row_person')} ON ${table('attempt_row')} (person, dialled_at);
CREATE INDEX ${index('attempt_row_property')} ON ${table('attempt_row')} (property, dialled_at);
CREATE INDEX ${index('attempt_row_result')} ON ${table('attempt_row')} (result, dialled_at);
CREATE INDEX ${index('attempt_row_trunk')} ON ${table('attempt_row')} (trunk, dialled_at);
CREATE INDEX ${index('attempt_row_phone')} ON ${table('attempt_row')} (phone, dialled_at);
CREATE INDEX ${index('attempt_row_talked')} ON ${table('attempt_row')} (talked_ms) WHERE talked_ms IS NOT NULL;

CREATE TABLE ${table('message_row')} (
  recording TEXT PRIMARY KEY,
  call TEXT NOT NULL,
  property TEXT,
  mailbox TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  ms INTEGER NOT NULL,
  done_at INTEGER,
  done_by TEXT
) STRICT;
CREATE INDEX ${index('message_row_mailbox')} ON ${table('message_row')} (property, mailbox, taken_at);
CREATE INDEX ${index('message_row_taken')} ON ${table('message_row')} (taken_at);
CREATE INDEX ${index('message_row_ms')} ON ${table('message_row')} (ms);
CREATE INDEX ${index('message_row_done')} ON ${table('message_row')} (done_at);
CREATE INDEX ${index('message_row_open')} ON ${table('message_row')} (property, mailbox) WHERE done_at IS NULL;

CREATE TABLE ${table('recording_row')} (
  recording TEXT PRIMARY KEY,
  stream TEXT NOT NULL,
  what TEXT NOT NULL,
  taken_at INTEGER NOT NULL,
  ms INTEGER NOT NULL,
  sha256 TEXT,
  kept_at INTEGER,
  cut INTEGER NOT NULL,
  lost TEXT
) STRICT;
CREATE INDEX ${index('recording_row_taken')} ON ${table('recording_row')} (taken_at);
CREATE INDEX ${index('recording_row_unkept')} ON ${table('recording_row')} (taken_at) WHERE sha256 IS NULL AND lost IS NULL;

CREATE TABLE ${table('removed_recording')} (
  recording TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  why TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ${index('removed_recording_at')} ON ${table('removed_recording')} (at);

CREATE TABLE ${table('held_recording')} (
  recording TEXT PRIMARY KEY,
  stream TEXT NOT NULL,
  what TEXT NOT NULL,
  property TEXT NOT NULL,
  taken_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ${index('held_recording_age')} ON ${table('held_recording')} (property, what, taken_at);
`
}
