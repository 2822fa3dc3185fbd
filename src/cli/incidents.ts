// `nightbell incidents list|show|ack`: urgent matters that are still open. Listing and showing read the journal; owning one by hand is an act
// that the daemon takes in, and says who and why.
import { userInfo } from 'node:os'
import type { Command } from 'commander'
import type { OpenIncident } from '../store/read/open-incidents.ts'
import { storyAsText, theCall } from './calls-show.ts'
import { askAct } from './control-client.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson, withReader } from './io.ts'
import { dateAndTime, localTime } from './local-time.ts'
import { oneLine, table } from './plain-text.ts'

export function addIncidents(program: Command, io: CliIo): void {
  const incidents = program.command('incidents').description('Urgent matters that are still open.')
  incidents
    .command('list')
    .description('Every open incident: being rung for, owned with somebody on the line, or unreached.')
    .option('--property <id>', 'of this property only')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  nightbell incidents list\n\nExit codes: 0 nobody waits for an owner, 1 somebody does, 2 cannot run.',
    )
    .action((options: { property?: string; json?: true }, command: Command) =>
      withReader(io, command, reader => {
        const found = reader.openIncidents().filter(one => options.property === undefined || one.property === options.property)
        if (options.json)
          printJson(
            io,
            found.map(one => ({ ...one, openedLocal: localTime(one.openedAt, one.zone).iso })),
          )
        else io.stdout(found.length === 0 ? 'No incident is open.\n' : table(HEAD, found.map(row)))
        if (found.some(one => one.owner === null)) throw new CliFailure(EXIT.no)
      }),
    )
  incidents
    .command('show')
    .description('The story of the call that opened the incident, with the incident’s own, second by second.')
    .argument('<id>', "the incident's id")
    .addHelpText(
      'after',
      '\nExample:\n  nightbell incidents show i-1772956790.7\n\nExit codes: 0 shown, 1 no such incident, 2 cannot run.',
    )
    .action((id: string, _options: object, command: Command) =>
      withReader(io, command, reader => {
        const story = reader.callStory(theCall(reader, id))
        if (story === null) throw new CliFailure(EXIT.no, `There is no incident ${oneLine(id, 60)}.`)
        io.stdout(storyAsText(story))
      }),
    )
  incidents
    .command('ack')
    .description('Own an incident by hand: nobody is rung for it any more, and a caller who still waits hears who has it.')
    .argument('<id>', "the incident's id")
    .option('--by <person>', 'a person of the rules, or a name; the user of this machine without it')
    .option('--why <words>', 'the reason, for the log', 'owned at the command line')
    .addHelpText(
      'after',
      `
Example:
  nightbell incidents ack i-1772956790.7 --by dana-reyes --why "she is on her way"

Exit codes: 0 it is theirs, 1 somebody else has it or there is no such incident, 2 cannot run, 3 the daemon is not running.`,
    )
    .action((id: string, options: { by?: string; why: string }, command: Command) => ack(io, command, id, options))
}

const HEAD = ['OPENED', 'PROPERTY', 'CATEGORY', 'STATE', 'OWNER', 'PASSES', 'ID']

function row(one: OpenIncident): string[] {
  return [
    ...[dateAndTime(one.openedAt, one.zone), oneLine(one.propertyName ?? one.property, 30), one.category, one.state],
    ...[oneLine(one.ownerName ?? one.owner ?? 'nobody', 30), String(one.passes), one.id],
  ]
}

async function ack(io: CliIo, command: Command, id: string, options: { by?: string; why: string }): Promise<void> {
  const who = options.by ?? io.env.SUDO_USER ?? userInfo().username
  await withReader(io, command, reader => {
    if (reader.openIncidents().some(one => one.id === id)) return
    throw new CliFailure(EXIT.no, `no incident ${oneLine(id, 60)} is open: nightbell incidents list shows those that are`)
  })
  const answer = await askAct(directoriesOf(io, command).state, '/incidents/ack', { id, who, why: oneLine(options.why, 200) })
  if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
  if (answer.running !== true) throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
  const { done, by } = Object(answer.body) as { done?: string; by?: string }
  if (done !== 'now') throw new CliFailure(EXIT.no, `${oneLine(by ?? 'somebody', 40)} has it already`)
  io.stdout(`${oneLine(id, 60)}: ${oneLine(by ?? who, 40)} has it\n`)
}
