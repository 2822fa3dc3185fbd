// The figures that are made of incidents opened in the span.
import { idsWhere, openedIn, timed } from '../ids.ts'
import { countOf, shareOf, summaryOf } from '../numbers.ts'
import type { IncidentRecord, Records } from '../records.ts'
import type { Figure } from '../report.ts'

export function incidentFigures(records: Records) {
  const { now } = records
  const incidents = openedIn(records)
  const acknowledged = incidents.filter(one => one.firstOwnedAt !== null)
  const resolved = incidents.filter(one => one.resolvedAt !== null)
  const depth = timed(acknowledged, one => one.firstRungs)
  return {
    'service-level-urgent': urgentLevel(incidents, now),
    late: countOf(idsWhere(incidents, one => isLate(one, now))),
    incidents: countOf(idsWhere(incidents)),
    mtta: summaryOf(
      timed(acknowledged, one => since(one, one.firstOwnedAt)),
      'mean',
    ),
    'never-acknowledged': countOf(idsWhere(incidents, one => one.firstOwnedAt === null)),
    mttr: summaryOf(
      timed(resolved, one => since(one, one.resolvedAt)),
      'mean',
    ),
    unresolved: countOf(idsWhere(incidents, one => one.resolvedAt === null)),
    'escalation-rate': shareOf(idsWhere(incidents, isEscalated), incidents.length),
    'depth-p50': summaryOf(depth, 'p50'),
    'depth-p90': summaryOf(depth, 'p90'),
    'depth-worst': summaryOf(depth, 'worst'),
    'false-alarms': shareOf(
      idsWhere(resolved, ({ outcome }) => outcome === 'false-alarm'),
      resolved.length,
    ),
  }
}

/** Those whose target has not passed yet count for nothing. */
function urgentLevel(incidents: readonly IncidentRecord[], now: number): Figure {
  const inTime = incidents.filter(one => one.targetSeconds !== null && isInTime(one))
  const late = incidents.filter(one => isLate(one, now))
  return shareOf(idsWhere(inTime), inTime.length + late.length)
}

function dueAt({ arrivedAt, targetSeconds }: IncidentRecord): number {
  return targetSeconds === null ? Number.POSITIVE_INFINITY : arrivedAt + targetSeconds * 1000
}

function isInTime(one: IncidentRecord): boolean {
  return one.lateAt === null && one.firstOwnedAt !== null && one.firstOwnedAt < dueAt(one)
}

/** Nobody had it in time: since or for ever. */
export function isLate(one: IncidentRecord, now: number): boolean {
  return one.targetSeconds !== null && !isInTime(one) && dueAt(one) <= now
}

/** Somebody had it past the first rung or pass; or nobody yet, and it is past them. */
export function isEscalated(one: IncidentRecord): boolean {
  // Reopened before anybody had it, its passes begin again at 1.
  const begun = one.firstOwnedAt === null ? one.passes : (one.firstRungs ?? 0)
  return rungReached(one) > 1 || passReached(one) > 1 || begun > 1
}

/** On which somebody had it, or the last so far, whether or not it could be rung. */
export function rungReached({ rung, firstRung, firstOwnedAt }: IncidentRecord): number {
  return firstOwnedAt === null ? rung : (firstRung ?? rung)
}

export function passReached({ pass, firstPass, firstOwnedAt }: IncidentRecord): number {
  return firstOwnedAt === null ? pass : (firstPass ?? pass)
}

function since({ openedAt }: IncidentRecord, at: number | null): number | null {
  return at === null ? null : at - openedAt
}
