// `nightbell desk list|keep|drop`: what staff have set from the phone desk. Listing reads the journal; dropping is an act that the daemon takes
// in, and says who and why; keeping prints the same change as YAML, for the rules.
import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { localTime as wallTime } from '../core/plan/local-time.ts'
import type { Standing } from '../core/standing/standing.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Reader } from '../store/read/reader.ts'
import { askAct } from './control-client.ts'
import { fromText, whose } from './desk-story.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson, withReader } from './io.ts'
import { dateAndTime } from './local-time.ts'
import { oneLine, table } from './plain-text.ts'

export function addDesk(program: Command, io: CliIo): void {
  const desk = program.command('desk').description('What staff have set from the phone desk.')
  desk
    .command('list')
    .description('Changes of who is on call, notices for callers, and wrong PINs that are being counted.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  nightbell desk list\n\nExit codes: 0 listed, 2 cannot run.')
    .action((options: { json?: true }, command: Command) => withReader(io, command, reader => list(io, reader, options.json)))
  desk
    .command('keep')
    .description('Print a change of who is on call as YAML, to be put into the rules. Drop it afterwards.')
    .argument('<id>', 'the id that `desk list` shows')
    .addHelpText(
      'after',
      '\nExample:\n  nightbell desk keep s-duty-nights\n\nExit codes: 0 printed, 1 no such change, 2 cannot run.',
    )
    .action((id: string, _options: object, command: Command) => withReader(io, command, reader => keep(io, reader, id)))
  desk
    .command('drop')
    .description('End something that staff have set. The rules alone count from then on.')
    .argument('<id>', 'the id that `desk list` shows')
    .option('--why <words>', 'the reason, for the log', 'dropped by the administrator')
    .addHelpText(
      'after',
      `
Example:
  nightbell desk drop s-duty-nights --why "Pat is back"

Exit codes: 0 dropped, 1 nothing of that name, 2 cannot run, 3 the daemon is not running.`,
    )
    .action((id: string, options: { why: string }, command: Command) => drop(io, command, id, options.why))
}

function list(io: CliIo, reader: Reader, json: true | undefined): void {
  const found = reader.standing()
  if (json || found.length === 0) {
    if (json) printJson(io, found)
    else io.stdout('Nothing is set from the phone desk.\n')
    return
  }
  const zone = reader.zoneOf(null)
  const rows = found.map(one => [
    one.id,
    wordsOf(one),
    oneLine(one.by, 20),
    dateAndTime(one.since, zone),
    one.until === null ? 'no end' : dateAndTime(one.until, zone),
  ])
  io.stdout(table(['ID', 'WHAT', 'BY', 'SINCE', 'UNTIL'], rows))
}

function wordsOf({ what }: Standing): string {
  switch (what.is) {
    case 'duty':
      return `${what.person} is on call in ${what.schedule}`
    case 'notice':
      return `notice for callers of ${what.property}`
    case 'wrong-pins':
      return `${what.at?.length ?? what.tries} wrong PINs ${whose(what.person, person => person)}${fromText(what.from)}`
    case 'hold':
      return `${what.of} ${what.name} is on hold`
  }
}

function keep(io: CliIo, reader: Reader, id: string): void {
  const { what, since, until } = named(reader, id)
  if (what.is !== 'duty')
    throw new CliFailure(EXIT.no, `${oneLine(id, 60)} changes nobody's duty: there is nothing for the rules`)
  const plan = reader.plan(named(reader, id).plan)
  const zone = plan?.schedules[what.schedule]?.zone ?? reader.zoneOf(null)
  const local = (at: EpochMs): string => wallTime(zone, at).slice(0, 16)
  const span = `from: ${local(since)}, to: ${until === null ? '2099-12-31 00:00' : local(until)}`
  const others = Object.keys(plan?.people ?? {}).filter(person => person !== what.person)
  const lines = [
    ...(others.length === 0 ? [] : [`      - { ${span}, remove: [${others.join(', ')}] }`]),
    `      - { ${span}, add: [${what.person}] }`,
  ]
  io.stdout(`schedules:\n  ${what.schedule}:\n    overrides:\n${lines.join('\n')}\n`)
}

async function drop(io: CliIo, command: Command, id: string, why: string): Promise<void> {
  const { state } = directoriesOf(io, command)
  await withReader(io, command, reader => void named(reader, id))
  const who = io.env.SUDO_USER ?? userInfo().username
  const answer = await askAct(state, '/desk/drop', { id, who, why: oneLine(why, 200) })
  if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
  if (answer.running !== true) throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
  io.stdout(`${oneLine(id, 60)}: dropped\n`)
}

function named(reader: Reader, id: string): Standing {
  const found = reader.standing().find(one => one.id === id)
  if (found) return found
  throw new CliFailure(EXIT.no, `nothing called ${oneLine(id, 60)} stands: nightbell desk list shows what does`)
}
