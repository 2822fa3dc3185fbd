// What becomes of recordings: taken, kept, removed. Part of the follower `calls`.
import type { Fact } from '../../core/world/facts.ts'
import type { HeldRecordingRow, RecordingRow } from './calls-tables.ts'
import type { CallTableRows } from './told.ts'

export function recordingFact(rows: CallTableRows, fact: Fact): void {
  switch (fact.kind) {
    case 'recording-removed':
      rows.removed.insert({ recording: fact.recording, at: fact.at, why: fact.why })
      rows.held.remove(fact.recording)
      return
    case 'recording-kept':
      rows.recordings.set(fact.recording, { ms: fact.ms, sha256: fact.sha256, kept_at: fact.at })
      rows.messages.set(fact.recording, { ms: fact.ms })
      return
    case 'message-taken':
      rows.recordings.insert(recordingRow(fact, 'message'))
      hold(rows, fact, 'messages')
      return
    case 'message-lost':
      rows.recordings.insert({ ...recordingRow({ ...fact, ms: 0 }, 'message'), lost: fact.why })
      return
    case 'statement-taken':
      rows.recordings.insert(recordingRow(fact, 'statement'))
      hold(rows, fact, 'statements')
      return
    case 'statement-missing':
      // Too short to count, and its file lies at the PBX all the same.
      if (fact.recording !== undefined) hold(rows, fact, 'statements')
      return
    case 'talk-recorded':
      rows.recordings.insert(recordingRow({ ...fact, ms: 0 }, 'talk'))
      hold(rows, fact, 'talks')
      return
  }
}

interface Taken {
  readonly stream: string
  readonly at: number
  readonly recording: string
  readonly ms: number
  readonly sha256?: string
  readonly cut?: true
}

function recordingRow(taken: Taken, what: RecordingRow['what']): RecordingRow {
  const { stream, at, recording, ms, sha256 = null, cut } = taken
  const kept_at = sha256 === null ? null : at
  return { recording, stream, what, taken_at: at, ms, sha256, kept_at, cut: cut ? 1 : 0, lost: null }
}

type Held = Pick<Taken, 'stream' | 'at' | 'recording'>

function hold(rows: CallTableRows, { stream, at, recording }: Held, what: HeldRecordingRow['what']): void {
  const of = rows.calls.get(stream) ?? rows.incidents.get(stream)
  rows.held.insert({ recording, stream, what, property: of?.property ?? '', taken_at: at })
}
