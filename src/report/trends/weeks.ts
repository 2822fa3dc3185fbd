// Week by week: overflow reasons, and urgent matters. Weeks begin on Monday, on the report's clock.
import { Temporal } from 'temporal-polyfill'
import { OVERFLOW_REASONS } from '../../core/world/facts.ts'
import { abandonedIn, kindOf } from '../call-kinds.ts'
import type { CallRecord, IncidentRecord, Records } from '../records.ts'
import type { TableSection } from '../report.ts'
import { column, type Reads, tableOf } from '../table.ts'

interface Week {
  /** 2026-W48 */
  readonly name: string
  readonly calls: readonly CallRecord[]
  readonly incidents: readonly IncidentRecord[]
}

export function weeks(records: Records): readonly TableSection[] {
  const all = weeksOf(records)
  const count = (of: Week, is: (call: CallRecord) => boolean) => of.calls.filter(is).length
  const name: Reads<Week> = column('week', 'WEEK', 'text', week => week.name)
  const none = 'Nobody called.'
  return [
    tableOf({ id: 'weeks', title: 'Weeks', none }, all, [
      name,
      column('offered', 'OFFERED', 'count', week => week.calls.length),
      column('office', 'OFFICE', 'count', week => count(week, call => kindOf(call) === 'office')),
      column('abandoned', 'ABANDONED', 'count', week => count(week, call => abandonedIn(call) !== null)),
      column('urgent', 'URGENT', 'count', week => week.incidents.length),
      column('unreached', 'UNREACHED', 'count', week => week.incidents.filter(({ unreachedAt }) => unreachedAt !== null).length),
    ]),
    tableOf({ id: 'overflow-weeks', title: 'Overflow reasons by week', none }, all, [
      name,
      ...OVERFLOW_REASONS.map(reason =>
        column<Week>(reason, reason.toUpperCase(), 'count', week =>
          count(week, call => kindOf(call) === 'overflow' && call.overflow === reason),
        ),
      ),
    ]),
  ]
}

function weeksOf({ calls, incidents, span }: Records): readonly Week[] {
  const offered = calls.filter(call => kindOf(call) !== 'not-offered')
  const opened = incidents.filter(({ openedAt, state }) => openedAt >= span.from && state !== 'folded')
  const callsOf = Map.groupBy(offered, call => weekOf(call.arrivedAt, span.zone))
  const incidentsOf = Map.groupBy(opened, one => weekOf(one.openedAt, span.zone))
  const names = [...new Set([...callsOf.keys(), ...incidentsOf.keys()])].sort()
  return names.map(name => ({
    name,
    calls: callsOf.get(name) ?? [],
    incidents: incidentsOf.get(name) ?? [],
  }))
}

function weekOf(ms: number, zone: string): string {
  const { yearOfWeek, weekOfYear } = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
  return `${yearOfWeek}-W${String(weekOfYear).padStart(2, '0')}`
}
