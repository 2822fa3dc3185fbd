// `nightbell messages export`: the recordings of messages and an index of them, in a directory of their own, each checked on the way. What
// is altered or missing is told, and in the index; nothing that is there is written over. Reads the journal and needs no daemon.
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { locate, wrongWith } from '../recordings/locate.ts'
import type { MessageSummary } from '../store/read/list-messages.ts'
import type { Reader } from '../store/read/reader.ts'
import { csv } from './csv.ts'
import { CliFailure, type CliIo, EXIT, withReader } from './io.ts'
import { localTime } from './local-time.ts'
import { placesOf } from './messages-places.ts'
import { type Chosen, choiceOf, misnamed, withChoice } from './messages-time.ts'
import { count } from './plain-text.ts'

const MOST = 1_000_000

interface Exported {
  readonly file: string | null
  readonly trouble: string | null
  readonly message: MessageSummary
}

export function addExport(messages: Command, io: CliIo): void {
  withChoice(messages.command('export'))
    .description('Write the recordings of messages into a new directory, with index.csv and index.json.')
    .requiredOption('--to <dir>', 'the directory, which must not be there yet')
    .option('--waiting', 'only those that nobody has dealt with')
    .addHelpText(
      'after',
      `
Each recording is compared with the checksum that was taken when it was kept. An exported message still waits, with its lamp lit, until it is done.

Examples:
  nightbell messages export --to /srv/messages-2026-03 --since 2026-03-01 --until 2026-04-01
  nightbell messages export --to ./leasing --property oak-creek --mailbox leasing

Exit codes: 0 exported (also when there are none), 1 exported, but a recording is missing or altered, 2 cannot run, or the directory is there.`,
    )
    .action((options: Chosen & { to: string; waiting?: true }, command: Command) =>
      withReader(io, command, reader => exportAll(io, command, reader, options)),
    )
}

async function exportAll(io: CliIo, command: Command, reader: Reader, options: Chosen & { to: string; waiting?: true }) {
  const to = resolve(options.to)
  if (existsSync(to)) throw new CliFailure(EXIT.cannot, `${to} is there already: nothing was written. Name a new directory.`)
  const found = reader.listMessages({ ...choiceOf(io, reader, options), all: options.waiting !== true, limit: MOST })
  const wrong = found.length === 0 ? misnamed(reader, options) : null
  if (wrong !== null) throw new CliFailure(EXIT.cannot, wrong)
  const part = `${to}.part`
  try {
    mkdirSync(part, { mode: 0o700 })
  } catch (error) {
    throw new CliFailure(EXIT.cannot, `${part} can not be made: ${reasonOf(error)}`)
  }
  const exported: Exported[] = []
  try {
    for (const message of found) exported.push(await exportOne(io, command, message, part))
    writeFileSync(`${part}/index.json`, `${JSON.stringify(exported.map(entry), null, 2)}\n`, { mode: 0o600 })
    writeFileSync(`${part}/index.csv`, indexAsCsv(exported), { mode: 0o600 })
    renameSync(part, to)
  } catch (error) {
    rmSync(part, { recursive: true, force: true })
    throw new CliFailure(EXIT.cannot, `${to} could not be written: ${reasonOf(error)}. Nothing of it was left.`)
  }
  for (const { message, trouble } of exported) if (trouble !== null) io.stderr(`${message.recording}: ${trouble}\n`)
  const troubled = exported.filter(({ trouble }) => trouble !== null).length
  io.stdout(
    `${count(exported.length, 'message')} in ${to}${troubled === 0 ? '' : `, ${troubled} of them not as they should be`}\n`,
  )
  if (troubled > 0) throw new CliFailure(EXIT.no)
}

async function exportOne(io: CliIo, command: Command, message: MessageSummary, directory: string): Promise<Exported> {
  const { recording, sha256, lost, removed, takenAt, zone, property, mailbox } = message
  // As the rules want it: told in the index, and no trouble.
  if (removed !== null) return { message, file: null, trouble: null }
  if (lost !== null) return { message, file: null, trouble: `nothing could be recorded: ${lost}` }
  const located = await locate(recording, sha256, placesOf(io, command))
  const trouble = wrongWith(located, sha256)
  if (located.file === null) return { message, file: null, trouble }
  const { date, time, offset } = localTime(takenAt, zone)
  const file = `${[`${date}T${time}${offset}`.replaceAll(':', '-'), property ?? 'unknown', mailbox, recording].join('_')}.wav`
  copyFileSync(located.file, `${directory}/${file}`)
  chmodSync(`${directory}/${file}`, 0o600)
  return { message, file, trouble }
}

function entry({ message, file, trouble }: Exported) {
  const { recording, call, property, propertyName, mailbox, takenAt, zone, callerNumber, callerName, erased } = message
  const local = (ms: number | null) => (ms === null ? null : localTime(ms, zone).iso)
  return {
    file,
    recording,
    property,
    propertyName,
    mailbox,
    left: local(takenAt),
    callerNumber,
    callerName,
    erased,
    ...{
      seconds: Math.round(message.ms / 100) / 10,
      sha256: message.sha256,
      done: local(message.doneAt),
      doneBy: message.doneBy,
    },
    onlyBeginning: message.cut,
    removed: local(message.removed?.at ?? null),
    trouble,
    call,
  }
}

const COLUMNS = [
  'file',
  'property',
  'propertyName',
  'mailbox',
  'left',
  'callerNumber',
  'callerName',
  'seconds',
  'sha256',
  'done',
  'doneBy',
  'onlyBeginning',
  'removed',
  'trouble',
  'recording',
  'call',
] as const satisfies readonly (keyof ReturnType<typeof entry>)[]

function indexAsCsv(exported: readonly Exported[]): string {
  const rows = exported.map(entry).map(row =>
    COLUMNS.map(column => {
      const value = row[column]
      return typeof value === 'boolean' ? String(value) : value
    }),
  )
  return csv(COLUMNS, rows)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
