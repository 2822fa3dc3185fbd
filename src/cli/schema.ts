// `nightbell schema`: the JSON Schema of rule files, for editors. Needs nothing, changes nothing.
import type { Command } from 'commander'
import { rulesJsonSchema } from '../rules/json-schema.ts'
import { type CliIo, printJson } from './io.ts'

export function addSchema(program: Command, io: CliIo): void {
  program
    .command('schema')
    .description('Print the JSON Schema of rule files, for editors that complete and check as you type.')
    .addHelpText(
      'after',
      `
Example:
  nightbell schema > /etc/nightbell/nightbell.schema.json
and as the first line of each rule file beside it:
  # yaml-language-server: $schema=nightbell.schema.json

Exit codes: 0 printed, 2 cannot run.`,
    )
    .action(() => printJson(io, rulesJsonSchema()))
}
