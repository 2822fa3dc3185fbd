// Times for people: in the property's zone, always with the offset, so that the repeated hour in autumn reads right.
import { Temporal } from 'temporal-polyfill'
import { instantOf, wallOf } from '../core/plan/local-time.ts'
import { durationInWords } from '../core/words/duration-words.ts'

export interface LocalTime {
  /** 2026-03-08 */
  readonly date: string
  /** Sunday */
  readonly weekday: string
  /** 01:59:50 */
  readonly time: string
  /** -06:00 */
  readonly offset: string
  /** 2026-03-08T01:59:50.000-06:00 */
  readonly iso: string
}

const WEEKDAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** A zone that this machine does not know reads as UTC; the offset says so. */
export function localTime(epochMs: number, zone: string): LocalTime {
  const there = inZone(Temporal.Instant.fromEpochMilliseconds(epochMs), zone)
  const iso = there.toString({ timeZoneName: 'never', fractionalSecondDigits: 3 })
  return {
    date: iso.slice(0, 10),
    weekday: WEEKDAYS[there.dayOfWeek] ?? '',
    time: iso.slice(11, 19),
    offset: there.offset,
    iso,
  }
}

/** 2026-03-08 01:59:50 -06:00 */
export function dateAndTime(epochMs: number, zone: string): string {
  const { date, time, offset } = localTime(epochMs, zone)
  return `${date} ${time} ${offset}`
}

/** 45 s, 1 min 5 s, 2 h 3 min. */
export function duration(ms: number): string {
  return durationInWords(ms, { largest: 'h' })
}

/** +0:00, +1:05, +1:02:03: since the call arrived; -49:03 before it. */
export function elapsed(ms: number): string {
  const s = Math.floor(Math.abs(ms) / 1000)
  const sign = ms < 0 && s > 0 ? '-' : '+'
  const [hours, minutes, seconds] = [Math.floor(s / 3600), Math.floor(s / 60) % 60, String(s % 60).padStart(2, '0')]
  return hours === 0 ? `${sign}${minutes}:${seconds}` : `${sign}${hours}:${String(minutes).padStart(2, '0')}:${seconds}`
}

/**
 * Reads what a person writes for a time: `2h`, `3d` (ago), `today`, `yesterday`, `2026-03-08`, `2026-03-08 02:14`, `02:14` (today), or
 * with an offset or Z. Local times are the zone's; one that comes twice is the occurrence asked for, one that DST skips is the first
 * instant after the jump. Null when it is none of these.
 */
export function parseTime(written: string, zone: string, now: number, which: 'first' | 'last' = 'first'): number | null {
  // 2:14 is 02:14.
  const text = written
    .trim()
    .toLowerCase()
    .replace(/(?<=^|[ t])\d:\d\d/, hour => `0${hour}`)
  if (text === 'now') return now
  const ago = /^(\d{1,6})(m|min|h|d|w)$/.exec(text)
  if (ago) return now - Number(ago[1]) * (MS_OF[ago[2] ?? ''] ?? 0)
  const today = inZone(Temporal.Instant.fromEpochMilliseconds(now), zone).toPlainDate()
  const local = (wall: string) => instantOf(zone, wallOf(wall), which)
  // Where midnight comes twice, a day begins with the first one.
  const midnight = (day: string) => instantOf(zone, wallOf(`${day}T00:00`), 'first')
  try {
    if (text === 'today') return midnight(`${today}`)
    if (text === 'yesterday') return midnight(`${today.subtract({ days: 1 })}`)
    const iso = text.replace(/^(\d{4}-\d\d-\d\d) +/, '$1t').replace(/ +([+-]\d\d:?\d\d|z)$/, '$1')
    if (/^\d{4}-\d\d-\d\dt.*([+-]\d\d:?\d\d|z)$/.test(iso)) return Temporal.Instant.from(iso).epochMilliseconds
    if (/^\d\d:\d\d(:\d\d)?$/.test(iso)) return local(`${today}T${iso}`)
    if (/^\d{4}-\d\d-\d\d$/.test(iso)) return midnight(iso)
    if (/^\d{4}-\d\d-\d\dt\d\d:\d\d(:\d\d)?$/.test(iso)) return local(iso)
  } catch {
    return null
  }
  return null
}

const MS_OF: Readonly<Record<string, number>> = { m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

function inZone(instant: Temporal.Instant, zone: string): Temporal.ZonedDateTime {
  try {
    return instant.toZonedDateTimeISO(zone)
  } catch {
    return instant.toZonedDateTimeISO('UTC')
  }
}
