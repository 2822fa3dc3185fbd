// What a call says in lists and stories, and the calls of a time for the digest.
import type { IncidentOutcome, Outcome } from '../../core/world/facts.ts'
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
  /** The incident of the storm in which the rest of it is told; null where its state is not `folded`. */
  readonly foldedInto: IncidentId | null
  readonly owner: string | null
  readonly ownerName: string | null
  /**
   * How its owner took it: `key-1`, `key-5`, `desk`, `by-hand`, `resolve` (nobody had it before they
   * said what became of it); null when nobody has it, or it was in the failsafe.
   */
  readonly ownedHow: string | null
  readonly openedAt: EpochMs
  /** Who had it first, and how long after it was opened; however they took it. */
  readonly firstOwner: string | null
  readonly firstOwnerName: string | null
  readonly waitedMs: number | null
  readonly outcome: IncidentOutcome | null
  readonly resolvedAt: EpochMs | null
  /** A person of the rules, or a name. */
  readonly resolvedBy: string | null
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

export function summariser(from: Stored): (row: CallRow) => CallSummary {
  const incidents = prepare<{ call: string }, Omit<IncidentSummary, 'ownerName' | 'firstOwnerName'> & { plan: string | null }>(
    from.db,
    p =>
      sqlFor
        .selectFrom('call_incident')
        .innerJoin('incident_row', 'incident_row.id', 'call_incident.incident')
        .leftJoin('folded_into', 'folded_into.incident', 'incident_row.id')
        .select([
          'incident_row.id',
          'incident_row.call',
          'plan',
          'category',
          'ladder',
          'state',
          'folded_into.into as foldedInto',
          'owner',
          'opened_at as openedAt',
          'first_owner as firstOwner',
          'waited_ms as waitedMs',
          'incident_row.outcome',
          'resolved_at as resolvedAt',
          'resolved_by as resolvedBy',
          'owned_how as ownedHow',
        ])
        .where('call_incident.call', '=', p.call)
        .orderBy('opened_at'),
  )
  const nameThen = (plan: string | null, person: string | null) => (person === null ? null : from.nameOf(plan, 'person', person))
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
        ownedHow: incident.owner === null ? null : (incident.ownedHow?.slice(0, 7) ?? null),
        ownerName: nameThen(plan, incident.owner),
        firstOwnerName: nameThen(plan, incident.firstOwner),
        resolvedBy: nameThen(plan, incident.resolvedBy) ?? incident.resolvedBy,
      })),
    }
  }
}
