// `nightbell check [DIR]`: reads the rules as the daemon would and prints every problem with its place. Changes nothing, needs no daemon.
import { readFileSync, statSync } from 'node:fs'
import type { Command } from 'commander'
import type { EpochMs } from '../core/world/ids.ts'
import { formatProblem, loadRules, type Problem } from '../rules/load.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson } from './io.ts'
import { count } from './plain-text.ts'

export function addCheck(program: Command, io: CliIo): void {
  program
    .command('check')
    .description('Check the rule files and print every problem with its place.')
    .argument('[dir]', 'the directory of the rules; --config without it')
    .option('--strict', 'warnings fail too')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  nightbell check
  nightbell check ./config --strict
  nightbell check --json | jq -r '.problems[] | "\\(.file):\\(.line):\\(.column) \\(.message)"'

An error keeps the rules from going live; a warning does not. The next 52 weeks are looked at: who covers every hour, and
which local times a change of the clocks skips or repeats.

Exit codes: 0 the rules can go live (there may be warnings), 1 they have errors, or with --strict warnings, 2 cannot run.`,
    )
    .action((given: string | undefined, options: { json?: true; strict?: true }, command: Command) => {
      const directory = given ?? directoriesOf(io, command).config
      mustBeDirectory(directory)
      const rules = loadRules(directory, { now: io.now() as EpochMs })
      const problems = rules.ok ? [] : rules.problems
      const { warnings } = rules
      if (options.json) {
        const inForce = rules.ok ? { hash: rules.hash, files: Object.keys(rules.sources) } : {}
        printJson(io, { ok: rules.ok, directory, problems, warnings, ...inForce })
      } else {
        for (const problem of [...problems, ...warnings]) io.stdout(`${formatProblem(problem, sourceOf(problem))}\n\n`)
        const found = [problems.length === 0 ? 'no problems' : count(problems.length, 'problem')]
        if (warnings.length > 0) found.push(count(warnings.length, 'warning'))
        io.stdout(
          rules.ok ? `${count(Object.keys(rules.sources).length, 'file')}, ${found.join(', ')}.\n` : `${found.join(', ')}.\n`,
        )
      }
      if (!rules.ok || (options.strict && warnings.length > 0)) throw new CliFailure(EXIT.no)
    })
}

function mustBeDirectory(directory: string): void {
  let is: boolean
  try {
    is = statSync(directory).isDirectory()
  } catch {
    throw new CliFailure(EXIT.cannot, `There is no directory ${directory}. Name the directory of the rules: nightbell check DIR.`)
  }
  if (!is) throw new CliFailure(EXIT.cannot, `${directory} is not a directory. Name the directory that holds the rule files.`)
}

/** The text around a mistake is shown with it; a file that cannot be read has none. */
export function sourceOf(problem: Problem): string {
  try {
    return readFileSync(problem.file, 'utf8')
  } catch {
    return ''
  }
}
