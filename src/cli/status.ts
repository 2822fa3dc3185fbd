// `nightbell status`: how the running daemon is. Times are shown in the box's zone, which the journal knows.
import type { Command } from 'commander'
import { type Alarm, askHealth, askStatus, howMany, type Status } from './ask-status.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson, withReader } from './io.ts'
import { dateAndTime } from './local-time.ts'
import { count, oneLine } from './plain-text.ts'
import { callsAndIncidents } from './story-words.ts'

/** Alarms that are over: the newest so many are shown. */
const MOST_PAST = 10

export function addStatus(program: Command, io: CliIo): void {
  program
    .command('status')
    .description('Show how the running daemon is.')
    .option('--json', 'print JSON')
    .option('--live', 'only ask whether the daemon answers')
    .option('--ready', 'only ask whether it can take calls: connected to Asterisk, with rules in force')
    .addHelpText(
      'after',
      `
Examples:
  nightbell status
  nightbell status --json | jq .live.calls
  nightbell status --ready || echo 'calls go to the failsafe'

An alarm is there as long as something is wrong, and is listed as over after that. What merely happened (a line that is
in no rule, a cap that was reached) stands for a quarter of an hour. In JSON, "alarms" is what is wrong now and "past"
what was; each has kind, about, what, since, last, until and count, with times in milliseconds.

Exit codes: 0 running and well; 1 running, but something is wrong now: Asterisk is away, older rules are
in force, the journal is in memory, or any other alarm; 2 no clear answer; 3 the daemon is not running.
With --live: 0 it answers. With --ready: 0 it can take calls, 1 it can not. Alarms count for neither.`,
    )
    .action(async (options: { json?: true; live?: true; ready?: true }, command: Command) => {
      if (options.live || options.ready) return health(io, command, options.ready ? 'readyz' : 'livez')
      const answer = await askStatus(directoriesOf(io, command).state)
      if (answer.running !== true) {
        if (options.json) printJson(io, answer)
        if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
        throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
      }
      if (options.json) printJson(io, { running: true, ...answer.status })
      else io.stdout(inWords(answer.status, await zoneOfBox(io, command)))
      if (!isWell(answer.status)) throw new CliFailure(EXIT.no)
    })
}

async function health(io: CliIo, command: Command, which: 'livez' | 'readyz'): Promise<void> {
  const answer = await askHealth(directoriesOf(io, command).state, which)
  if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
  if (answer.running !== true) throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
  if (answer.why.length > 0) throw new CliFailure(EXIT.no, `Nightbell can not take calls: ${answer.why.join('; ')}.`)
  io.stdout(which === 'livez' ? 'Nightbell answers.\n' : 'Nightbell can take calls.\n')
}

function isWell(status: Status): boolean {
  return status.ready && howMany(status.plan.problems) === 0 && status.journal.mode === 'journal' && status.alarms.length === 0
}

function inWords(status: Status, zone: string): string {
  const { asterisk, plan, journal, live, alarms, past } = status
  const since = asterisk.since === null ? '' : `, since ${dateAndTime(asterisk.since, zone)}`
  const version = asterisk.version === null ? '' : `, ${oneLine(asterisk.version, 40)}`
  const lines = [
    `Nightbell ${oneLine(status.version, 40)} runs since ${dateAndTime(status.startedAt, zone)}, process ${status.pid}`,
    `Asterisk  ${asterisk.connected ? `connected${version}` : 'NOT CONNECTED'}${since}`,
    `Rules     ${plan.hash === null ? 'NONE IN FORCE' : `${oneLine(plan.hash.slice(0, 12))} from ${count(howMany(plan.files), 'file')}${plan.from === 'journal' ? ', as the journal has them' : ''}`}${
      howMany(plan.problems) === 0
        ? ''
        : `; the newest files have ${count(howMany(plan.problems), 'problem')}: run \`nightbell check\``
    }`,
    journal.mode === 'journal'
      ? `Journal   ${count(journal.turns, 'turn')}`
      : `Journal   IN MEMORY: turns are not on disk; is it full? (${count(journal.turns, 'turn')})`,
    `Live      ${callsAndIncidents(live.calls, live.incidents)}`,
    ...strangersLine(status),
    alarms.length === 0 ? 'Alarms    none' : 'Alarms',
    ...alarms.map(alarm => alarmText(alarm, zone)),
    ...(past.length === 0 ? [] : ['Over']),
    ...past.slice(0, MOST_PAST).map(alarm => alarmText(alarm, zone)),
  ]
  return `${lines.join('\n')}\n`
}

function strangersLine({ strangers }: Status): string[] {
  const { lastHour, shutOut = 0 } = strangers ?? { lastHour: 0 }
  if (lastHour === 0 && shutOut === 0) return []
  const out = shutOut === 0 ? '' : `, ${count(shutOut, 'address', 'addresses')} shut out`
  return [`Strangers ${count(lastHour, 'request')} refused in the last hour${out} (nightbell trunks)`]
}

function alarmText({ since, last, until, count: times, what }: Alarm, zone: string): string {
  const end = until === null ? '' : `, until ${dateAndTime(until, zone)}`
  const often = times === 1 ? '' : ` (${times} times${until === null ? `, last ${dateAndTime(last, zone)}` : ''})`
  return `  ${dateAndTime(since, zone)}${end}  ${oneLine(what, 200)}${often}`
}

/** UTC where the journal can't be read: a status must not fail for that. */
async function zoneOfBox(io: CliIo, command: Command): Promise<string> {
  try {
    return await withReader(io, command, reader => reader.zoneOf(null))
  } catch {
    return 'UTC'
  }
}
