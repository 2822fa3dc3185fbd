// What the daemon asks about what has been: messages that wait, recordings that are not kept yet.
// Never on the way of a call: it is asked in the followers' thread, once the lists have what is in
// the journal.
import type { CallId, EpochMs, IncidentId } from '../../core/world/ids.ts'
import type { DeskMessage } from '../../core/world/inputs.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export interface KeptMessage {
  readonly call: CallId
  readonly doneAt: EpochMs | null
  readonly doneBy: string | null
}

export interface Unkept {
  readonly recording: string
  readonly stream: CallId | IncidentId
  readonly what: 'message' | 'statement' | 'talk'
}

/** The message of this recording, and who has dealt with it; null when there is none. */
export function messageOf({ db }: Stored, recording: string): KeptMessage | null {
  const query = sqlFor
    .selectFrom('message_row')
    .select(['call', 'done_at as doneAt', 'done_by as doneBy'])
    .where('recording', '=', recording)
    .$castTo<KeptMessage>()
  return allOf(db, query)[0] ?? null
}

/** The messages that nobody has dealt with, oldest first, so many at most. */
export function waitingMessages({ db }: Stored, most: number): DeskMessage[] {
  const query = sqlFor
    .selectFrom('message_row')
    .leftJoin('recording_row', 'recording_row.recording', 'message_row.recording')
    .select(['message_row.recording', 'message_row.call', 'property', 'mailbox', 'message_row.taken_at as takenAt', 'lost'])
    .select('message_row.ms')
    .where('done_at', 'is', null)
    .orderBy('message_row.taken_at')
    .limit(most)
    .$castTo<Omit<DeskMessage, 'lost'> & { lost: string | null }>()
  return allOf(db, query).map(({ lost, ...rest }) => (lost === null ? rest : { ...rest, lost: true }))
}

/** How many messages wait, by property and mailbox. */
export function countWaiting({ db }: Stored): { property: string; mailbox: string; count: number }[] {
  const query = sqlFor
    .selectFrom('message_row')
    .select(eb => ['property', 'mailbox', eb.fn.countAll<number>().as('count')])
    .where('done_at', 'is', null)
    .where('property', 'is not', null)
    .groupBy(['property', 'mailbox'])
    .$castTo<{ property: string; mailbox: string; count: number }>()
  return allOf(db, query)
}

/** Messages, statements and talks whose recording is not kept, newest first, so many at most. */
export function unkept({ db }: Stored, most: number): Unkept[] {
  const query = sqlFor
    .selectFrom('recording_row')
    .leftJoin('removed_recording', 'removed_recording.recording', 'recording_row.recording')
    .select(['recording_row.recording', 'stream', 'what'])
    .where('sha256', 'is', null)
    .where('lost', 'is', null)
    .where('removed_recording.at', 'is', null)
    .orderBy('taken_at', 'desc')
    .limit(most)
    .$castTo<Unkept>()
  return allOf(db, query)
}

/** Of the file that is kept of this recording; null while it is not kept, or is not known. */
export function checksumOf({ db }: Stored, recording: string): string | null {
  return allOf(db, sqlFor.selectFrom('recording_row').select('sha256').where('recording', '=', recording))[0]?.sha256 ?? null
}

/** Whether anybody called the property in that time. */
export function hadCalls({ db }: Stored, property: string, from: number, until: number): boolean {
  const query = sqlFor
    .selectFrom('call_row')
    .select('id')
    .where('property', '=', property)
    .where('arrived_at', '>=', from)
    .where('arrived_at', '<', until)
    .limit(1)
  return allOf(db, query).length > 0
}
