// The calls of a time, a property or an outcome, newest first, as `calls list` and the console show them.
import type { Outcome } from '../../core/world/facts.ts'
import type { CallId, EpochMs, IncidentId } from '../../core/world/ids.ts'
import type { CallRow } from '../follow/calls-tables.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export interface CallFilter {
  readonly property?: string
  /** Arrived at or after; ms since the epoch. */
  readonly since?: number
  /** Arrived before. */
  readonly until?: number
  /** `live`: still running. */
  readonly outcome?: Outcome | 'live'
  readonly limit: number
}

export interface CallSummary {
  readonly id: CallId
  readonly property: string | null
  readonly propertyName: string | null
  /** IANA zone in which its times should be shown. */
  readonly zone: string
  readonly trunk: string
  readonly line: string
  readonly callerNumber: string | null
  readonly callerName: string | null
  /** The caller's number or name was erased; null then does not mean withheld. */
  readonly erased: boolean
  readonly arrivedAt: EpochMs
  readonly leftAt: EpochMs | null
  /** From arriving to leaving. */
  readonly waitedMs: number | null
  /** Null while the call runs. */
  readonly outcome: Outcome | null
  readonly incidents: readonly IncidentSummary[]
}

export interface IncidentSummary {
  readonly id: IncidentId
  /** The call that opened it. */
  readonly call: CallId
  readonly category: string
  readonly ladder: string
  readonly state: string
  readonly owner: string | null
  readonly ownerName: string | null
  readonly openedAt: EpochMs
  /** From opening to the keypress that took it. */
  readonly waitedMs: number | null
}

export function listCalls(from: Stored, filter: CallFilter): CallSummary[] {
  let query = sqlFor.selectFrom('call_row').selectAll().orderBy('arrived_at', 'desc').orderBy('id', 'desc').limit(filter.limit)
  if (filter.property !== undefined) query = query.where('property', '=', filter.property)
  if (filter.since !== undefined) query = query.where('arrived_at', '>=', filter.since)
  if (filter.until !== undefined) query = query.where('arrived_at', '<', filter.until)
  if (filter.outcome === 'live') query = query.where('outcome', 'is', null)
  else if (filter.outcome !== undefined) query = query.where('outcome', '=', filter.outcome)
  const summarise = summariser(from)
  return allOf(from.db, query).map(summarise)
}

export function oneCall(from: Stored, id: CallId): CallSummary | null {
  const row = allOf(from.db, sqlFor.selectFrom('call_row').selectAll().where('id', '=', id))[0]
  return row === undefined ? null : summariser(from)(row)
}

/** Properties that have had a call or are in the newest rules, for "did you mean". */
export function knownProperties(from: Stored): string[] {
  const rows = allOf(from.db, sqlFor.selectFrom('call_row').select('property').distinct().where('property', 'is not', null))
  const names = [...rows.flatMap(row => row.property ?? []), ...Object.keys(from.newestPlan()?.properties ?? {})]
  return [...new Set(names)].sort()
}

export function summariser(from: Stored): (row: CallRow) => CallSummary {
  const incidents = prepare<{ call: string }, Omit<IncidentSummary, 'ownerName'> & { plan: string | null }>(from.db, p =>
    sqlFor
      .selectFrom('call_incident')
      .innerJoin('incident_row', 'incident_row.id', 'call_incident.incident')
      .select([
        'incident_row.id',
        'incident_row.call',
        'plan',
        'category',
        'ladder',
        'state',
        'owner',
        'opened_at as openedAt',
        'waited_ms as waitedMs',
      ])
      .where('call_incident.call', '=', p.call)
      .orderBy('opened_at'),
  )
  return row => {
    const number = from.part(row.number_turn, row.number_n)
    const name = from.part(row.name_turn, row.name_n)
    return {
      id: row.id as CallId,
      property: row.property,
      propertyName: row.property === null ? null : from.nameOf(row.plan, 'property', row.property),
      zone: from.zone(row.plan, row.property),
      trunk: row.trunk,
      line: row.line,
      callerNumber: number.value,
      callerName: name.value,
      erased: number.erased || name.erased,
      arrivedAt: row.arrived_at as EpochMs,
      leftAt: row.left_at as EpochMs | null,
      waitedMs: row.waited_ms,
      outcome: row.outcome as Outcome | null,
      incidents: incidents.all({ call: row.id }).map(({ plan, ...incident }) => ({
        ...incident,
        ownerName: incident.owner === null ? null : from.nameOf(plan, 'person', incident.owner),
      })),
    }
  }
}
