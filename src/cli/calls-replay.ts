// `nightbell calls replay ID`: decides a stored call again with today's code and says whether the same comes out.
import type { Command } from 'commander'
import type { CallId } from '../core/world/ids.ts'
import { takeTurn } from '../core/world/take-turn.ts'
import type { Replay } from '../store/read/replay-call.ts'
import { theCall } from './calls-show.ts'
import { CliFailure, type CliIo, EXIT, printJson, withReader } from './io.ts'
import { dateAndTime } from './local-time.ts'
import { count, oneLine } from './plain-text.ts'

export function addCallsReplay(calls: Command, io: CliIo): void {
  calls
    .command('replay')
    .description('Decide a stored call again from its journalled inputs, and compare.')
    .argument('<id>', "the call's id, or its beginning or end, or the id of its incident")
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Calls that shared an incident are decided again together. Nothing is rung, said or written.

Examples:
  nightbell calls replay 1772956790.7
  nightbell calls replay .7 --json

Exit codes: 0 the same, 1 another decision or no such call, 2 cannot run.`,
    )
    .action((wanted: string, options: { json?: true }, command: Command) =>
      withReader(io, command, reader => {
        const id = theCall(reader, wanted)
        const replay = reader.replayCall(id, takeTurn)
        if (options.json) printJson(io, { call: id, ...replay })
        else io.stdout(inWords(id, replay, reader.zoneOf(null)))
        if (!replay.same) throw new CliFailure(EXIT.no)
      }),
    )
}

function inWords(id: CallId, replay: Replay, zone: string): string {
  const erased = replay.erasedParts ? ' Numbers and names of callers were erased; somebody stood in for them.' : ''
  if (replay.same) {
    const together = `${count(replay.turns, 'turn')} of ${count(replay.streams, 'stream')}`
    const reason = replay.broke ? "is about a mistake of Nightbell's own" : 'hangs on an erased number'
    const end = replay.upTo === undefined ? '' : ` What follows turn ${replay.upTo} ${reason}, and was not decided again.`
    return `Call ${id}: the same decisions again, ${together}.${erased}${end}\n`
  }
  const { turn, at, input, what, recorded, decided } = replay.firstDifference
  return [
    `Call ${id}: decided differently. ${count(replay.turns, 'turn was', 'turns were')} the same before.${erased}`,
    `First difference: ${what}, in turn ${turn} (input ${input}) at ${dateAndTime(at, zone)}`,
    `  recorded: ${oneLine(recorded, 2000)}`,
    `  decided:  ${oneLine(decided, 2000)}`,
    '',
  ].join('\n')
}
