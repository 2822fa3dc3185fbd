// Messages that callers left, oldest first: those that wait, or all of them. What `messages list` shows.
import type { CallId, EpochMs } from '../../core/world/ids.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
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
  readonly doneAt: EpochMs | null
  readonly doneBy: string | null
}

export interface MessageFilter {
  readonly property?: string
  /** The recording, or its beginning or end. */
  readonly recording?: string
  /** Also those that somebody has dealt with. */
  readonly all: boolean
  readonly limit: number
}

export function listMessages(from: Stored, { property, recording, all, limit }: MessageFilter): MessageSummary[] {
  let query = sqlFor
    .selectFrom('message_row')
    .innerJoin('call_row', 'call_row.id', 'message_row.call')
    .select(['recording', 'call', 'message_row.property', 'mailbox', 'taken_at', 'ms', 'done_at', 'done_by'])
    .select(['plan', 'number_turn', 'number_n', 'name_turn', 'name_n'])
    .orderBy('taken_at', 'desc')
    .limit(limit)
  if (property !== undefined) query = query.where('message_row.property', '=', property)
  if (!all) query = query.where('done_at', 'is', null)
  if (recording !== undefined) {
    const like = recording.replaceAll(/[^A-Za-z0-9-]/g, '')
    query = query.where(eb => eb.or([eb('recording', 'like', `${like}%`), eb('recording', 'like', `%${like}`)]))
  }
  const rows = allOf(from.db, query).reverse()
  return rows.map(row => {
    const number = from.part(row.number_turn, row.number_n)
    const name = from.part(row.name_turn, row.name_n)
    const rules = row.property === null ? undefined : from.plan(row.plan)?.properties[row.property]
    return {
      ...{ recording: row.recording, call: row.call as CallId, property: row.property, propertyName: rules?.name ?? null },
      ...{
        zone: from.zone(row.plan, row.property),
        mailbox: row.mailbox,
        mailboxName: rules?.mailboxes[row.mailbox]?.name ?? null,
      },
      ...{ callerNumber: number.value, callerName: name.value, erased: number.erased || name.erased },
      ...{ takenAt: row.taken_at as EpochMs, ms: row.ms, doneAt: row.done_at as EpochMs | null, doneBy: row.done_by },
    }
  })
}
