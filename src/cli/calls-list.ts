// `nightbell calls list`: the calls of a property, a time, an outcome; newest first. Reads the journal, needs no daemon.
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Outcome } from '../core/world/facts.ts'
import { nearest } from '../rules/nearest.ts'
import type { CallFilter, CallSummary } from '../store/read/list-calls.ts'
import type { Reader } from '../store/read/reader.ts'
import { CliFailure, type CliIo, EXIT, printJson, withReader } from './io.ts'
import { dateAndTime, duration, localTime, parseTime } from './local-time.ts'

import { OUTCOMES } from './outcomes.ts'
import { count, oneLine, table } from './plain-text.ts'

interface Options {
  readonly property?: string
  readonly since?: string
  readonly until?: string
  readonly outcome?: Outcome | 'live'
  readonly limit: number
  readonly json?: true
}

export function addCallsList(calls: Command, io: CliIo): void {
  calls
    .command('list')
    .description('List calls, newest first.')
    .option('--property <id>', 'only calls for this property')
    .option(
      '--since <time>',
      'arrived at or after: 2h, 3d, today, yesterday, 02:14, 2026-03-08, "2026-03-08 02:14", with or without an offset',
    )
    .option('--until <time>', 'arrived before; same forms')
    .addOption(
      new Option('--outcome <outcome>', 'only calls that ended so, or live ones').choices([...Object.keys(OUTCOMES), 'live']),
    )
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Local times are those of --property, or of the box.

Examples:
  nightbell calls list --since yesterday
  nightbell calls list --property oak-creek --outcome unreached --since 7d
  nightbell calls list --outcome live --json

Exit codes: 0 listed (also when there are none), 2 cannot run.`,
    )
    .action((options: Options, command: Command) => withReader(io, command, reader => list(io, reader, options)))
}

function list(io: CliIo, reader: Reader, options: Options): void {
  const filter = filterOf(io, reader, options)
  const found = reader.listCalls(filter)
  if (options.json) {
    printJson(io, found.map(withLocalTimes))
    return
  }
  if (found.length === 0) {
    io.stdout(`${nothing(reader, options)}\n`)
    return
  }
  io.stdout(table(['ARRIVED', 'PROPERTY', 'CALLER', 'LASTED', 'OUTCOME', 'INCIDENT', 'ID'], found.map(row)))
  if (found.length === options.limit) io.stdout(`\nThere may be more than ${count(options.limit, 'call')}: use --limit.\n`)
}

function filterOf(io: CliIo, reader: Reader, options: Options): CallFilter {
  const zone = reader.zoneOf(options.property ?? null)
  const time = (name: string, written: string | undefined, which: 'first' | 'last') => {
    if (written === undefined) return undefined
    const ms = parseTime(written, zone, io.now(), which)
    if (ms !== null) return ms
    throw new CliFailure(
      EXIT.cannot,
      `--${name} ${oneLine(written, 40)} is no time. Write 2h, 3d, today, yesterday, 02:14 or 2026-03-08 02:14.`,
    )
  }
  const { property, outcome, limit } = options
  const [since, until] = [time('since', options.since, 'first'), time('until', options.until, 'last')]
  return {
    limit,
    ...(property === undefined ? {} : { property }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  }
}

function row(call: CallSummary): string[] {
  const incident = call.incidents.at(-1)
  return [
    dateAndTime(call.arrivedAt, call.zone),
    oneLine(call.propertyName ?? call.property ?? '?', 30),
    call.erased ? '(erased)' : oneLine(call.callerNumber ?? 'withheld', 20),
    call.waitedMs === null ? '' : duration(call.waitedMs),
    call.outcome ?? 'live',
    incident === undefined
      ? ''
      : `${incident.category}: ${incident.owner === null ? incident.state : (incident.ownerName ?? incident.owner)}`,
    call.id,
  ]
}

function nothing(reader: Reader, options: Options): string {
  const { property } = options
  if (property !== undefined) {
    const known = reader.knownProperties()
    if (!known.includes(property)) {
      const near = nearest(property, known)
      return `No property is called ${oneLine(property, 40)}${near === undefined ? '' : `. Did you mean ${near}?`}`
    }
  }
  const filtered = property ?? options.since ?? options.until ?? options.outcome
  return filtered === undefined ? 'There are no calls yet.' : 'No call matches.'
}

export function withLocalTimes(call: CallSummary) {
  const local = (ms: number | null) => (ms === null ? null : localTime(ms, call.zone).iso)
  return { ...call, arrivedLocal: local(call.arrivedAt), leftLocal: local(call.leftAt) }
}

export function wholeNumber(written: string): number {
  const n = Number(written)
  if (!Number.isInteger(n) || n < 1 || n > 1_000_000) throw new InvalidArgumentError('A whole number from 1 on is expected.')
  return n
}
