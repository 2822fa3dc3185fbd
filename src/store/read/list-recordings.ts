// The recordings of messages and statements with the checksums of their kept files, oldest first. What `messages verify` goes through.
import { allOf, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export interface RecordingSummary {
  readonly recording: string
  readonly call: string
  readonly what: 'message' | 'statement'
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

/** Without those of which nothing could be recorded, and those that were over age. */
export function listRecordings(from: Stored, { property, since, until }: RecordingFilter): RecordingSummary[] {
  let query = sqlFor
    .selectFrom('recording_row')
    .innerJoin('call_row', 'call_row.id', 'recording_row.call')
    .leftJoin('removed_recording', 'removed_recording.recording', 'recording_row.recording')
    .select(['recording_row.recording', 'call', 'what', 'property', 'plan', 'taken_at', 'ms', 'sha256'])
    .where('lost', 'is', null)
    .where('removed_recording.at', 'is', null)
    .orderBy('taken_at')
  if (property !== undefined) query = query.where('property', '=', property)
  if (since !== undefined) query = query.where('taken_at', '>=', since)
  if (until !== undefined) query = query.where('taken_at', '<', until)
  return allOf(from.db, query).map(row => ({
    ...{ recording: row.recording, call: row.call, what: row.what === 'message' ? 'message' : 'statement' },
    ...{ property: row.property, zone: from.zone(row.plan, row.property), takenAt: row.taken_at, ms: row.ms, sha256: row.sha256 },
  }))
}
