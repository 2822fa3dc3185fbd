// Every recording in which the caller of this call can be heard, and which is not removed yet: what they said, the messages they left, the talks
// of their incidents that they took part in. Asked when the caller is erased.
import type { Recorded } from '../../core/plan/retention.ts'
import type { CallId, EpochMs, IncidentId } from '../../core/world/ids.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

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

/** Also of what was too short to count, or counts as lost: its file may lie at the PBX. */
const SAID = ['statement-taken', 'statement-missing', 'message-taken', 'message-lost']
const MESSAGES: readonly string[] = ['message-taken', 'message-lost']

export function recordingsOfCall({ db }: Stored, call: CallId): RecordingOfCall[] {
  const said = sqlFor
    .selectFrom('fact')
    .select(['stream', 'kind', 'body'])
    .where('stream', '=', call)
    .where('kind', 'in', SAID)
    .orderBy('turn')
    .$castTo<FactRow>()
  const talked = sqlFor
    .selectFrom('fact')
    .select(['stream', 'kind', 'body'])
    .where('stream', 'in', eb => eb.selectFrom('call_incident').select('incident').where('call', '=', call))
    .where('kind', 'in', ['bridged', 'talk-recorded'])
    .orderBy('stream')
    .orderBy('turn')
    .orderBy('n')
    .$castTo<FactRow>()
  const gone = prepare<{ recording: string }, { at: number }>(db, p =>
    sqlFor.selectFrom('removed_recording').select('at').where('recording', '=', p.recording),
  )
  const found: RecordingOfCall[] = []
  const add = (stream: CallId | IncidentId, { recording, at }: Told, what: Recorded): void => {
    if (recording === undefined || found.some(one => one.recording === recording)) return
    if (gone.get({ recording }) === undefined) found.push({ stream, recording, what, takenAt: at })
  }
  for (const { stream, kind, body } of allOf(db, said))
    add(stream, JSON.parse(body) as Told, MESSAGES.includes(kind) ? 'messages' : 'statements')
  // A talk is told right after whom it connected.
  let theirs = false
  for (const { stream, kind, body } of allOf(db, talked)) {
    const told = JSON.parse(body) as Told
    if (kind === 'bridged') theirs = told.call === call
    else if (theirs) add(stream, told, 'talks')
  }
  return found
}
