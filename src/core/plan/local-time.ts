// Wall clocks: what a clock in a zone shows at a time, and when a clock shows a wall time. Called by hours.ts, on-call.ts and
// whoever prints a time. Wall times are counted like epoch milliseconds, as if the wall were UTC: plain numbers, so that a
// year of who-is-on-call for a thousand properties takes a moment. Nothing but such figures is remembered between calls.
import { Temporal } from 'temporal-polyfill'
import type { EpochMs } from '../world/ids.ts'

/** A wall time: the milliseconds that the same figures would have in UTC. */
export type WallMs = number

export const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** A stretch of time in which a zone's offset from UTC stays the same. */
interface Span {
  readonly from: number
  readonly to: number
  readonly offset: number
}

/** Spans kept for each zone, the newest: some years. Without a limit every old question would slow the later ones. */
const REMEMBERED = 12
const spans = new Map<string, Span[]>()

function spanAt(zone: string, at: number): Span {
  const seen = spans.get(zone) ?? []
  for (const span of seen) if (span.from <= at && at < span.to) return span
  // A transition at this very instant belongs to the span that it begins.
  const here = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone)
  const span = {
    from: here.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: here.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: here.offsetNanoseconds / 1e6,
  }
  spans.set(zone, [span, ...seen.slice(0, REMEMBERED - 1)])
  return span
}

export function wallTime(zone: string, at: EpochMs): WallMs {
  return at + spanAt(zone, at).offset
}

/** The zone keeps its offset from UTC until this time; infinite where it never changes again. */
export function sameOffsetUntil(zone: string, at: EpochMs): number {
  return spanAt(zone, at).to
}

/**
 * When the clock shows this wall time. A time that comes twice means its first or last occurrence, as asked; a time that
 * does not exist (the clock jumps over it) means the first instant after the jump.
 */
export function instantOf(zone: string, wall: WallMs, which: 'first' | 'last'): EpochMs {
  // No offset is beyond 18 hours and no two transitions lie that close, so the spans on both sides say all.
  const before = spanAt(zone, wall - 18 * HOUR_MS)
  const after = spanAt(zone, wall + 18 * HOUR_MS)
  const early = wall - before.offset
  const late = wall - after.offset
  const earlyIsReal = early < before.to
  const lateIsReal = late >= after.from
  if (earlyIsReal && lateIsReal) return (which === 'first' ? Math.min(early, late) : Math.max(early, late)) as EpochMs
  if (earlyIsReal) return early as EpochMs
  if (lateIsReal) return late as EpochMs
  return after.from as EpochMs
}

export function startOfDay(wall: WallMs): WallMs {
  return Math.floor(wall / DAY_MS) * DAY_MS
}

/** `2026-11-23T08:00` as a wall time. */
export function wallOf(iso: string): WallMs {
  return remembered(walls, iso, readWall)
}

function readWall(iso: string): WallMs {
  return Temporal.PlainDateTime.from(iso).toZonedDateTime('UTC').epochMilliseconds
}

/** `2026-11-23T08:00` this many months later; the 31st becomes the last day of a shorter month. */
export function wallAfterMonths(iso: string, months: number): WallMs {
  return Temporal.PlainDateTime.from(iso).add({ months }).toZonedDateTime('UTC').epochMilliseconds
}

export function wallDate(wall: WallMs): string {
  return remembered(dates, startOfDay(wall), day => figures(day).slice(0, 10))
}

/** `2026-11-23 08:00` */
export function wallText(wall: WallMs): string {
  // The date is remembered; the rest is plain counting. A year of who-is-on-call asks this a thousand times for each schedule.
  const minute = Math.floor((wall - startOfDay(wall)) / 60_000)
  return `${wallDate(wall)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

function figures(wall: WallMs): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(wall)).toString({ smallestUnit: 'second' })
}

/** `2026-11-23 02:14:05 -06:00` */
export function localTime(zone: string, at: EpochMs): string {
  const { offset } = spanAt(zone, at)
  return `${figures(at + offset)
    .slice(0, 19)
    .replace('T', ' ')} ${offsetText(offset)}`
}

const walls = new Map<string, WallMs>()
const dates = new Map<WallMs, string>()

/** Reading and writing figures is slow, and the same few are asked for again and again. */
function remembered<K, V>(known: Map<K, V>, key: K, find: (key: K) => V): V {
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size >= 10_000) known.clear()
  const value = find(key)
  known.set(key, value)
  return value
}

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000)
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function two(count: number): string {
  return String(count).padStart(2, '0')
}
