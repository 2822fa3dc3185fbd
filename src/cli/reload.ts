// `nightbell reload`: asks the running daemon to take changed rules now, and tells what came of it.
import type { Command } from 'commander'
import { formatProblem, type Problem } from '../rules/load.ts'
import { readRuleTexts } from '../rules/rule-texts.ts'
import { textOf } from './check.ts'
import { askAct } from './control-client.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson } from './io.ts'
import { count, oneLine } from './plain-text.ts'

/** A thousand properties take a few seconds. */
const PATIENCE_MS = 60_000

interface Answer {
  readonly result?: 'taken' | 'unchanged' | 'refused'
  readonly hash?: string
  readonly files?: number
  readonly problems?: readonly Problem[]
}

export function addReload(program: Command, io: CliIo): void {
  program
    .command('reload')
    .description('Let the running daemon take changed rules. A mistake in them changes nothing.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Good rules count for new calls at once; calls that run keep theirs. The daemon also takes them by itself when the files
change, and on SIGHUP.

Example:
  nightbell check && nightbell reload

Exit codes: 0 the rules are in force, 1 they have errors and the old ones stay, 2 cannot run, 3 the daemon is not running.`,
    )
    .action(async (options: { json?: true }, command: Command) => {
      const { state, config } = directoriesOf(io, command)
      const answer = await askAct(state, '/reload', {}, PATIENCE_MS)
      if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
      if (answer.running !== true) throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
      const { result, hash, files, problems = [] } = Object(answer.body) as Answer
      if (options.json) printJson(io, answer.body)
      else if (result === 'refused') {
        const texts = readRuleTexts(config)
        for (const problem of problems) io.stdout(`${formatProblem(problem, textOf(texts, problem))}\n\n`)
        io.stdout(`${count(problems.length, 'problem')}: nothing was changed, the old rules stay in force.\n`)
      } else {
        const which = `${oneLine((hash ?? '?').slice(0, 12))} from ${count(files ?? 0, 'file')}`
        io.stdout(result === 'taken' ? `Rules ${which} are in force.\n` : `Nothing has changed: rules ${which} are in force.\n`)
      }
      if (result === 'refused') throw new CliFailure(EXIT.no)
    })
}
