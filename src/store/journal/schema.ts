// The tables of the journal as Kysely sees them. The SQL that makes them is in migrations/; both change together.
// Everything under `turn` is append-only; `stream` is the present; the `*_row` tables are projections and can be rebuilt.

import type { Generated } from 'kysely'
import type { Recorded } from '../../core/plan/retention.ts'

export interface JournalTables {
  turn: TurnTable
  change: ChangeTable
  fact: FactTable
  private: PrivateTable
  stream: StreamTable
  plan: PlanTable
  plan_piece: PlanPieceTable
  /** A view: each plan as one text, wherever it stands. */
  plan_text: PlanTable
  call_row: CallRow
  incident_row: IncidentRow
  call_incident: CallIncidentRow
  attempt_row: AttemptRow
  message_row: MessageRow
  recording_row: RecordingRow
  removed_recording: RemovedRecordingRow
  held_recording: HeldRecordingRow
  outbox: OutboxTable
  in_force: InForceTable
}

export interface TurnTable {
  seq: number
  /** Version of the shapes of this turn's input, answers and facts. */
  v: number
  /** Milliseconds since the epoch. */
  at: number
  /** Input without its private fields, JSON. */
  input: string
  /** What was asked of the rest of the world and answered, JSON. */
  seen: string
  ignored: string | null
  /** Chains this turn to all before it: see chain.ts. */
  hash: string
}

export interface ChangeTable {
  turn: number
  n: number
  stream: string
  rev: number
  /** Hash of the plan by which the stream now lives. */
  plan: string
  state_hash: string
}

export interface FactTable {
  turn: number
  n: number
  stream: string
  kind: string
  /** The whole fact without its private fields, JSON. */
  body: string
}

export interface PrivateTable {
  turn: number
  n: number
  /** Whose part it is: the call or incident that the fact or input names; null when the input names none. */
  stream: string | null
  /** sha256(salt ‖ body): stays when salt and body are erased. */
  digest: string
  salt: Buffer | null
  body: string | null
}

export interface StreamTable {
  id: string
  kind: string
  v: number
  rev: number
  live: number
  deadline: number | null
  /** The whole state while the stream lives; null once it is over. */
  state: string | null
}

/** Each time at which a plan came into force, in order. */
export interface InForceTable {
  n: Generated<number>
  at: number
  hash: string
  why: string
}

export interface PlanTable {
  /** sha256 of `plan_text.json`. */
  hash: string
  v: number
  /** Counts on whenever a plan is kept or comes into force again: the highest is in force. */
  kept: number
  /** Empty where the text stands in pieces. */
  json: string
  /** The rule files it was compiled from, by name, JSON. Empty where the text stands in pieces. */
  sources: string
}

export interface PlanPieceTable {
  hash: string
  part: 'plan' | 'sources'
  n: number
  text: string
}

export interface CallRow {
  id: string
  plan: string | null
  property: string | null
  trunk: string
  line: string
  arrived_at: number
  /** Where the caller's number and name lie in `private`. */
  number_turn: number | null
  number_n: number | null
  name_turn: number | null
  name_n: number | null
  outcome: string | null
  left_at: number | null
  waited_ms: number | null
}

export interface IncidentRow {
  id: string
  plan: string | null
  call: string
  property: string
  category: string
  ladder: string
  opened_at: number
  state: string
  passes: number
  owner: string | null
  owned_at: number | null
  waited_ms: number | null
  outcome: string | null
  resolved_at: number | null
}

export interface CallIncidentRow {
  call: string
  incident: string
}

export interface AttemptRow {
  leg: string
  incident: string
  person: string
  phone: string
  trunk: string
  why: string
  dialled_at: number
  rang_at: number | null
  answered_at: number | null
  ended_at: number | null
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

/** What is to be told to people outside. No projection: rebuilding leaves it alone. */
export interface OutboxTable {
  key: string
  /** Shared by all who are told the same. */
  thread: string
  event: string
  property: string
  /** A recording, an incident, a call, or a digest's time: where the rest is found when it is sent. */
  subject: string
  way: string
  /** What is waited for together: a mail server, the gateway for text messages, one webhook. */
  lane: string
  /** Whose deed it is, where it is somebody's. */
  who: string | null
  /** When it may be sent, if not at once; trying ends a day later. */
  first_at: number | null
  target: string
  /** All addresses, JSON. */
  everybody: string
  made_at: number
  attempts: number
  /** Null once it is done or given up. */
  next_at: number | null
  done_at: number | null
  failed_at: number | null
  /** When the fact was written that it was sent; what no call or incident is about has none, and counts as noted. */
  noted_at: number | null
  error: string | null
  /** What the server said last, whether it took it or not. */
  answer: string | null
  /** Nothing may hasten it before then. */
  not_before: number | null
  /** Tries of which nobody knows whether it was taken. */
  uncertain: number
  /** The same for notices that say the same to the same address and may be told as one. */
  alike: string | null
  /** Of how many it tells. */
  gathered: number
  /** How many of these have followed each other; each waits longer than the one before. */
  round: number
  /** When the last happened of which it tells. */
  last_at: number | null
}
