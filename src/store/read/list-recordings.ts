// The recordings of messages, statements and talks with the checksums of their kept files, oldest first. What `messages verify` goes through.
import { allOf, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export interface RecordingSummary {
  readonly recording: string
  /** The call that left it, or that opened the incident whose talk it is. */
  readonly call: string
  readonly incident: string | null
  readonly what: 'message' | 'statement' | 'talk'
  readonly property: string | null
  readonly zone: string
  readonly takenAt: number
  readonly ms: number
  readonly sha256: string | null
}

export interface RecordingFilter {
  readonly property?: string
  readonly since?: number
  readonly until?: number
}

/** A talk is kept when it is over. */
const TALKING = ['talking', 'talking-back']

/** Without those of which nothing could be recorded, those that were over age, and the talks that go on. */
export function listRecordings(from: Stored, { property, since, until }: RecordingFilter): RecordingSummary[] {
  let query = sqlFor
    .selectFrom('recording_row')
    .leftJoin('incident_row', 'incident_row.id', 'recording_row.stream')
    .innerJoin('call_row', join =>
      join.on(eb => eb('call_row.id', 'in', [eb.ref('recording_row.stream'), eb.ref('incident_row.call')])),
    )
    .leftJoin('stream', 'stream.id', 'incident_row.id')
    .leftJoin('removed_recording', 'removed_recording.recording', 'recording_row.recording')
    .select(['recording_row.recording', 'call_row.id as call', 'incident_row.id as incident', 'what', 'taken_at', 'ms', 'sha256'])
    .select(['call_row.property', 'call_row.plan'])
    .where(eb =>
      eb.or([
        eb('what', '!=', 'talk'),
        eb('sha256', 'is not', null),
        eb('stream.state', 'is', null),
        eb(eb.fn<string>('json_extract', ['stream.state', eb.val('$.phase')]), 'not in', TALKING),
      ]),
    )
    .where('lost', 'is', null)
    .where('removed_recording.at', 'is', null)
    .orderBy('taken_at')
  if (property !== undefined) query = query.where('call_row.property', '=', property)
  if (since !== undefined) query = query.where('taken_at', '>=', since)
  if (until !== undefined) query = query.where('taken_at', '<', until)
  return allOf(from.db, query).map(row => ({
    recording: row.recording,
    call: row.call,
    incident: row.incident,
    what: row.what,
    property: row.property,
    zone: from.zone(row.plan, row.property),
    takenAt: row.taken_at,
    ms: row.ms,
    sha256: row.sha256,
  }))
}
