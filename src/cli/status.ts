// `nightbell status`: how the running daemon is. Times are shown in the box's zone, which the journal knows.
import type { Command } from 'commander'
import { askStatus, howMany, type Status } from './control-client.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson, withReader } from './io.ts'
import { dateAndTime } from './local-time.ts'
import { count, oneLine } from './plain-text.ts'
import { callsAndIncidents } from './story-words.ts'

export function addStatus(program: Command, io: CliIo): void {
  program
    .command('status')
    .description('Show how the running daemon is.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  nightbell status
  nightbell status --json | jq .live.calls

Exit codes: 0 running and well; 1 running, but Asterisk is away, rules were refused, the journal is
in memory or an alarm stands; 2 no clear answer; 3 the daemon is not running.`,
    )
    .action(async (options: { json?: true }, command: Command) => {
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

function isWell(status: Status): boolean {
  return (
    status.asterisk.connected &&
    howMany(status.plan.problems) === 0 &&
    status.journal.mode === 'journal' &&
    status.alarms.length === 0
  )
}

function inWords(status: Status, zone: string): string {
  const { asterisk, plan, journal, live, alarms } = status
  const since = asterisk.since === null ? '' : `, since ${dateAndTime(asterisk.since, zone)}`
  const version = asterisk.version === null ? '' : `, ${oneLine(asterisk.version, 40)}`
  const lines = [
    `Nightbell ${oneLine(status.version, 40)} runs since ${dateAndTime(status.startedAt, zone)}, process ${status.pid}`,
    `Asterisk  ${asterisk.connected ? `connected${version}` : 'NOT CONNECTED'}${since}`,
    `Rules     ${plan.hash === null ? 'NONE IN FORCE' : `${oneLine(plan.hash.slice(0, 12))} from ${count(howMany(plan.files), 'file')}`}${
      howMany(plan.problems) === 0
        ? ''
        : `; the newest files have ${count(howMany(plan.problems), 'problem')}: run \`nightbell check\``
    }`,
    journal.mode === 'journal'
      ? `Journal   ${count(journal.turns, 'turn')}`
      : `Journal   IN MEMORY: turns are not on disk; is it full? (${count(journal.turns, 'turn')})`,
    `Live      ${callsAndIncidents(live.calls, live.incidents)}`,
    alarms.length === 0 ? 'Alarms    none' : 'Alarms',
    ...alarms.map(alarm => `  ${dateAndTime(alarm.since, zone)}  ${oneLine(alarm.what, 200)}`),
  ]
  return `${lines.join('\n')}\n`
}

/** UTC where the journal can't be read: a status must not fail for that. */
async function zoneOfBox(io: CliIo, command: Command): Promise<string> {
  try {
    return await withReader(io, command, reader => reader.zoneOf(null))
  } catch {
    return 'UTC'
  }
}
