// The pay period that `--close` names: a month, or the first and the last of its days.
import { instantOf, wallAfterMonths, wallOf } from '../../core/plan/local-time.ts'
import { CliFailure, EXIT } from '../io.ts'
import { dateAndTime } from '../local-time.ts'
import { oneLine } from '../plain-text.ts'

export interface PayPeriod {
  /** As it is kept: 2026-11, or 2026-11-01..2026-11-15. */
  readonly period: string
  readonly from: number
  readonly to: number
}

const DAY_MS = 86_400_000

/** Whole days of the zone. Throws where it is none, or not over. */
export function payPeriod(written: string, zone: string, now: number): PayPeriod {
  const found = month(written, zone) ?? days(written, zone)
  if (found === null)
    throw new CliFailure(EXIT.cannot, `${oneLine(written, 40)} is no pay period. Write 2026-11, or 2026-11-01..2026-11-15.`)
  if (found.to <= now) return found
  const over = dateAndTime(found.to, zone)
  throw new CliFailure(EXIT.cannot, `${found.period} is not over: it can be closed from ${over} on.`)
}

function month(written: string, zone: string): PayPeriod | null {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(written)) return null
  const first = `${written}-01T00:00`
  const next = instantOf(zone, wallAfterMonths(first, 1), 'first')
  return { period: written, from: instantOf(zone, wallOf(first), 'first'), to: next }
}

function days(written: string, zone: string): PayPeriod | null {
  const [first = '', last = '', more] = written.split('..')
  if (more !== undefined || !isDay(first) || !isDay(last) || first > last) return null
  const to = instantOf(zone, wallOf(`${last}T00:00`) + DAY_MS, 'first')
  return { period: written, from: instantOf(zone, wallOf(`${first}T00:00`), 'first'), to }
}

/** 2026-02-30 is none. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
