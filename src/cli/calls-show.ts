// `nightbell calls show ID`: the story of one call and of its incidents, second by second, in the property's local time.
import type { Command } from 'commander'
import type { CallId } from '../core/world/ids.ts'
import type { CallStory } from '../store/read/call-story.ts'
import type { Reader } from '../store/read/reader.ts'
import { incidentInShort } from './incident-in-short.ts'
import { CliFailure, type CliIo, EXIT, printJson, withReader } from './io.ts'
import { withLocalTimes } from './lists/calls.ts'
import { dateAndTime, duration } from './local-time.ts'
import { OUTCOMES } from './outcomes.ts'
import { oneLine } from './plain-text.ts'

export function addCallsShow(calls: Command, io: CliIo): void {
  calls
    .command('show')
    .description(
      'Tell the story of one call, second by second: a lane for the caller, the office, the ladder and each telephone.',
    )
    .argument('<id>', "the call's id, or its beginning or end, or the id of its incident")
    .option('--plain', 'one event a line, without lanes: for screen readers; so is what goes into a pipe')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  nightbell calls show 1772956790.7
  nightbell calls show .7
  nightbell calls show i-1772956790.7 --json
  nightbell calls show .7 --plain

Each step has its reason and, where a rule decided it, the file and line of that rule in the rules that were in force then.
Colours follow NO_COLOR; on a terminal that is narrow or has no UTF-8 the lanes are plain lines, or ASCII.

Exit codes: 0 shown, 1 no such call or several, 2 cannot run.`,
    )
    .action((id: string, options: { json?: true; plain?: true }, command: Command) =>
      withReader(io, command, async reader => {
        const story = reader.callStory(theCall(reader, id))
        if (story === null) throw new CliFailure(EXIT.no, `There is no call ${oneLine(id, 60)}.`)
        const plan = reader.plan(story.rules)
        if (options.json) {
          const { factsAsJson } = await import('./timeline/facts-as-json.ts')
          const { call, facts } = story
          printJson(io, { call: withLocalTimes(call), facts: factsAsJson(facts, plan, call.zone, reader) })
        } else {
          const { call, facts } = story
          const { timelineText } = await import('./timeline/show.ts')
          const told = { plan, facts, zone: call.zone, begun: call.arrivedAt, call: call.id }
          io.stdout(callHead(story) + timelineText(told, reader, io, options.plain === true))
        }
      }),
    )
}

/** The call that is meant, or a failure that says why none is. */
export function theCall(reader: Reader, wanted: string): CallId {
  const found = reader.findCall(wanted)
  switch (found.found) {
    case 'one':
      return found.id
    case 'none':
      throw new CliFailure(EXIT.no, `There is no call ${oneLine(wanted, 60)}. \`nightbell calls list\` shows the ids.`)
    case 'several':
      throw new CliFailure(
        EXIT.no,
        `Several calls begin or end with ${oneLine(wanted, 60)}: ${found.ids.join(', ')}. Write more of the id.`,
      )
  }
}

/** A call in the failsafe is in the log only since its note was read. */
function cameLater({ call, facts = [] }: Headed): string {
  const first = facts.at(0)?.fact
  if (first?.kind !== 'arrived' || first.at - call.arrivedAt < NOTED_LATER_MS) return ''
  return `; the log knows of it since ${dateAndTime(first.at, call.zone)}, from the note of the telephone system`
}

const NOTED_LATER_MS = 60_000

type Headed = Pick<CallStory, 'call'> & Partial<Pick<CallStory, 'facts'>>

export function callHead(story: Headed): string {
  const { call } = story
  const caller = call.erased ? 'an erased caller' : oneLine(call.callerNumber ?? 'a withheld number', 40)
  const name = call.callerName === null ? '' : ` "${oneLine(call.callerName, 60)}"`
  const lines = [
    `Call ${call.id}: ${oneLine(call.propertyName ?? call.property ?? 'no property known', 60)}`,
    `Arrived ${dateAndTime(call.arrivedAt, call.zone)}${cameLater(story)}`,
    `From ${caller}${name}, line ${oneLine(call.line, 40)}, trunk ${call.trunk}`,
    call.outcome === null
      ? 'Still running.'
      : `Outcome: ${call.outcome} (${OUTCOMES[call.outcome]}), after ${duration(call.waitedMs ?? 0)}.`,
  ]
  for (const incident of call.incidents) {
    const opener =
      incident.call === call.id ? '' : ` It was opened by call ${incident.call}: nightbell incidents show ${incident.id}`
    lines.push(`Incident ${incident.id}: ${incidentInShort(incident)}.${opener}`)
  }
  return `${lines.join('\n')}\n\n`
}

/** One fact with its call, for a running list. */
export function tailLine(at: number, zone: string, property: string | null, call: string | null, text: string): string {
  return `${dateAndTime(at, zone)}  ${property ?? '?'}  ${call ?? '?'}  ${text}\n`
}
