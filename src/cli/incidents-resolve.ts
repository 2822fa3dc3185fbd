// `nightbell incidents resolve|reopen`: how an owned incident ended, or that it is to be rung for again. Both are acts of the daemon and say who
// and why.
import { userInfo } from 'node:os'
import { type Command, Option } from 'commander'
import { INCIDENT_OUTCOMES } from '../core/world/facts.ts'
import { askAct } from './control-client.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, withReader } from './io.ts'
import { oneLine } from './plain-text.ts'

interface Said {
  readonly by?: string
  readonly why: string
  readonly outcome?: string
}

const CODES =
  'Exit codes: 0 done, 1 nobody has it, or somebody is on the telephone for it, or it is not open, 2 cannot run, 3 the daemon is not running.'

export function addResolveAndReopen(incidents: Command, io: CliIo): void {
  incidents
    .command('resolve')
    .description('Say how an incident ended that somebody has. It is closed then.')
    .argument('<id>', "the incident's id")
    .addOption(new Option('--outcome <outcome>', 'how it ended').choices(INCIDENT_OUTCOMES).default('fixed'))
    .option('--by <person>', 'a person of the rules, or a name; the user of this machine without it')
    .option('--why <words>', 'the reason, for the log', 'resolved at the command line')
    .addHelpText(
      'after',
      `\nExample:\n  nightbell incidents resolve i-1772956790.7 --outcome false-alarm --why "the sprinkler"\n\n${CODES}`,
    )
    .action((id: string, said: Said, command: Command) => act(io, command, '/incidents/resolve', id, said))
  incidents
    .command('reopen')
    .description('Take an open incident from its owner: the ladder is rung anew. One that is closed can not be reopened.')
    .argument('<id>', "the incident's id")
    .option('--by <person>', 'a person of the rules, or a name; the user of this machine without it')
    .option('--why <words>', 'the reason, for the log', 'reopened at the command line')
    .addHelpText('after', `\nExample:\n  nightbell incidents reopen i-1772956790.7 --why "he is ill"\n\n${CODES}`)
    .action((id: string, said: Said, command: Command) => act(io, command, '/incidents/reopen', id, said))
}

async function act(io: CliIo, command: Command, path: string, id: string, { by, why, outcome }: Said): Promise<void> {
  const who = by ?? io.env.SUDO_USER ?? userInfo().username
  await withReader(io, command, reader => {
    if (reader.openIncidents().some(one => one.id === id)) return
    throw new CliFailure(EXIT.no, `no incident ${oneLine(id, 60)} is open: nightbell incidents list shows those that are`)
  })
  const words = { id, who, why: oneLine(why, 200), ...(outcome === undefined ? {} : { outcome }) }
  const answer = await askAct(directoriesOf(io, command).state, path, words)
  if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
  if (answer.running !== true) throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
  const { done, error } = Object(answer.body) as { done?: string; error?: string }
  const name = oneLine(id, 60)
  if (done === 'free') throw new CliFailure(EXIT.no, `nobody has ${name} yet: nightbell incidents ack`)
  if (done === 'busy') throw new CliFailure(EXIT.no, `somebody is on the telephone for ${name}: try again when they are done`)
  if (done !== 'now') throw new CliFailure(EXIT.no, oneLine(error ?? `no incident ${name} is open`, 200))
  io.stdout(`${name}: ${path.endsWith('resolve') ? `resolved, ${outcome}` : 'reopened, the ladder begins anew'}\n`)
}
