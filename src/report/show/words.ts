// Figures in words, the same wherever they are shown.
import { Temporal } from 'temporal-polyfill'
import { durationInWords } from '../../core/words/duration-words.ts'
import { type Cell, type Column, type Definition, FEW, type Figure } from '../report.ts'
import type { Span } from '../span.ts'

/** `12`, `94.1 %`, `7 of 12`, `1 min 5 s`; `none` of nothing to count; empty where not known. */
export function valueInWords({ unit }: Definition, { value, of, ids }: Figure): string {
  if (value === null) return of === null ? '' : 'none'
  if (unit === 'ms') return duration(value)
  if (unit === 'count') return String(value)
  if (of !== null && of < FEW) return `${ids.length} of ${of}`
  return `${(value * 100).toFixed(1)} %`
}

/** 0.8 s, 45 s, 1 min 5 s, 2 h 3 min, 3 d 4 h. */
export function duration(ms: number): string {
  return durationInWords(ms, { largest: 'd', tenths: true, zeros: true })
}

/** A cell of a table; times in the zone of the report, with the offset. */
export function cellInWords(cell: Cell, column: Column | undefined, zone: string): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return cell
  switch (column?.unit) {
    case 'time':
      return timeInWords(cell, zone)
    case 'ms':
      return duration(cell)
    case 'share':
      return `${(cell * 100).toFixed(1)} %`
    case 'hours':
    case 'ratio':
      return cell.toFixed(2)
    default:
      return String(cell)
  }
}

/** 2026-11-01 00:00 -05:00 to 2026-12-01 00:00 -06:00 (America/Chicago) */
export function spanInWords({ from, to, zone }: Span): string {
  return `${timeInWords(from, zone)} to ${timeInWords(to, zone)} (${zone})`
}

export function timeInWords(ms: number, zone: string): string {
  const time = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
  const minute = time.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
  return `${minute} ${time.offset}`
}

/** For programs: 2026-03-08T01:59:50.000-06:00 */
export function isoTime(ms: number, zone: string): string {
  const time = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
  return time.toString({ timeZoneName: 'never', fractionalSecondDigits: 3 })
}
