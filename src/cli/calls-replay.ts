// `nightbell calls replay ID`: decides a stored call again with today's code and says whether the same comes out.
import type { Command } from 'commander'
import type { Replay } from '../store/read/replay-call.ts'
import { theCall } from './calls-show.ts'
import { CliFailure, type CliIo, EXIT, printJson, withReader } from './io.ts'
import { dateAndTime } from './local-time.ts'
import { count, oneLine } from './plain-text.ts'

export function addCallsReplay(calls: Command, io: CliIo): void {
  calls
    .command('replay')
    .description('Decide a stored call again from its journalled inputs, and compare.')
    .argument('[id]', "the call's id, or its beginning or end, or the id of its incident")
    .option('--from <file>', 'decide what an export tells of, without a journal')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Calls that shared an incident are decided again together. Nothing is rung, said or written. An export (calls export) is
first checked: that no file in it was changed, and that what it shows is what its turns say. What they don't prove is
named. One that was changed is refused.

Examples:
  nightbell calls replay 1772956790.7
  nightbell calls replay .7 --json
  nightbell calls replay --from call-1772956790.7.zip

Exit codes: 0 the same, 1 another decision or no such call, 2 cannot run.`,
    )
    .action(async (wanted: string | undefined, options: Options, command: Command) => {
      if ((wanted === undefined) === (options.from === undefined))
        throw new CliFailure(EXIT.cannot, 'Name a call of the journal, or an export with --from FILE.')
      if (options.from !== undefined) await replayExport(io, options.from, options)
      else
        await withReader(io, command, async reader => {
          const { takeTurn } = await import('../core/world/take-turn.ts')
          const id = theCall(reader, wanted ?? '')
          tell(io, `Call ${id}`, reader.replayCall(id, takeTurn), reader.zoneOf(null), { call: id }, options)
        })
    })
}

interface Options {
  readonly from?: string
  readonly json?: true
}

async function replayExport(io: CliIo, file: string, options: Options): Promise<void> {
  const [{ takeTurn }, { readExport }, { recordingOf }, { replayTurns }] = await Promise.all([
    import('../core/world/take-turn.ts'),
    import('./export/read-export.ts'),
    import('./export/recording-of.ts'),
    import('../store/read/replay-call.ts'),
  ])
  const checked = await readExport(file, io.version)
  const { head, evidence } = checked
  const name = `${head.kind === 'call' ? 'Call' : 'Incident'} ${oneLine(head.id, 100)}${head.redacted ? ' (redacted)' : ''}`
  const notProven = [...checked.notProven, ...checked.rulesNotProven]
  if (!options.json) {
    const fits = head.redacted ? '' : 'its turns fit together, and '
    const shown = checked.wordsCompared ? 'it shows what they say' : 'its facts are what they say; its words were not compared'
    io.stdout(`${name} as Nightbell ${oneLine(head.program, 40)} exported it: ${fits}${shown}.\n`)
    for (const what of notProven) io.stdout(`Not proven: ${what}.\n`)
  }
  const replay = replayTurns(recordingOf(evidence), takeTurn)
  const parts = evidence.turns.flatMap(turn => turn.parts)
  const lacks = parts.some(({ withheld }) => withheld) && !parts.some(({ body, withheld }) => body === null && !withheld)
  const missing = lacks ? 'of other callers are not in it' : ERASED
  tell(io, name, replay, head.zone, { from: file, ...head, notProven }, options, missing)
}

/** `missing`: why numbers and names are missing, where some are. */
function tell(io: CliIo, what: string, replay: Replay, zone: string, about: object, { json }: Options, missing = ERASED): void {
  if (json) printJson(io, { ...about, ...replay })
  else io.stdout(inWords(what, replay, zone, missing))
  if (!replay.same) throw new CliFailure(EXIT.no)
}

const ERASED = 'of callers were erased'

function inWords(whose: string, replay: Replay, zone: string, missing: string): string {
  const erased = replay.erasedParts ? ` Numbers and names ${missing}; somebody stood in for them.` : ''
  if (replay.same) {
    const together = `${count(replay.turns, 'turn')} of ${count(replay.streams, 'stream')}`
    const reason = replay.broke ? "is about a mistake of Nightbell's own" : 'hangs on an erased number'
    const end = replay.upTo === undefined ? '' : ` What follows turn ${replay.upTo} ${reason}, and was not decided again.`
    return `${whose}: the same decisions again, ${together}.${erased}${end}\n`
  }
  const { turn, at, input, what, recorded, decided } = replay.firstDifference
  return [
    `${whose}: decided differently. ${count(replay.turns, 'turn was', 'turns were')} the same before.${erased}`,
    `First difference: ${what}, in turn ${turn} (input ${input}) at ${dateAndTime(at, zone)}`,
    `  recorded: ${oneLine(recorded, 2000)}`,
    `  decided:  ${oneLine(decided, 2000)}`,
    '',
  ].join('\n')
}
