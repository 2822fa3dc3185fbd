// The span of a report, of what somebody wrote.
import type { Span } from '../../report/span.ts'
import { CliFailure, EXIT } from '../io.ts'
import { parseTime } from '../local-time.ts'
import { oneLine } from '../plain-text.ts'

interface Written {
  readonly during?: string
  readonly since?: string
  readonly until?: string
}

export function spanOf({ during = '7d', since, until }: Written, zone: string, now: number): Span {
  const from = timeOf(since ?? during, 'first')
  const to = until === undefined ? now : timeOf(until, 'last')
  if (from >= to) throw new CliFailure(EXIT.cannot, 'The span ends before it begins: exchange --since and --until.')
  if (from > now) throw new CliFailure(EXIT.cannot, 'The span has not begun yet: nothing has happened in it.')
  return { from, to, zone }

  function timeOf(written: string, which: 'first' | 'last'): number {
    const ms = parseTime(written, zone, now, which)
    if (ms !== null) return ms
    throw new CliFailure(EXIT.cannot, `${oneLine(written, 40)} is no time. Write 7d, yesterday or 2026-11-01.`)
  }
}
