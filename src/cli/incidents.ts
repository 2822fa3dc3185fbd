// `nightbell incidents list|show|ack|resolve|reopen`: urgent matters that are not done. Listing and showing read the journal; the others are acts
// that the daemon takes in, and say who and why.
import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { INCIDENT_OUTCOMES } from '../core/world/facts.ts'
import { askAct } from './control-client.ts'
import { addIncidentsExport } from './export/export.ts'
import { incidentHead, theIncident, withLocalTimesOf } from './incident-text.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson, withReader } from './io.ts'
import { withLocalTimes } from './lists/calls.ts'
import { addIncidentsList } from './lists/incidents.ts'
import { oneLine } from './plain-text.ts'
import { OUTCOME_WORDS } from './story-words.ts'

export function addIncidents(program: Command, io: CliIo): void {
  const incidents = program.command('incidents').description('Urgent matters that are not done.')
  addIncidentsList(incidents, io)
  incidents
    .command('show')
    .description(
      'The story of one incident: who called about it, who was rung, who has it and how, and each step with its reason.',
    )
    .argument('<id>', "the incident's id, or its end")
    .option('--plain', 'one event a line, without lanes: for screen readers; so is what goes into a pipe')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  nightbell incidents show i-1772956790.7\n\nExit codes: 0 shown, 1 no such incident, 2 cannot run.',
    )
    .action((id: string, options: { json?: true; plain?: true }, command: Command) =>
      withReader(io, command, async reader => {
        const story = theIncident(reader, id)
        const plan = reader.plan(story.rules)
        const { incident, calls, facts } = story
        if (options.json) {
          const { factsAsJson } = await import('./timeline/facts-as-json.ts')
          const told = { incident: withLocalTimesOf(incident), calls: calls.map(withLocalTimes) }
          printJson(io, { ...told, facts: factsAsJson(facts, plan, incident.zone, reader) })
        } else {
          const { timelineText } = await import('./timeline/show.ts')
          const told = { plan, facts, zone: incident.zone, begun: incident.openedAt, call: null }
          io.stdout(incidentHead(story, plan) + timelineText(told, reader, io, options.plain === true))
        }
      }),
    )
  addIncidentsExport(incidents, io)
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

Exit codes: 0 it is theirs, 1 somebody else has it, it is resolved, or there is no such incident, 2 cannot run, 3 the daemon is not running.`,
    )
    .action((id: string, options: Acting, command: Command) => ack(io, command, id, options))
  incidents
    .command('resolve')
    .description('Say what became of an incident: nobody is rung for it, and nobody is reminded of it.')
    .argument('<id>', "the incident's id")
    .requiredOption('--outcome <outcome>', INCIDENT_OUTCOMES.join(', '))
    .option('--by <person>', 'a person of the rules, or a name; the user of this machine without it')
    .option('--why <words>', 'the reason, for the log', 'resolved at the command line')
    .addHelpText(
      'after',
      `
Example:
  nightbell incidents resolve i-1772956790.7 --outcome false-alarm --why "the tenant called again: it was the neighbour's television"

Exit codes: 0 it is resolved, 1 somebody is on the line for it now or there is no such incident, 2 cannot run, 3 the daemon is not running.`,
    )
    .action((id: string, options: Acting & { outcome: string }, command: Command) => resolve(io, command, id, options))
  incidents
    .command('reopen')
    .description('It is not done after all: the ladder is rung for it anew. For a day after it was resolved.')
    .argument('<id>', "the incident's id")
    .option('--by <person>', 'a person of the rules, or a name; the user of this machine without it')
    .option('--why <words>', 'the reason, for the log', 'reopened at the command line')
    .addHelpText(
      'after',
      `
Example:
  nightbell incidents reopen i-1772956790.7 --why "it leaks again"

Exit codes: 0 it is rung for again, 1 it is open already or there is no such incident, 2 cannot run, 3 the daemon is not running.`,
    )
    .action((id: string, options: Acting, command: Command) => reopen(io, command, id, options))
}

interface Acting {
  readonly by?: string
  readonly why: string
}

async function ack(io: CliIo, command: Command, id: string, options: Acting): Promise<void> {
  const { done, by, phase } = await act(io, command, '/incidents/ack', id, options)
  if (phase === 'resolved')
    throw new CliFailure(EXIT.no, `${oneLine(id, 60)} is resolved: nightbell incidents reopen ${oneLine(id, 60)}`)
  if (done !== 'now') throw new CliFailure(EXIT.no, `${oneLine(by ?? 'somebody', 40)} has it already`)
  io.stdout(`${oneLine(id, 60)}: ${oneLine(by ?? options.by ?? 'you', 40)} has it\n`)
}

async function resolve(io: CliIo, command: Command, id: string, options: Acting & { outcome: string }): Promise<void> {
  const outcome = INCIDENT_OUTCOMES.find(one => one === options.outcome)
  if (outcome === undefined)
    throw new CliFailure(EXIT.cannot, `--outcome ${oneLine(options.outcome, 40)}: write ${INCIDENT_OUTCOMES.join(', ')}.`)
  const { done, by } = await act(io, command, '/incidents/resolve', id, options, { outcome })
  if (done === 'before') throw new CliFailure(EXIT.no, `${oneLine(id, 60)} is resolved already`)
  if (done !== 'now') throw new CliFailure(EXIT.no, onTheLine(id, by))
  io.stdout(`${oneLine(id, 60)}: resolved, ${OUTCOME_WORDS[outcome]}\n`)
}

async function reopen(io: CliIo, command: Command, id: string, options: Acting): Promise<void> {
  const { done, phase, by } = await act(io, command, '/incidents/reopen', id, options)
  if (done !== 'now') throw new CliFailure(EXIT.no, isOnTheLine(phase) ? onTheLine(id, by) : `${oneLine(id, 60)} is open already`)
  io.stdout(`${oneLine(id, 60)}: the ladder is rung for it again\n`)
}

function onTheLine(id: string, by = 'somebody'): string {
  return `${oneLine(by, 40)} is on the line for ${oneLine(id, 60)} now: try again when they have hung up`
}

/** Asks the daemon to do something with an incident, as this user or whoever is named. */
async function act(
  io: CliIo,
  command: Command,
  path: string,
  id: string,
  { by, why }: Acting,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly done?: string; readonly by?: string; readonly phase?: string }> {
  const who = (by ?? io.env.SUDO_USER ?? userInfo().username).trim()
  if (who === '' || why.trim() === '') throw new CliFailure(EXIT.cannot, '--by and --why must say something.')
  const answer = await askAct(directoriesOf(io, command).state, path, { id, who, why: oneLine(why, 200), ...more })
  if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
  if (answer.running !== true) {
    // The daemon knows those that are open, and those that were resolved within a day.
    if (/404|no incident/.test(answer.why))
      throw new CliFailure(EXIT.no, `There is no incident ${oneLine(id, 60)} that is open or was a day ago.`)
    throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
  }
  return Object(answer.body)
}

/** Phases in which an owner talks, or is asked: nothing is done by hand then. */
function isOnTheLine(phase: string | undefined): boolean {
  return ['connecting', 'talking', 'calling-back', 'talking-back', 'call-back-menu', 'asking-outcome'].includes(phase ?? '')
}
