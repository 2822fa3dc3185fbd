// Small plan parts and readable times for the tables of test/plan.
import { Temporal } from 'temporal-polyfill'
import type { Hours, Plan, Property, Rotation, Weekday, Window } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { parseDays, parseWindows, WEEK } from '../../src/rules/parse-hours.ts'

/** `2026-11-01 01:30 -05:00`: what the clock shows, and the offset that tells which of two it is. */
export function time(text: string): EpochMs {
  return Temporal.Instant.from(text.replace(' ', 'T').replace(' ', '')).epochMilliseconds as EpochMs
}

export function week(written: Readonly<Record<string, string>>): Record<Weekday, readonly Window[]> {
  const days = Object.fromEntries(WEEK.map(day => [day, []])) as unknown as Record<Weekday, readonly Window[]>
  for (const [key, texts] of Object.entries(written)) {
    const named = parseDays(key)
    const windows = parseWindows([texts])
    if (!named.ok || !windows.ok) throw new Error(`bad hours in a test: ${key}: ${texts}`)
    for (const day of named.value) days[day] = windows.value
  }
  return days
}

export function property(
  zone: string,
  hours: Readonly<Record<string, string>>,
  dates: Hours['dates'] = {},
  more: Partial<Hours> = {},
): Property {
  return {
    id: 'oak-creek',
    zone,
    hours: { week: week(hours), dates, yearly: [], closures: [], ...more },
  } as Partial<Property> as Property
}

export function planWith(parts: Partial<Plan>): Plan {
  return { people: {}, schedules: {}, ...parts } as Plan
}

export function rotation(
  people: readonly string[],
  every: string,
  from: string,
  during?: Readonly<Record<string, string>>,
): Rotation {
  const [count, unit] = every.split(' ')
  return {
    people,
    every: { count: Number(count), unit: unit as Rotation['every']['unit'] },
    from: from.replace(' ', 'T'),
    windows: during ? week(during) : null,
  }
}
