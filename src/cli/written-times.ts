// The times of `--during`, `--since` and `--until`. What is none, ends before it begins or lies in
// the future ends the command, with words.
import { CliFailure, EXIT } from './io.ts'
import { oneLine } from './plain-text.ts'
import { parseMoment, parseSpan, SPAN_FORMS, TIME_FORMS } from './time-phrases.ts'

export interface WrittenTimes {
  readonly during?: string
  readonly since?: string
  readonly until?: string
}

/** Half-open, ms since the epoch; an end that is not written is not there. */
export interface Times {
  readonly since?: number
  readonly until?: number
}

export function timesWritten(written: WrittenTimes, zone: string, now: number): Times {
  const { during, since, until } = written
  if (during === undefined) {
    const times = { ...moment('since', since, zone, now), ...moment('until', until, zone, now) }
    return ordered(times, now, `--since ${oneLine(since ?? '', 40)}`, {
      before: 'exchange --since and --until',
      same: '--since and --until are the same time',
    })
  }
  if (since !== undefined || until !== undefined)
    throw new CliFailure(EXIT.cannot, '--during says both ends: leave out --since and --until.')
  const span = parseSpan(during, zone, now)
  if (span === null) throw new CliFailure(EXIT.cannot, `--during ${oneLine(during, 40)} is no span. ${SPAN_FORMS}`)
  const times = { since: span.from, until: span.to }
  return ordered(times, now, `--during ${oneLine(during, 40)}`, {
    before: 'write its two ends the other way round',
  })
}

function moment(name: 'since' | 'until', written: string | undefined, zone: string, now: number): Times {
  if (written === undefined) return {}
  const ms = parseMoment(written, zone, now, name === 'since' ? 'first' : 'last')
  if (ms !== null) return { [name]: ms }
  throw new CliFailure(EXIT.cannot, `--${name} ${oneLine(written, 40)} is no time. ${TIME_FORMS}`)
}

interface Disorder {
  readonly before: string
  /** Of a phrase such as 2026-02..2026-01 nobody would say so. */
  readonly same?: string
}

function ordered(times: Times, now: number, what: string, { before, same }: Disorder): Times {
  const { since = 0, until = Number.POSITIVE_INFINITY } = times
  if (since > now) throw new CliFailure(EXIT.cannot, `${what} lies in the future: nothing has happened then yet.`)
  if (until === since && same !== undefined) throw new CliFailure(EXIT.cannot, `${same}: the span has nothing in it.`)
  if (until <= since) throw new CliFailure(EXIT.cannot, `The span ends before it begins: ${before}.`)
  return times
}
