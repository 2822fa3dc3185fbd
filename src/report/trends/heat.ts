// Calls by hour of the day and weekday, on the clock of the property that was called.
import { Temporal } from 'temporal-polyfill'
import { kindOf } from '../call-kinds.ts'
import type { Records } from '../records.ts'
import type { HeatSection } from '../report.ts'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))

export function heat({ calls, plan, span }: Records): HeatSection {
  const counts = WEEKDAYS.map(() => HOURS.map(() => 0))
  for (const call of calls) {
    if (kindOf(call) === 'not-offered') continue
    const zone = plan.properties[call.property ?? '']?.zone ?? span.zone
    const local = localHour(call.arrivedAt, zone)
    const day = counts[local.weekday - 1]
    if (day !== undefined) day[local.hour] = (day[local.hour] ?? 0) + 1
  }
  return {
    show: 'heat',
    id: 'heat',
    title: 'Calls by hour and weekday',
    columns: HOURS,
    rows: WEEKDAYS.map((name, n) => ({ name, counts: counts[n] ?? [] })),
    notes: ['Offered calls, by the hour in which they arrived on the clock of their property.'],
  }
}

const QUARTER_MS = 15 * 60_000
/** Zones differ by quarters of an hour at least: asked once for each of them. */
const known = new Map<string, { readonly weekday: number; readonly hour: number }>()

function localHour(ms: number, zone: string): { readonly weekday: number; readonly hour: number } {
  const quarter = Math.floor(ms / QUARTER_MS) * QUARTER_MS
  const key = `${zone} ${quarter}`
  const found = known.get(key)
  if (found !== undefined) return found
  const local = Temporal.Instant.fromEpochMilliseconds(quarter).toZonedDateTimeISO(zone)
  const hour = { weekday: local.dayOfWeek, hour: local.hour }
  if (known.size > 50_000) known.clear()
  known.set(key, hour)
  return hour
}
