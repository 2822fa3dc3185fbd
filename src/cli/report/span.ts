// The span of a report, of what somebody wrote.
import type { Span } from '../../report/span.ts'
import { CliFailure, EXIT } from '../io.ts'
import { oneLine } from '../plain-text.ts'
import { parseMoment, parseSpan, SPAN_FORMS, TIME_FORMS } from '../time-phrases.ts'

interface Written {
  readonly during?: string
  readonly since?: string
  readonly until?: string
}

export const USUAL = '7d'

/** Throws a CliFailure when it is none, ends before it begins, or has not begun. */
export function spanOf({ during, since, until }: Written, zone: string, now: number): Span {
  const whole = since === undefined && until === undefined
  if (!whole && during !== undefined) throw new CliFailure(EXIT.cannot, '--during says both ends: leave out --since and --until.')
  const { from, to } = whole ? within(during ?? USUAL, zone, now) : between(since, until, zone, now)
  if (from > now) throw new CliFailure(EXIT.cannot, 'The span has not begun yet: nothing has happened in it.')
  const right = whole ? 'write its two ends the other way round' : 'exchange --since and --until'
  if (from >= to) throw new CliFailure(EXIT.cannot, `The span ends before it begins: ${right}.`)
  return { from, to, zone }
}

function within(during: string, zone: string, now: number) {
  const span = parseSpan(during, zone, now)
  if (span !== null) return span
  throw new CliFailure(EXIT.cannot, `--during ${oneLine(during, 40)} is no span. ${SPAN_FORMS}`)
}

function between(since: string | undefined, until: string | undefined, zone: string, now: number) {
  if (since === undefined) throw new CliFailure(EXIT.cannot, '--until says when the span ends; say with --since when it begins.')
  const moment = (name: string, written: string, which: 'first' | 'last') => {
    const ms = parseMoment(written, zone, now, which)
    if (ms !== null) return ms
    throw new CliFailure(EXIT.cannot, `--${name} ${oneLine(written, 40)} is no time. ${TIME_FORMS}`)
  }
  const to = until === undefined ? now : moment('until', until, 'last')
  return { from: moment('since', since, 'first'), to }
}
