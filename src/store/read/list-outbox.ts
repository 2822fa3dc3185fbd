// What waits to be told to people outside, and what became of the rest: what `outbox list` shows. The oldest first.
import type { NoticeWay } from '../../core/notices/events.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import type { OutboxTable } from '../outbox/outbox-tables.ts'
import type { Stored } from './stored.ts'

export interface OutboxItem {
  readonly key: string
  readonly event: string
  readonly property: string
  readonly propertyName: string | null
  readonly zone: string
  readonly way: NoticeWay
  readonly to: string
  /** When it happened. */
  readonly madeAt: EpochMs
  /** `held`: until quiet hours are over. */
  readonly state: 'waits' | 'held' | 'sent' | 'given-up'
  /** When it is tried next; null when it is over. */
  readonly nextAt: EpochMs | null
  /** When it was sent or given up. */
  readonly overAt: EpochMs | null
  /** Tries in vain. */
  readonly attempts: number
  /** What the server answered last. */
  readonly error: string | null
  /** What it said when it took it. */
  readonly answer: string | null
  /** Of how many it tells, where several are alike. */
  readonly gathered: number
}

export interface OutboxFilter {
  readonly property?: string
  /** Also what was sent. */
  readonly all: boolean
  readonly limit: number
  /** What is held is held until later than this. */
  readonly now: number
}

export function listOutbox(from: Stored, { property, all, limit, now }: OutboxFilter): OutboxItem[] {
  let query = sqlFor.selectFrom('outbox').selectAll().orderBy('made_at', 'desc').orderBy('key', 'desc').limit(limit)
  if (property !== undefined) query = query.where('property', '=', property)
  if (!all) query = query.where('done_at', 'is', null)
  const plan = from.newestPlan()
  return allOf(from.db, query)
    .reverse()
    .map(row => ({
      key: row.key,
      event: row.event,
      property: row.property,
      to: row.target,
      attempts: row.attempts,
      error: row.error,
      answer: row.answer,
      gathered: row.gathered,
      propertyName: plan?.properties[row.property]?.name ?? null,
      zone: from.zone(null, row.property),
      way: row.way as NoticeWay,
      madeAt: row.made_at as EpochMs,
      nextAt: row.next_at as EpochMs | null,
      overAt: (row.done_at ?? row.failed_at) as EpochMs | null,
      state: stateOf(row, now),
    }))
}

/** What somebody wants to be tried again begins anew as well, but now. */
function stateOf(row: Pick<OutboxTable, 'done_at' | 'failed_at' | 'first_at' | 'next_at'>, now: number) {
  if (row.done_at !== null) return 'sent'
  if (row.failed_at !== null) return 'given-up'
  return row.first_at !== null && row.first_at === row.next_at && row.first_at > now ? 'held' : 'waits'
}
