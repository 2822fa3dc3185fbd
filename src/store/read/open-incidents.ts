// Incidents as `incidents list` and `incidents show` tell them: what became of each so far, who has it and how, who called about it, and what
// happens next. What is over is told from its facts; of a live one the state says when it is looked at next.

import type { Incident } from '../../core/incident/incident.ts'
import type { IncidentOutcome } from '../../core/world/facts.ts'
import type { CallId, EpochMs, IncidentId } from '../../core/world/ids.ts'
import type { IncidentRow } from '../follow/calls-tables.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import { type StoryFact, storyFacts } from './call-story.ts'
import { type CallSummary, type IncidentSummary, oneCall } from './list-calls.ts'
import type { Stored } from './stored.ts'

export interface OpenIncident extends IncidentSummary {
  readonly property: string
  readonly propertyName: string | null
  readonly zone: string
  readonly passes: number
  /** Not resolved, folded or closed: something may still happen by itself. */
  readonly open: boolean
  readonly ownedAt: EpochMs | null
  /** Further callers who joined. */
  readonly joined: number
  readonly statements: readonly string[]
  readonly unreachedSince: EpochMs | null
  /** When it was late: nobody had it by then. */
  readonly lateAt: EpochMs | null
  readonly retries: number
  /** What happens by itself next. */
  readonly next: { readonly what: 'late' | 'retry' | 'reminder' | 'expiry' | 'closing'; readonly at: EpochMs } | null
}

export interface IncidentStory {
  readonly incident: OpenIncident
  /** The hash of the rules that it was opened by. */
  readonly rules: string | null
  /** Everybody who called about it, the first one first. */
  readonly calls: readonly CallSummary[]
  readonly facts: readonly StoryFact[]
}

/** By its id, with or without `i-`, or the end of it; null when there is none, or more than one. */
export function incidentStory(from: Stored, wanted: string): IncidentStory | null {
  const part = wanted.trim()
  if (part === '') return null
  const exact = allOf(from.db, rows().where('incident_row.id', 'in', [part, `i-${part}`]))
  const ends =
    exact.length > 0 ? exact : allOf(from.db, rows().where('incident_row.id', 'like', `%${part.replaceAll(/[%_]/g, '')}`))
  const [row, second] = ends
  if (row === undefined || second !== undefined) return null
  const calls = sqlFor.selectFrom('call_incident').select('call').where('incident', '=', row.id)
  return {
    incident: incidentRows(from)(row),
    rules: row.plan,
    calls: allOf(from.db, calls)
      .flatMap(({ call }) => oneCall(from, call as CallId) ?? [])
      .sort((a, b) => a.arrivedAt - b.arrivedAt),
    facts: storyFacts(from, [row.id as IncidentId]),
  }
}

function rows() {
  return sqlFor.selectFrom('incident_row').selectAll('incident_row')
}

/** What a row of the list of incidents says. */
export function incidentRows(from: Stored): (row: IncidentRow) => OpenIncident {
  const live = prepare<{ id: string }, { state: string }>(from.db, p =>
    sqlFor.selectFrom('stream').select('state').where('id', '=', p.id),
  )
  const foldedInto = prepare<{ id: string }, { into: string }>(from.db, p =>
    sqlFor.selectFrom('folded_into').select('into').where('incident', '=', p.id),
  )
  return row => {
    const state = live.get(row)?.state
    const into = row.state === 'folded' ? (foldedInto.get(row)?.into ?? null) : null
    return told(from, row, into as IncidentId | null, state === undefined ? null : (JSON.parse(state) as Incident))
  }
}

function told(from: Stored, row: IncidentRow, foldedInto: IncidentId | null, live: Incident | null): OpenIncident {
  return {
    id: row.id as IncidentId,
    call: row.call as CallId,
    property: row.property,
    category: row.category,
    ladder: row.ladder,
    propertyName: from.nameOf(row.plan, 'property', row.property),
    zone: from.zone(row.plan, row.property),
    state: row.state,
    foldedInto,
    owner: row.owner,
    passes: row.passes,
    firstOwner: row.first_owner,
    firstOwnerName: row.first_owner === null ? null : from.nameOf(row.plan, 'person', row.first_owner),
    waitedMs: row.waited_ms,
    openedAt: row.opened_at as EpochMs,
    ownerName: row.owner === null ? null : from.nameOf(row.plan, 'person', row.owner),
    open: live !== null && live.phase !== 'resolved',
    ownedHow: row.owner === null ? null : (row.owned_how?.slice(0, 7) ?? null),
    ownedAt: row.owned_at as EpochMs | null,
    resolvedAt: row.resolved_at as EpochMs | null,
    resolvedBy: row.resolved_by === null ? null : (from.nameOf(row.plan, 'person', row.resolved_by) ?? row.resolved_by),
    outcome: row.state === 'resolved' ? (row.outcome as IncidentOutcome | null) : null,
    joined: row.joined + row.folded_in,
    statements: row.statements === '' ? [] : row.statements.split(' '),
    unreachedSince: row.owner === null ? (row.unreached_since as EpochMs | null) : null,
    lateAt: row.late_at as EpochMs | null,
    retries: live?.unreached?.retries ?? row.retries,
    next: live === null ? null : nextOf(live),
  }
}

function nextOf(live: Incident): OpenIncident['next'] {
  const retry = live.phase === 'unreached' && live.retryAt ? ({ what: 'retry', at: live.retryAt } as const) : null
  const late = live.service === undefined ? null : ({ what: 'late', at: live.service.lateAt } as const)
  if (live.phase !== 'acknowledged') return late !== null && (retry === null || late.at < retry.at) ? late : retry
  const { remindAt, expiresAt, closeAt } = live
  const all = [
    ...(remindAt === null ? [] : [{ what: 'reminder', at: remindAt } as const]),
    ...(expiresAt === null ? [] : [{ what: 'expiry', at: expiresAt } as const]),
    { what: 'closing', at: closeAt } as const,
  ]
  return all.reduce((first, one) => (one.at < first.at ? one : first))
}
