// Calls by hour of the day and weekday, on the clock of the property that was called.
import { Temporal } from 'temporal-polyfill'
import { kindOf } from '../call-kinds.ts'
import { HEAT } from '../columns.ts'
import type { Records } from '../records.ts'
import type { HeatSection } from '../report.ts'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))

export function heat({ calls, plan, span }: Records): HeatSection {
  const cells = new Map<string, string[]>()
  for (const call of calls) {
    if (kindOf(call) === 'not-offered') continue
    const zone = plan.properties[call.property ?? '']?.zone ?? span.zone
    const { weekday, hour } = localHour(call.arrivedAt, zone)
    const key = keyOf(HOURS[hour] ?? '', WEEKDAYS[weekday - 1] ?? '')
    const cell = cells.get(key)
    if (cell === undefined) cells.set(key, [call.id])
    else cell.push(call.id)
  }
  return {
    show: 'heat',
    id: 'heat',
    title: 'Calls by hour and weekday',
    columns: HOURS,
    rows: WEEKDAYS.map(name => ({
      name,
      counts: HOURS.map(hour => cells.get(keyOf(hour, name))?.length ?? 0),
    })),
    ids: WEEKDAYS,
    ...HEAT,
    counted: new Map(
      HOURS.flatMap(hour =>
        WEEKDAYS.map(name => {
          const key = keyOf(hour, name)
          return [key, { counts: 'calls', ids: cells.get(key) ?? [] }] as const
        }),
      ),
    ),
    notes: [`${HEAT.formula.replace('offered', 'Offered')}.`],
  }
}

/** 02:Monday */
function keyOf(hour: string, weekday: string): string {
  return `${hour}:${weekday}`
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
