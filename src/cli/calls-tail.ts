// `nightbell calls tail`: every fact as it is committed. Looks at the journal's last turn a few times a second; writes nothing, needs no daemon.
import { setTimeout as wait } from 'node:timers/promises'
import type { Command } from 'commander'
import type { Reader } from '../store/read/reader.ts'
import type { TailedFact } from '../store/read/tail.ts'
import { tailLine } from './calls-show.ts'
import { type CliIo, printJson, withReader } from './io.ts'
import { wholeNumber } from './lists/options.ts'
import { localTime } from './local-time.ts'
import { sentence } from './story.ts'

/** How often the journal is looked at, ms. */
const LOOK_EVERY_MS = 200

interface Options {
  readonly lines: number
  readonly property?: string
  readonly follow: boolean
  readonly json?: true
}

export function addCallsTail(calls: Command, io: CliIo): void {
  calls
    .command('tail')
    .description('Follow what happens, fact by fact, until interrupted.')
    .option('--lines <n>', 'begin with about so many facts of the past', wholeNumber, 20)
    .option('--property <id>', 'only facts of this property')
    .option('--no-follow', 'print the past facts and end')
    .option('--json', 'print one JSON object a line')
    .addHelpText(
      'after',
      `
Examples:
  nightbell calls tail
  nightbell calls tail --property oak-creek --lines 100
  nightbell calls tail --json | jq -r .kind

Exit codes: 0 ended, 2 cannot run.`,
    )
    .action((options: Options, command: Command) => withReader(io, command, reader => follow(io, reader, options)))
}

async function follow(io: CliIo, reader: Reader, options: Options): Promise<void> {
  let after = reader.turnBeforeLastFacts(options.lines)
  for (;;) {
    after = printAfter(io, reader, options, after)
    if (!options.follow || io.stop?.aborted) return
    await wait(LOOK_EVERY_MS, undefined, io.stop === undefined ? {} : { signal: io.stop }).catch(() => undefined)
  }
}

/** Prints all facts after a turn, page by page; gives the last turn seen. */
function printAfter(io: CliIo, reader: Reader, options: Options, after: number): number {
  for (let from = after; ; ) {
    const page = reader.tail(from)
    for (const fact of page.facts) {
      if (options.property === undefined || fact.property === options.property) print(io, reader, options, fact)
    }
    if (page.upTo === from) return from
    from = page.upTo
  }
}

function print(io: CliIo, reader: Reader, options: Options, tailed: TailedFact): void {
  const { fact, zone, property, call } = tailed
  const text = sentence(fact, reader.plan(tailed.plan))
  if (options.json)
    printJson(io, { turn: tailed.turn, call, property, local: localTime(fact.at, zone).iso, text, ...fact }, 'lines')
  else io.stdout(tailLine(fact.at, zone, property, call, text))
}
