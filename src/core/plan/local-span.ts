// A stretch of time as an administrator writes it: local, half-open. Used for overrides, absences and closures.
// It begins at the first occurrence of a repeated local time and ends at the last; a time that does not exist is the jump.
import type { EpochMs } from '../world/ids.ts'
import { instantOf, wallOf, wallText } from './local-time.ts'
import type { LocalSpan } from './plan.ts'

export function startOfSpan(zone: string, { from }: LocalSpan): EpochMs {
  return instantOf(zone, wallOf(from), 'first')
}

export function endOfSpan(zone: string, { to }: LocalSpan): EpochMs {
  return instantOf(zone, wallOf(to), 'last')
}

export function isDuring(zone: string, span: LocalSpan, now: EpochMs): boolean {
  return now >= startOfSpan(zone, span) && now < endOfSpan(zone, span)
}

/** `from 2026-11-26 08:00 to 2026-11-27 08:00` */
export function spanText({ from, to }: LocalSpan): string {
  return `from ${wallText(wallOf(from))} to ${wallText(wallOf(to))}`
}
