// Every recording in which the caller of this call can be heard, and which is not removed yet: what they said, the messages they left, the talks
// of their incidents that they took part in. Called by journal.ts, for whoever erases the caller.
import type Database from 'better-sqlite3'
import type { Recorded } from '../../core/plan/retention.ts'
import type { CallId, EpochMs, IncidentId } from '../../core/world/ids.ts'
import { prepare, sqlFor } from './statements.ts'

export interface RecordingOfCall {
  /** The call, or the incident whose talk it is. */
  readonly stream: CallId | IncidentId
  readonly recording: string
  readonly what: Recorded
  readonly takenAt: EpochMs
}

interface FactRow {
  readonly stream: CallId | IncidentId
  readonly kind: string
  readonly body: string
}

interface Told {
  readonly at: EpochMs
  readonly call?: string
  readonly recording?: string
}

/** Also of what was too short to count: its file may lie at the PBX. */
const SAID = ['statement-taken', 'statement-missing', 'message-taken']

export function recordingsOfCall(db: Database.Database): (call: CallId) => RecordingOfCall[] {
  const said = prepare<{ call: string }, FactRow>(db, p =>
    sqlFor
      .selectFrom('fact')
      .select(['stream', 'kind', 'body'])
      .where('stream', '=', p.call)
      .where('kind', 'in', SAID)
      .orderBy('turn')
      .$castTo<FactRow>(),
  )
  const talked = prepare<{ call: string }, FactRow>(db, p =>
    sqlFor
      .selectFrom('fact')
      .select(['stream', 'kind', 'body'])
      .where('stream', 'in', eb => eb.selectFrom('call_incident').select('incident').where('call', '=', p.call))
      .where('kind', 'in', ['bridged', 'talk-recorded'])
      .orderBy('stream')
      .orderBy('turn')
      .orderBy('n')
      .$castTo<FactRow>(),
  )
  const gone = prepare<{ recording: string }, { at: number }>(db, p =>
    sqlFor.selectFrom('removed_recording').select('at').where('recording', '=', p.recording),
  )

  return call => {
    const found: RecordingOfCall[] = []
    const add = ({ stream, body }: FactRow, what: Recorded): void => {
      const { at, recording } = JSON.parse(body) as Told
      if (recording === undefined || found.some(one => one.recording === recording)) return
      if (gone.get({ recording }) === undefined) found.push({ stream, recording, what, takenAt: at })
    }
    for (const row of said.all({ call })) add(row, row.kind === 'message-taken' ? 'messages' : 'statements')
    // A talk is told right after whom it connected.
    let theirs = false
    for (const row of talked.all({ call })) {
      if (row.kind === 'bridged') theirs = (JSON.parse(row.body) as Told).call === call
      else if (theirs) add(row, 'talks')
    }
    return found
  }
}
