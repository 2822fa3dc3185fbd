// The pay period that `--close` names: a month, or the first and the last of its days.
import { CliFailure, EXIT } from '../io.ts'
import { dateAndTime } from '../local-time.ts'
import { oneLine } from '../plain-text.ts'
import { parseSpan } from '../time-phrases.ts'

export interface PayPeriod {
  /** As it is kept: 2026-11, or 2026-11-01..2026-11-15. */
  readonly period: string
  readonly from: number
  readonly to: number
}

/** A month, or two days: each can be written in one way only. */
const PERIOD = /^\d{4}-\d\d(?:-\d\d\.\.\d{4}-\d\d-\d\d)?$/

/** Whole days of the zone. Throws where it is none, or not over. */
export function payPeriod(period: string, zone: string, now: number): PayPeriod {
  const span = PERIOD.test(period) ? parseSpan(period, zone, now) : null
  if (span === null || span.to <= span.from)
    throw new CliFailure(EXIT.cannot, `${oneLine(period, 40)} is no pay period. Write 2026-11, or 2026-11-01..2026-11-15.`)
  if (span.to <= now) return { period, ...span }
  const over = dateAndTime(span.to, zone)
  throw new CliFailure(EXIT.cannot, `${period} is not over: it can be closed from ${over} on.`)
}
