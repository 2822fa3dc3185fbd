// Messages that callers left, oldest first: those that wait, or all of them. What `messages list` shows.
import type { InferResult } from 'kysely'
import type { CallId, EpochMs } from '../../core/world/ids.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export interface MessageSummary {
  readonly recording: string
  readonly call: CallId
  readonly property: string | null
  readonly propertyName: string | null
  readonly zone: string
  readonly mailbox: string
  readonly mailboxName: string | null
  readonly callerNumber: string | null
  readonly callerName: string | null
  /** The caller's number or name was erased; null then does not mean withheld. */
  readonly erased: boolean
  readonly takenAt: EpochMs
  readonly ms: number
  /** Of the kept file; null while it is only where Asterisk recorded it. */
  readonly sha256: string | null
  /** Only the beginning could be recorded. */
  readonly cut: boolean
  /** Why nothing could be recorded: there is only a caller to call back. */
  readonly lost: string | null
  readonly doneAt: EpochMs | null
  readonly doneBy: string | null
  /** The recording was over age, and is no more. */
  readonly removed: { readonly at: EpochMs; readonly why: string } | null
}

export interface MessageFilter {
  readonly property?: string
  readonly mailbox?: string
  /** Left at or after, and before. */
  readonly since?: number
  readonly until?: number
  /** The recording, or its beginning or end. */
  readonly recording?: string
  /** Also those that somebody has dealt with. */
  readonly all: boolean
  readonly limit: number
}

export function listMessages(from: Stored, filter: MessageFilter): MessageSummary[] {
  const { property, mailbox, since, until, recording, all, limit } = filter
  let query = messages().orderBy('message_row.taken_at', 'desc').limit(limit)
  if (property !== undefined) query = query.where('message_row.property', '=', property)
  if (mailbox !== undefined) query = query.where('mailbox', '=', mailbox)
  if (since !== undefined) query = query.where('message_row.taken_at', '>=', since)
  if (until !== undefined) query = query.where('message_row.taken_at', '<', until)
  if (!all) query = query.where('done_at', 'is', null)
  if (recording !== undefined) {
    const like = recording.replaceAll(/[^A-Za-z0-9-]/g, '')
    query = query.where(eb =>
      eb.or([eb('message_row.recording', 'like', `${like}%`), eb('message_row.recording', 'like', `%${like}`)]),
    )
  }
  const rows = allOf(from.db, query).reverse()
  return rows.map(row => summaryOf(from, row))
}

/** What a row of the list of messages says. */
export function messageRows(from: Stored): (row: { readonly recording: string }) => MessageSummary[] {
  const one = prepare<{ recording: string }, Message>(from.db, p => messages().where('message_row.recording', '=', p.recording))
  return row => one.all(row).map(message => summaryOf(from, message))
}

function messages() {
  return sqlFor
    .selectFrom('message_row')
    .innerJoin('call_row', 'call_row.id', 'message_row.call')
    .leftJoin('recording_row', 'recording_row.recording', 'message_row.recording')
    .select(['message_row.recording', 'message_row.call', 'message_row.property', 'mailbox', 'message_row.taken_at'])
    .leftJoin('removed_recording', 'removed_recording.recording', 'message_row.recording')
    .select(['removed_recording.at as removed_at', 'removed_recording.why as removed_why'])
    .select(['message_row.ms', 'done_at', 'done_by', 'sha256', 'cut', 'lost'])
    .select(['plan', 'number_turn', 'number_n', 'name_turn', 'name_n'])
}

type Message = InferResult<ReturnType<typeof messages>>[number]

function summaryOf(from: Stored, row: Message): MessageSummary {
  const number = from.part(row.number_turn, row.number_n)
  const name = from.part(row.name_turn, row.name_n)
  const { plan, property, mailbox } = row
  return {
    recording: row.recording,
    call: row.call as CallId,
    property: row.property,
    propertyName: property === null ? null : from.nameOf(plan, 'property', property),
    zone: from.zone(row.plan, row.property),
    mailbox: row.mailbox,
    mailboxName: property === null ? null : from.nameOf(plan, 'mailbox', `${property}/${mailbox}`),
    callerNumber: number.value,
    callerName: name.value,
    erased: number.erased || name.erased,
    takenAt: row.taken_at as EpochMs,
    ms: row.ms,
    sha256: row.sha256,
    cut: row.cut === 1,
    lost: row.lost,
    doneAt: row.done_at as EpochMs | null,
    doneBy: row.done_by,
    removed: row.removed_at === null ? null : { at: row.removed_at as EpochMs, why: row.removed_why ?? '' },
  }
}
