// The span of a report, of what somebody wrote.
import type { Span } from '../../report/span.ts'
import { CliFailure, EXIT } from '../io.ts'
import { timesWritten, type WrittenTimes } from '../written-times.ts'

export const USUAL = '7d'

/** Throws a CliFailure when it is none, ends before it begins, or has not begun. */
export function spanOf(written: WrittenTimes, zone: string, now: number): Span {
  const isNone = [written.during, written.since, written.until].every(one => one === undefined)
  const { since, until = now } = timesWritten(isNone ? { during: USUAL } : written, zone, now)
  if (since === undefined) throw new CliFailure(EXIT.cannot, '--until says when the span ends; say with --since when it begins.')
  return { from: since, to: until, zone }
}
