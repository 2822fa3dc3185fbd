// The list of calls.
import { type RawBuilder, sql } from 'kysely'
import type { Outcome, OverflowReason } from '../../../core/world/facts.ts'
import type { EpochMs } from '../../../core/world/ids.ts'
import type { CallRow } from '../../follow/calls-tables.ts'
import { type CallSummary, summariser } from '../list-calls.ts'
import type { Stored } from '../stored.ts'
import { anyOf, type Condition, equals, type TableList } from './ask.ts'
import { ofCaller } from './callers.ts'
import { isBusy } from './people.ts'
import { withWords } from './text.ts'

export interface ListedCall extends CallSummary {
  readonly overflow: OverflowReason | null
  /** Of the incident that it belongs to last. */
  readonly category: string | null
  /** When the office began to ring, for how long, and how that ended. */
  readonly officeAt: EpochMs | null
  readonly officeMs: number | null
  readonly officeStatus: string | null
  readonly menuAt: EpochMs | null
  /** The first talk with a human being. */
  readonly humanAt: EpochMs | null
  /** In which phase it ended. */
  readonly phase: string | null
}

export const CALLS: TableList = {
  name: 'calls',
  table: 'call_row',
  id: 'call_row.id',
  at: 'call_row.arrived_at',
  sorts: { arrived: 'call_row.arrived_at', lasted: 'call_row.waited_ms' },
  takes: {
    stream: stream => ({
      where: sql`call_row.id IN (SELECT call FROM call_incident WHERE incident = ${stream} UNION SELECT ${stream})`,
    }),
    caller: ofCaller('call_row.id', 'call_row.id'),
    person: withPerson,
    words: withWords(
      story => sql`EXISTS (SELECT 1 FROM text_story WHERE story = call_row.id AND ${story})
        OR EXISTS (SELECT 1 FROM call_incident JOIN incident_row ON incident_row.id = incident
          JOIN text_story ON story = incident_row.call WHERE call_incident.call = call_row.id AND ${story})`,
      stories => sql`SELECT story AS id FROM (${stories}) UNION SELECT call_incident.call FROM call_incident
        WHERE incident IN (SELECT incident_row.id FROM incident_row WHERE incident_row.call IN (SELECT story FROM (${stories})))`,
    ),
    properties: anyOf('call_row.property', 'call_row.id'),
    lines: anyOf('call_row.line', 'call_row.id'),
    category: equals('call_row.category'),
    overflow: equals('call_row.overflow'),
    outcome: (outcome: Outcome | 'live' | (string & {})): Condition =>
      outcome === 'live' ? { where: sql`call_row.outcome IS NULL` } : equals('call_row.outcome')(outcome),
    trunk: equals('call_row.trunk'),
  },
}

/** In which they were rung, or had a part. `+`: of a row, there are few attempts; of a person, many. */
function withPerson(person: string, from: Stored): Condition {
  const theirs = sql`SELECT stream FROM attempt_row WHERE person = ${person}
    UNION SELECT stream FROM took_part WHERE person = ${person}`
  const ids = sql`SELECT call AS id FROM call_incident WHERE incident IN (${theirs})
    UNION SELECT id FROM call_row WHERE id IN (${theirs})`
  return {
    where: sql`(${hasPart(person, sql`call_row.id`)}
      OR EXISTS (SELECT 1 FROM call_incident WHERE call_incident.call = call_row.id AND ${hasPart(person, sql`incident`)}))`,
    ...(isBusy(from, person) ? {} : { ids }),
  }
}

function hasPart(person: string, stream: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(EXISTS (SELECT 1 FROM attempt_row WHERE stream = ${stream} AND +person = ${person})
    OR EXISTS (SELECT 1 FROM took_part WHERE stream = ${stream} AND person = ${person}))`
}

export function callRows(from: Stored): (row: CallRow) => ListedCall {
  const summarise = summariser(from)
  return row => ({
    ...summarise(row),
    overflow: row.overflow as OverflowReason | null,
    category: row.category,
    officeAt: row.office_at as EpochMs | null,
    officeMs: row.office_ms,
    officeStatus: row.office_status,
    menuAt: row.menu_at as EpochMs | null,
    humanAt: row.human_at as EpochMs | null,
    phase: row.phase,
  })
}
