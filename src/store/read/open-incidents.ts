// Every incident that is not done: being rung for, owned and without an outcome, or openly unreached. Oldest first.
import type { CallId, EpochMs, IncidentId } from '../../core/world/ids.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import type { IncidentSummary } from './list-calls.ts'
import type { Stored } from './stored.ts'

export interface OpenIncident extends IncidentSummary {
  readonly call: CallId
  readonly property: string
  readonly propertyName: string | null
  readonly zone: string
  readonly passes: number
}

export function openIncidents(from: Stored): OpenIncident[] {
  const rows = allOf(
    from.db,
    sqlFor
      .selectFrom('incident_row')
      .innerJoin('stream', 'stream.id', 'incident_row.id')
      .selectAll('incident_row')
      .where('stream.live', '=', 1)
      .where('incident_row.state', '!=', 'resolved')
      .orderBy('opened_at'),
  )
  return rows.map(row => ({
    id: row.id as IncidentId,
    call: row.call as CallId,
    property: row.property,
    propertyName: from.plan(row.plan)?.properties[row.property]?.name ?? null,
    zone: from.zone(row.plan, row.property),
    category: row.category,
    ladder: row.ladder,
    state: row.state,
    owner: row.owner,
    ownerName: row.owner === null ? null : (from.plan(row.plan)?.people[row.owner]?.name ?? null),
    openedAt: row.opened_at as EpochMs,
    waitedMs: row.waited_ms,
    passes: row.passes,
  }))
}
