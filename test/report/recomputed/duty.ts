// Who was on call, a few minutes at a time, by the rules in force then. The resolver is that of live
// calls, which has an oracle of its own; the sums are made here. Nothing stood at the phone desk.
import { Temporal } from 'temporal-polyfill'
import { rosterOfTargets } from '../../../src/core/plan/on-call.ts'
import type { Plan } from '../../../src/core/plan/plan.ts'
import type { EpochMs } from '../../../src/core/world/ids.ts'

export interface Stood {
  readonly person: string
  readonly how: 'own' | 'override' | 'substitute'
}

export interface Clock {
  readonly date: string
  readonly hour: number
  readonly dayOfWeek: number
}

/** Thanksgiving and the day after are the only holidays in these weeks. */
const HOLIDAYS = ['2026-11-26', '2026-11-27', '2027-11-25', '2027-11-26']
const QUARTER = 900_000
const HOUR = 3_600_000

/** Asked again and again for the same moments by the spans of a month. */
const known = new WeakMap<Plan, Map<string, readonly Stood[]>>()

export function onDuty(plan: Plan, schedule: string, at: number): readonly Stood[] {
  const answers = known.get(plan) ?? new Map<string, readonly Stood[]>()
  known.set(plan, answers)
  // Nothing in these rules begins or ends but on a quarter of an hour.
  const key = `${schedule} ${Math.floor(at / QUARTER)}`
  const found = answers.get(key) ?? stood(plan, schedule, at)
  answers.set(key, found)
  return found
}

function stood(plan: Plan, id: string, at: number): readonly Stood[] {
  return rosterOfTargets(plan, [{ kind: 'schedule', id }], at as EpochMs).people.map(({ person, why }) => {
    return { person, how: howOf(why) }
  })
}

/** As the resolver words it. */
function howOf(why: string): Stood['how'] {
  if (why.startsWith('fallback of ')) return 'own'
  if (why.startsWith('for ')) return 'substitute'
  return why.includes('by an override') ? 'override' : 'own'
}

const clocks = new Map<string, Clock>()

export function clockAt(zone: string, at: number): Clock {
  const key = `${zone} ${Math.floor(at / QUARTER)}`
  const found = clocks.get(key) ?? clock(zone, at)
  clocks.set(key, found)
  return found
}

function clock(zone: string, at: number): Clock {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return { date: there.toPlainDate().toString(), hour: there.hour, dayOfWeek: there.dayOfWeek }
}

export function partOf({ date, hour, dayOfWeek }: Clock): 'holiday' | 'weekend' | 'night' | 'weekday' {
  if (HOLIDAYS.includes(date)) return 'holiday'
  if (dayOfWeek >= 6) return 'weekend'
  return hour >= 22 || hour < 8 ? 'night' : 'weekday'
}

/** The date of the evening on which the night began; null by day. */
export function nightOf(zone: string, at: number): string | null {
  const { hour, date } = clockAt(zone, at)
  if (hour >= 8 && hour < 22) return null
  return hour >= 22 ? date : clockAt(zone, at - 12 * HOUR).date
}
