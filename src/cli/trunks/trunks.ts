// `nightbell trunks`: every trunk, and how it is; `trunks trace` shows SIP. What is now is asked of the daemon; the rest is what it has kept.
import type { Command } from 'commander'
import type { Plan } from '../../core/plan/plan.ts'
import type { TrunkSeen } from '../../sip/news.ts'
import { keptTrunks } from '../../sip/trunks-file.ts'
import type { Reader } from '../../store/read/reader.ts'
import { askAct } from '../control-client.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson, withReader } from '../io.ts'
import { dateAndTime, localTime, parseTime } from '../local-time.ts'
import { count, oneLine, table } from '../plain-text.ts'
import { addTrace } from './trace.ts'

type RuleTrunk = Plan['trunks'][string]

/** What the daemon says of now: see wiring/hear-sip.ts. */
interface Now {
  readonly trunks?: Readonly<Record<string, TrunkSeen>>
  readonly calls?: Readonly<Record<string, number>>
  /** Which Asterisk can't reach; null: it can't be asked. */
  readonly unreachable?: readonly string[] | null
  readonly strangers?: {
    readonly lastHour: number
    readonly addresses: readonly { address: string; refused: number }[]
    readonly shutOut?: readonly string[]
  }
}

interface Row {
  readonly trunk: string
  readonly seen: TrunkSeen | null
  readonly registers: boolean
  /** Null: nobody knows. */
  readonly reachable: boolean | null
  readonly callsNow: number | null
  readonly callsToday: { readonly in: number; readonly out: number }
}

export function addTrunks(program: Command, io: CliIo): void {
  const trunks = program
    .command('trunks')
    .description('List the trunks: transport, registration, last answer, calls now and today, last refusal.')
    .option('--json', 'print JSON; times in milliseconds')
    .addHelpText(
      'after',
      `
Examples:
  nightbell trunks
  nightbell trunks --json | jq '.trunks[] | select(.reachable == false)'
  nightbell trunks trace carrier-a

ANSWERED is when the trunk last answered the question whether it is there (OPTIONS), and how fast. TODAY counts calls that came in over
the trunk and telephones that were rung over it since midnight. A refusal is told with the words of SIP; a busy telephone is none.

Exit codes: 0 listed, 2 cannot run, 3 listed, but the daemon is not running: what is now is not known.`,
    )
    .action((options: { json?: true }, command: Command) => list(io, options, command))
  addTrace(trunks, io)
}

async function list(io: CliIo, options: { json?: true }, command: Command): Promise<void> {
  const { state } = directoriesOf(io, command)
  const answer = await askAct(state, '/trunks', {})
  const now = answer.running === true ? (Object(answer.body) as Now) : {}
  await withReader(io, command, reader => {
    const zone = reader.zoneOf(null)
    const rows = rowsOf(reader, now, now.trunks ?? Object.fromEntries(keptTrunks(state)), parseTime('today', zone, io.now()) ?? 0)
    if (options.json) printJson(io, { running: answer.running === true, trunks: rows, strangers: now.strangers ?? null })
    else io.stdout(inWords(rows, now, zone, io.now()))
  })
  if (answer.running === true) return
  const why = `Nightbell ${answer.running === false ? 'is not running' : 'gives no clear answer'}: ${answer.why}.`
  throw new CliFailure(answer.running === false ? EXIT.notRunning : EXIT.cannot, `${why} This is what it saw last.`)
}

function rowsOf(reader: Reader, now: Now, seen: Readonly<Record<string, TrunkSeen>>, since: number): Row[] {
  const rules: Readonly<Record<string, RuleTrunk>> = reader.newestPlan()?.trunks ?? {}
  return Object.values(rules).map(({ id, register, login }) => ({
    trunk: id,
    seen: seen[id] ?? null,
    registers: register !== null || login !== undefined,
    reachable: now.unreachable == null ? null : !now.unreachable.includes(id),
    callsNow: now.calls === undefined ? null : (now.calls[id] ?? 0),
    callsToday: { in: reader.countList('calls', { trunk: id, since }), out: reader.countList('attempts', { trunk: id, since }) },
  }))
}

function inWords(rows: readonly Row[], now: Now, zone: string, at: number): string {
  if (rows.length === 0) return 'The rules have no trunk.\n'
  const heads = ['TRUNK', 'TRANSPORT', 'REGISTERED', 'ANSWERED', 'NOW', 'TODAY']
  const cells = rows.map(row => [
    row.trunk,
    row.seen === null ? '-' : oneLine(`${row.seen.transport} ${row.seen.address}`, 40),
    registeredText(row, zone, at),
    answeredText(row, zone, at),
    row.callsNow === null ? '?' : String(row.callsNow),
    `${row.callsToday.in} in, ${row.callsToday.out} out`,
  ])
  const refusals = rows.flatMap(({ trunk, seen }) => {
    const refusal = seen?.lastRefusal
    if (refusal == null) return []
    const what = refusal.way === 'out' ? `it refused ${refusal.method}` : `the box refused its ${refusal.method}`
    return [`  ${trunk}  ${dateAndTime(refusal.at, zone)}  ${what}: ${oneLine(refusal.words, 160)}`]
  })
  return [table(heads, cells), refusals.length === 0 ? '' : `\nLast refusals\n${refusals.join('\n')}\n`, strangersText(now)].join(
    '',
  )
}

function registeredText({ seen, registers }: Row, zone: string, at: number): string {
  if (seen?.notRegistered != null) return `NOT since ${short(seen.notRegistered.since, zone, at)}`
  if (seen?.registered == null) return registers ? 'not seen yet' : '-'
  if (seen.registered.until < at) return `RAN OUT ${short(seen.registered.until, zone, at)}`
  return `since ${short(seen.registered.since, zone, at)}`
}

function answeredText({ seen, reachable }: Row, zone: string, at: number): string {
  if (seen?.unanswered != null) return `NO, since ${short(seen.unanswered.since, zone, at)}`
  if (seen?.qualify == null) return reachable === false ? 'NO' : 'not seen yet'
  return `${short(seen.qualify.at, zone, at)} (${seen.qualify.ms} ms)${reachable === false ? ', NOW NOT' : ''}`
}

function strangersText({ strangers }: Now): string {
  if (strangers === undefined || (strangers.lastHour === 0 && (strangers.shutOut ?? []).length === 0)) return ''
  const most = strangers.addresses.slice(0, 3).map(({ address, refused }) => `${oneLine(address, 45)} (${refused})`)
  const from = most.length === 0 ? '' : `, most from ${most.join(', ')}`
  return `\nStrangers: ${count(strangers.lastHour, 'request')} refused in the last hour${from}.${shutOutText(strangers.shutOut ?? [])} No harm done.\n`
}

function shutOutText(addresses: readonly string[]): string {
  if (addresses.length === 0) return ''
  const some = addresses.slice(0, 3).map(address => oneLine(address, 45))
  const rest = addresses.length - some.length
  return ` Shut out for an hour, because they send too much: ${some.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}.`
}

/** Today's by the clock, others by the day. */
function short(then: number, zone: string, at: number): string {
  const [one, today] = [localTime(then, zone), localTime(at, zone)]
  return one.date === today.date ? one.time : `${one.date.slice(5)} ${one.time.slice(0, 5)}`
}
