// What a command may touch of the process, and how it ends. main.ts hands these in; nothing under cli/ reads process.*.
// Every command imports this, so it loads nothing: the database comes when a question is asked of it.
// Exit codes are part of the interface: scripts rely on them, and every --help names them.
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Reader } from '../store/read/reader.ts'

export interface CliIo {
  stdout(text: string): void
  stderr(text: string): void
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where a person watches; absent when what is printed goes into a pipe or a file. */
  readonly terminal?: Terminal
  /** Number of the user who runs this; 0 is root. */
  readonly user?: number | undefined
  readonly version: string
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs the daemon until it ends; gives the exit code. */
  run(directories: Directories): Promise<number>
  /** Ends `calls tail`; without it only a signal does. */
  readonly stop?: AbortSignal
  /** Says that the work is over in a second: it is not worth making its code faster. */
  soonOver?(): void
  /** Lets whatever else runs on this machine go first. */
  stepBack?(): void
}

export interface Terminal {
  /** Characters in a line. */
  readonly columns: number
  /** Colours it, unless NO_COLOR or the terminal itself says no. */
  style(style: Style, text: string): string
}
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

export interface Directories {
  readonly state: string
  readonly config: string
  /** The private directory of the box's Asterisk, as `nightbell render` writes it. */
  readonly pbx: string
}

export const EXIT = {
  ok: 0,
  /** The command ran, and what it looked for is not so: a problem was found, a call differs, something is red. */
  no: 1,
  /** The command could not run: wrong usage, no journal, a damaged file. */
  cannot: 2,
  /** The daemon does not run. */
  notRunning: 3,
} as const

/** Ends a command with an exit code and one sentence for stderr; an empty sentence when all has been said. */
export class CliFailure extends Error {
  readonly exitCode: number
  constructor(exitCode: number, message = '') {
    super(message)
    this.name = 'CliFailure'
    this.exitCode = exitCode
  }
}

/** Calls come from the public network: what they reach must not own the machine. */
export function refuseRoot(io: CliIo, command: string): void {
  if (io.user !== 0 || io.env.NIGHTBELL_ALLOW_ROOT === '1') return
  throw new CliFailure(
    EXIT.cannot,
    `nightbell ${command} does not run as root. Run it as a user of its own, who owns its directories: ` +
      `runuser -u nightbell -- nightbell ${command} (the README's quick start makes that user). ` +
      'In a laboratory NIGHTBELL_ALLOW_ROOT=1 allows it.',
  )
}

/** --state and --config, the environment, or where packages put them. */
export function directoriesOf(io: CliIo, command: Command): Directories {
  const given = command.optsWithGlobals<{ state?: string; config?: string; pbx?: string }>()
  return {
    state: given.state ?? io.env.NIGHTBELL_STATE ?? '/var/lib/nightbell',
    config: given.config ?? io.env.NIGHTBELL_CONFIG ?? '/etc/nightbell',
    pbx: given.pbx ?? io.env.NIGHTBELL_PBX ?? '/var/lib/nightbell-pbx',
  }
}

/** Opens the journal for one question and closes it again. */
export async function withReader<R>(io: CliIo, command: Command, question: (reader: Reader) => R | Promise<R>): Promise<R> {
  const [{ openReader }, { JOURNAL_FILE }] = await Promise.all([
    import('../store/read/reader.ts'),
    import('../store/journal/journal.ts'),
  ])
  const reader = openReader(join(directoriesOf(io, command).state, JOURNAL_FILE))
  try {
    return await question(reader)
  } finally {
    for (const { what } of reader.troubles()) io.stderr(`nightbell: ${what}\n`)
    if (reader.behind() > 0) io.stderr(`nightbell: the lists lack the last ${reader.behind()} turns of the journal\n`)
    reader.close()
  }
}

/** JSON for --json. Characters that could steer a terminal are escaped. */
export function printJson(io: CliIo, value: unknown, layout: 'lines' | 'indented' = 'indented'): void {
  const json = JSON.stringify(value, null, layout === 'indented' ? 2 : undefined)
  io.stdout(`${json.replaceAll(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, escaped)}\n`)
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
