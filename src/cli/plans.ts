// `nightbell plans list`: which rules were in force when, as the journal remembers. Needs no daemon.
import type { Command } from 'commander'
import type { PlanInForce } from '../store/read/list-plans.ts'
import { CliFailure, type CliIo, EXIT, printJson, withReader } from './io.ts'
import { localTime } from './local-time.ts'
import { count, oneLine, table } from './plain-text.ts'

const HEAD = ['in force from', 'rules', 'files', 'because']

export function addPlans(program: Command, io: CliIo): void {
  const plans = program.command('plans').description('The rules that were in force, as the journal remembers them.')
  plans
    .command('list')
    .description('When which rules came into force, newest first.')
    .option('--last <n>', 'so many', '20')
    .option('--files', 'name the files that made each')
    .option('--json', 'print JSON, with the files of each')
    .addHelpText(
      'after',
      `
Times are in the zone of the box. "rules" is the beginning of the hash that "calls show --json" and "status" name.

Examples:
  nightbell plans list
  nightbell plans list --last 2 --files
  nightbell plans list --json | jq -r '.[0].files[]'

Exit codes: 0 listed, 2 cannot run.`,
    )
    .action((options: Options, command: Command) =>
      withReader(io, command, reader => {
        if (!/^[1-9]\d{0,5}$/.test(options.last)) throw new CliFailure(EXIT.cannot, `--last ${options.last}: expected a number`)
        const found = reader.listPlans(Number(options.last))
        const zone = reader.zoneOf(null)
        if (options.json)
          return printJson(
            io,
            found.map(plan => ({ ...plan, atLocal: localTime(plan.at, zone).iso })),
          )
        if (found.length === 0) return io.stdout('No rules have been in force yet.\n')
        const [head, ...lines] = table(
          HEAD,
          found.map(plan => row(plan, zone)),
        ).split(/(?<=\n)/)
        const withFiles = lines.map((line, nth) => [line, ...(options.files ? filesOf(found[nth]) : [])].join(''))
        io.stdout([head, ...withFiles].join(''))
      }),
    )
}

interface Options {
  readonly last: string
  readonly files?: true
  readonly json?: true
}

function filesOf(plan: PlanInForce | undefined): readonly string[] {
  return (plan?.files ?? []).map(file => `  ${oneLine(file, 200)}\n`)
}

function row({ at, hash, files, why }: PlanInForce, zone: string): string[] {
  return [localTime(at, zone).iso, hash.slice(0, 12), count(files.length, 'file'), why]
}
