// The list of attempts: every telephone that was rung, for an incident or to transfer a caller.
import { sql } from 'kysely'
import type { AttemptResult } from '../../../core/world/facts.ts'
import type { EpochMs } from '../../../core/world/ids.ts'
import type { AttemptRow } from '../../follow/calls-tables.ts'
import type { Stored } from '../stored.ts'
import { anyOf, equals, type TableList } from './ask.ts'

export interface ListedAttempt {
  readonly leg: string
  /** The incident, or the call that was transferred. */
  readonly stream: string
  readonly property: string | null
  readonly propertyName: string | null
  readonly zone: string
  readonly category: string | null
  /** Null for a number of the rules. */
  readonly person: string | null
  readonly personName: string | null
  readonly phone: string
  readonly trunk: string
  readonly why: string
  readonly pass: number | null
  readonly rung: number | null
  readonly dialledAt: EpochMs
  readonly rangAt: EpochMs | null
  readonly answeredAt: EpochMs | null
  /** When it was accepted or owned. */
  readonly takenAt: EpochMs | null
  readonly endedAt: EpochMs | null
  readonly talkedMs: number | null
  /** Null while it runs. */
  readonly result: AttemptResult | null
  readonly sip: number | null
  /** The cause of Q.850. */
  readonly cause: number | null
}

export const ATTEMPTS: TableList = {
  name: 'attempts',
  table: 'attempt_row',
  id: 'attempt_row.leg',
  at: 'attempt_row.dialled_at',
  sorts: { dialled: 'attempt_row.dialled_at', talked: 'attempt_row.talked_ms' },
  takes: {
    stream: stream => ({
      where: sql`attempt_row.stream IN (SELECT ${stream} UNION SELECT incident FROM call_incident WHERE call = ${stream})`,
    }),
    phones: anyOf('attempt_row.phone', 'attempt_row.leg'),
    person: equals('attempt_row.person'),
    properties: anyOf('attempt_row.property', 'attempt_row.leg'),
    outcome: result => (result === 'live' ? { where: sql`attempt_row.ended_at IS NULL` } : equals('attempt_row.result')(result)),
    trunk: equals('attempt_row.trunk'),
    category: equals('attempt_row.category'),
  },
}

export function attemptRows(from: Stored): (row: AttemptRow) => ListedAttempt {
  const stream = from.db.prepare(
    'SELECT plan FROM incident_row WHERE id = :id UNION ALL SELECT plan FROM call_row WHERE id = :id',
  )
  const planOf = (id: string): string | null => (stream.pluck().get({ id }) as string | null | undefined) ?? null
  return row => {
    const plan = planOf(row.stream)
    return {
      leg: row.leg,
      stream: row.stream,
      property: row.property,
      propertyName: row.property === null ? null : from.nameOf(plan, 'property', row.property),
      zone: from.zone(plan, row.property),
      category: row.category,
      person: row.person,
      personName: row.person === null ? null : from.nameOf(plan, 'person', row.person),
      phone: row.phone,
      trunk: row.trunk,
      why: row.why,
      pass: row.pass,
      rung: row.rung,
      dialledAt: row.dialled_at as EpochMs,
      rangAt: row.rang_at as EpochMs | null,
      answeredAt: row.answered_at as EpochMs | null,
      takenAt: row.taken_at as EpochMs | null,
      endedAt: row.ended_at as EpochMs | null,
      talkedMs: row.talked_ms,
      result: row.result as AttemptResult | null,
      sip: row.sip,
      cause: row.cause,
    }
  }
}
