// Who is on call, the slow and obvious way: minute after minute, with nothing but what a clock in the zone shows. It shares no code with the
// resolver. Used by on-call-oracle.test.ts.
import { Temporal } from 'temporal-polyfill'
import type { Absence, LocalSpan, Plan, Rotation, Schedule, Target, Weekday } from '../../src/core/plan/plan.ts'

export const MINUTE = 60_000
export const DAY = 1440 * MINUTE
/** Minutes that are looked at: three days before the day, and four from it on. */
export const MINUTES = 7 * 1440
const WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const satisfies readonly Weekday[]

/** What the clock shows, minute by minute; walls are counted as if they were UTC. */
interface Clock {
  /** The latest time shown so far: a start has come once this has reached it. */
  readonly latest: readonly number[]
  /** The earliest time still to be shown: an end is over once this has reached it. */
  readonly earliest: readonly number[]
}

export function beginOf(day: string): number {
  return Date.parse(`${day}T00:00Z`) - 3 * DAY
}

const clocks = new Map<string, Clock>()

function clockOf(zone: string, day: string): Clock {
  const known = clocks.get(`${zone} ${day}`)
  if (known) return known
  const walls = Array.from({ length: MINUTES }, (_, minute) => {
    const there = Temporal.Instant.fromEpochMilliseconds(beginOf(day) + minute * MINUTE).toZonedDateTimeISO(zone)
    return Date.parse(`${there.toPlainDateTime().toString().slice(0, 16)}Z`)
  })
  let most = Number.NEGATIVE_INFINITY
  const latest = walls.map(wall => (most = Math.max(most, wall)))
  let least = Number.POSITIVE_INFINITY
  const earliest = walls.toReversed().map(wall => (least = Math.min(least, wall)))
  const clock = { latest, earliest: earliest.toReversed() }
  clocks.set(`${zone} ${day}`, clock)
  return clock
}

/** True from the first time that the clock shows `from`, or has jumped over it, until it has shown `to` for the last time. */
function within({ latest, earliest }: Clock, minute: number, from: number, to: number): boolean {
  // An end that the clock shows twice is the second of the two, also when it is the very first minute to be repeated.
  return (latest[minute] ?? 0) >= from && ((earliest[minute] ?? 0) < to || earliest[minute + 1] === to)
}

const wallsOf = ({ from, to }: LocalSpan) => [Date.parse(`${from}Z`), Date.parse(`${to}Z`)] as const

/** Whom these targets mean, with a telephone, at every minute from `from` on, as one text each. */
export function* rostersByMinute(
  plan: Plan,
  day: string,
  targets: readonly Target[],
  from: number,
  to: number,
): Generator<string> {
  const schedules = new Map(Object.values(plan.schedules).map(each => [each.id, oracleOf(each, day)]))
  const absences = new Map(Object.values(plan.people).map(({ id, absences }) => [id, absences.map(each => awayOf(each, day))]))

  function there(person: string, minute: number, tried: readonly string[] = []): string[] {
    const absence = absences.get(person)?.find(each => each.away(minute))
    if (!absence) return [person]
    const { substitute } = absence
    if (substitute === null || substitute === person || tried.includes(substitute)) return []
    return there(substitute, minute, [...tried, person])
  }

  function meant(target: Target, minute: number): string[] {
    if (target.kind === 'person') return there(target.id, minute)
    if (target.kind === 'role') {
      const all = Object.values(plan.people).filter(({ roles }) => roles.includes(target.id))
      return all.flatMap(({ id }) => there(id, minute))
    }
    const listed = schedules.get(target.id)?.(minute) ?? []
    const present = listed.flatMap(person => there(person, minute))
    const fallback = plan.schedules[target.id]?.fallback ?? null
    return present.length === 0 && fallback !== null ? there(fallback, minute) : present
  }

  // The first minutes are walked too: a turn that began before is counted up to.
  for (let minute = 0; minute < to; minute++) {
    const people = new Set(targets.flatMap(target => meant(target, minute)))
    if (minute >= from) yield [...people].filter(id => plan.people[id]?.phones.length).join()
  }
}

function awayOf({ substitute, zone, ...span }: Absence, day: string) {
  const [from, to] = wallsOf(span)
  return { substitute, away: (minute: number) => within(clockOf(zone, day), minute, from, to) }
}

/** The rotations and overrides of a schedule. Asked minute after minute. */
function oracleOf({ zone, rotations, overrides }: Schedule, day: string): (minute: number) => string[] {
  const clock = clockOf(zone, day)
  const turns = rotations.map(rotation => turnOf(rotation, clock))
  return minute => {
    let list = [...new Set(turns.flatMap(turn => turn(minute)))]
    for (const override of overrides) {
      if (!within(clock, minute, ...wallsOf(override))) continue
      if (override.do === 'add') list.push(...override.people)
      else if (override.do === 'remove') list = list.filter(each => !override.people.includes(each))
      else if (list.includes(override.by)) list = list.filter(each => each !== override.person || override.by === each)
      else list = list.map(each => (each === override.person ? override.by : each))
      list = [...new Set(list)]
    }
    return list
  }
}

/** Counts its handoffs as the clock comes to them. */
function turnOf({ people, every, from, windows }: Rotation, clock: Clock): (minute: number) => string[] {
  let turns = 0
  let next = handoff(every, from, 0)
  return minute => {
    const latest = clock.latest[minute] ?? 0
    while (next <= latest) next = handoff(every, from, ++turns)
    const days = [-2, -1, 0, 1].map(n => Math.floor(latest / DAY) * DAY + n * DAY)
    const open =
      windows === null ||
      days.some(day =>
        windows[WEEK[new Date(day).getUTCDay()] ?? 'sun'].some(window => {
          const end = window.to <= window.from ? window.to + 1440 : window.to
          return within(clock, minute, day + window.from * MINUTE, day + end * MINUTE)
        }),
      )
    const person = people[(turns - 1) % people.length]
    return turns > 0 && open && person ? [person] : []
  }
}

function handoff({ unit, count }: Rotation['every'], from: string, turn: number): number {
  const first = Date.parse(`${from}Z`)
  if (unit !== 'months') return first + turn * count * { hours: 60 * MINUTE, days: DAY, weeks: 7 * DAY }[unit]
  const start = new Date(first)
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + turn * count + 1, 0))
  return lastDay.setUTCDate(Math.min(start.getUTCDate(), lastDay.getUTCDate())) + (first % DAY)
}
