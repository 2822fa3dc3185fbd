// `nightbell messages verify`: whether the recordings of messages, statements and talks are still what they were when they were kept. Reads the
// journal and the files, needs no daemon, changes nothing.
import type { Command } from 'commander'
import { locate, wrongWith } from '../recordings/locate.ts'
import type { RecordingSummary } from '../store/read/list-recordings.ts'
import type { Reader } from '../store/read/reader.ts'
import { CliFailure, type CliIo, EXIT, printJson, withReader } from './io.ts'
import { dateAndTime } from './local-time.ts'
import { placesOf } from './messages-places.ts'
import { type Chosen, choiceOf, misnamed, withChoice } from './messages-time.ts'
import { count, oneLine, table } from './plain-text.ts'

export function addVerify(messages: Command, io: CliIo): void {
  withChoice(messages.command('verify'), false)
    .description('Compare the kept recordings of messages, statements and recorded talks with their checksums.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  nightbell messages verify
  nightbell messages verify --property oak-creek --since 30d --json

Exit codes: 0 all are there, as they were kept, 1 one is missing, altered or not kept yet, 2 cannot run.`,
    )
    .action((options: Chosen & { json?: true }, command: Command) =>
      withReader(io, command, reader => verify(io, command, reader, options)),
    )
}

async function verify(io: CliIo, command: Command, reader: Reader, options: Chosen & { json?: true }): Promise<void> {
  const found = reader.listRecordings(choiceOf(io, reader, options))
  const unknown = found.length === 0 ? misnamed(reader, options) : null
  if (unknown !== null) throw new CliFailure(EXIT.cannot, unknown)
  const places = placesOf(io, command)
  const wrong: { readonly of: RecordingSummary; readonly trouble: string }[] = []
  for (const of of found) {
    const trouble = wrongWith(await locate(of.recording, of.sha256, places), of.sha256)
    if (trouble !== null) wrong.push({ of, trouble })
  }
  if (options.json) printJson(io, { checked: found.length, wrong: wrong.map(({ of, trouble }) => ({ ...of, trouble })) })
  else {
    if (wrong.length > 0) io.stdout(table(['TAKEN', 'PROPERTY', 'WHAT', 'ID', 'WRONG'], wrong.map(row)))
    const rest = wrong.length === 0 ? 'all as they were kept' : `${wrong.length} of them not as they should be`
    io.stdout(
      `${wrong.length > 0 ? '\n' : ''}${count(found.length, 'recording')}: ${found.length === 0 ? 'nothing to compare' : rest}\n`,
    )
  }
  if (wrong.length > 0) throw new CliFailure(EXIT.no)
}

function row({ of, trouble }: { readonly of: RecordingSummary; readonly trouble: string }): string[] {
  return [dateAndTime(of.takenAt, of.zone), oneLine(of.property ?? '?', 30), of.what, of.recording, trouble]
}
