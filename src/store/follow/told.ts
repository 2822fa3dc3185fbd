// What the parts of the follower `calls` hand one another: a fact with its turn, and the rows that
// are made of it.
import type { Fact } from '../../core/world/facts.ts'
import type { Statements } from '../journal/statements.ts'
import type {
  AttemptRow,
  CallerRow,
  CallIncidentRow,
  CallRow,
  HeldRecordingRow,
  IncidentRow,
  MessageRow,
  RecordingRow,
  RemovedRecordingRow,
} from './calls-tables.ts'
import type { FollowedTurn } from './follower.ts'
import { rowsOf } from './rows.ts'

/** A fact as it is stored, and its turn. */
export interface Told {
  readonly turn: FollowedTurn
  readonly fact: Fact
}

export type CallTableRows = ReturnType<typeof rowsOfCalls>

export function rowsOfCalls(db: Statements) {
  return {
    calls: rowsOf<CallRow>(db, 'call_row', 'id'),
    callers: rowsOf<CallerRow>(db, 'caller', 'call'),
    incidents: rowsOf<IncidentRow>(db, 'incident_row', 'id'),
    links: rowsOf<CallIncidentRow>(db, 'call_incident', 'call'),
    attempts: rowsOf<AttemptRow>(db, 'attempt_row', 'leg'),
    messages: rowsOf<MessageRow>(db, 'message_row', 'recording'),
    recordings: rowsOf<RecordingRow>(db, 'recording_row', 'recording'),
    removed: rowsOf<RemovedRecordingRow>(db, 'removed_recording', 'recording'),
    held: rowsOf<HeldRecordingRow>(db, 'held_recording', 'recording'),
  }
}

/** The plan by which the fact's stream lives after the turn. */
export function planOf({ turn, fact }: Told): string | null {
  return turn.changes.find(([stream]) => stream === fact.stream)?.[1] ?? null
}

type Dialled = 'leg' | 'stream' | 'property' | 'person' | 'phone' | 'trunk' | 'why' | 'dialled_at'

/** An attempt as it begins: nothing has come of it. */
export function newAttempt(of: Pick<AttemptRow, Dialled> & Partial<AttemptRow>): AttemptRow {
  return {
    category: null,
    pass: null,
    rung: null,
    reminder: 0,
    rang_at: null,
    answered_at: null,
    taken_at: null,
    ended_at: null,
    talked_ms: null,
    result: null,
    sip: null,
    cause: null,
    ...of,
  }
}

/** One telephone may have several talks: a caller can be called back more than once. */
export function talked(
  { attempts }: CallTableRows,
  { leg, talkedMs }: { readonly leg: string; readonly talkedMs: number },
): void {
  attempts.first(leg, { talked_ms: 0 })
  attempts.add(leg, { talked_ms: talkedMs })
}
