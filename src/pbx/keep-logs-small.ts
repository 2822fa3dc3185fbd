// The files that Asterisk only ever makes longer: its log, its console, and the witness. Each has a size at which it becomes `.1`, what was
// `.1` becomes `.2`, and so on; what is too old is removed. Opened by run.ts. While the daemon is away a limit holds each
// file instead: asterisk/cli.conf. It reads nothing of what stands in them.
import { chmodSync, copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Log } from '../daemon/ports.ts'

export interface SmallLogs {
  /** Looks now. */
  look(): void
  stop(): void
}

export interface SmallLogsNeeds {
  /** Where Asterisk writes its event log; its other logs are two directories above. */
  readonly witness: string
  readonly log: Log
  /** For tests. */
  readonly sizes?: Sizes
}

export interface Sizes {
  readonly logBytes: number
  readonly witnessBytes: number
}

/** Rotated parts of each file that are kept beside it. */
const PARTS = 3
const EVERY_MS = 10_000
/** Ordinary nights write some kilobytes of log, and a megabyte of witness for 3,000 calls. */
const ORDINARY: Sizes = { logBytes: 4 << 20, witnessBytes: 16 << 20 }

/** What earlier versions let Asterisk write. Nobody reads it, and it holds callers' numbers. */
const WITHOUT_USE = ['security.log', 'queue_log']

export function keepLogsSmall({ witness, log, sizes = ORDINARY }: SmallLogsNeeds): SmallLogs {
  const directory = dirname(dirname(witness))
  const look = (): void => {
    for (const name of ['messages.log', 'console.log'])
      tryTo(`${directory}/${name}`, path => rotate(path, sizes.logBytes, emptied))
    // Asterisk opens the witness anew for each line: a file that was renamed is written to by nobody.
    tryTo(witness, path => rotate(path, sizes.witnessBytes, renameSync))
    for (const name of namesIn(directory).filter(isWithoutUse)) tryTo(`${directory}/${name}`, path => rmSync(path))
  }
  const tryTo = (path: string, work: (path: string) => void): void => {
    try {
      work(path)
    } catch (error) {
      log.error({ path, error: String(error) }, 'a log of Asterisk could not be kept small')
    }
  }
  look()
  const timer = setInterval(look, EVERY_MS)
  timer.unref()
  return { look, stop: () => clearInterval(timer) }
}

function rotate(path: string, most: number, move: (from: string, to: string) => void): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size < most) return
  for (let part = PARTS; part > 1; part -= 1) {
    if (existsSync(`${path}.${part - 1}`)) renameSync(`${path}.${part - 1}`, `${path}.${part}`)
  }
  move(path, `${path}.1`)
}

/** Asterisk keeps its logs open and appends to them, so they are copied and begun anew. What comes in between is lost. */
function emptied(from: string, to: string): void {
  copyFileSync(from, to)
  chmodSync(to, 0o600)
  truncateSync(from)
}

function isWithoutUse(name: string): boolean {
  return WITHOUT_USE.some(without => name === without || name.startsWith(`${without}.`))
}

function namesIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : []
}
