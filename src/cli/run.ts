// `nightbell run`: the daemon itself, in the foreground. What it does is wired in src/run.ts.
import type { Command } from 'commander'
import { CliFailure, type CliIo, directoriesOf, refuseRoot } from './io.ts'

export function addRun(program: Command, io: CliIo): void {
  program
    .command('run')
    .description('Run the daemon in the foreground.')
    .addHelpText(
      'after',
      `
Example:
  nightbell run --state /var/lib/nightbell --config /etc/nightbell

It does not run as root: NIGHTBELL_ALLOW_ROOT=1 allows that in a laboratory.

A start takes calls by the rules that were in force last, and takes the files in as soon as they are read.
With rules that are wrong or missing the last good ones are in force, from the journal, until the files are right.

Exit codes: 0 stopped as asked, 1 the rules are wrong and the journal has no older ones, 2 could not start, 4 another daemon took over,
5 stopped with turns that the journal does not have: they are in unwritten-turns.jsonl, and the next start writes them.`,
    )
    .action(async (_options: object, command: Command) => {
      refuseRoot(io, 'run')
      const code = await io.run(directoriesOf(io, command))
      if (code !== 0) throw new CliFailure(code)
    })
}
