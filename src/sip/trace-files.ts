// The SIP messages of the last days, as lines of JSON in files of the state directory:
// `sip/calls-….jsonl` for calls, `sip/other-….jsonl` for everything else, so that strangers and
// OPTIONS displace no call. Both are limited in size and age. Written only by the thread of
// worker.ts; read by `nightbell trunks trace`.
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { filesOf, type Kept, KINDS, type Kind, keptIn, TRACE_DIRECTORY, textOf } from './kept.ts'

const DAY_MS = 24 * 3_600_000
/** How often old files are looked for, ms. */
const TIDY_MS = 60_000

export interface Limits {
  readonly fileBytes: number
  readonly bytes: Readonly<Record<Kind, number>>
  readonly days: number
}

const USUAL: Limits = { fileBytes: 4 << 20, bytes: { calls: 48 << 20, other: 16 << 20 }, days: 7 }

export interface TraceFiles {
  add(kind: Kind, kept: Kept): void
  /**
   * Writes waiting lines; removes files that are too old or too much. Throws disk errors; waiting
   * lines are then lost.
   */
  flush(now: number): void
  /** Rewrites every line; null drops the line. */
  rewrite(change: (kept: Kept) => Kept | null): Promise<void>
  close(): void
}

export function openTraceFiles(state: string, limits: Limits = USUAL): TraceFiles {
  const directory = join(state, TRACE_DIRECTORY)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(directory)) if (name.endsWith('.new')) rmSync(join(directory, name), { force: true })
  const waiting: Record<Kind, string[]> = { calls: [], other: [] }
  const open: Record<Kind, { readonly file: string; readonly fd: number; bytes: number; readonly since: number } | null> = {
    calls: null,
    other: null,
  }

  /** A new file may exceed the limits. */
  let tidyFrom = 0

  function write(kind: Kind, lines: readonly string[], now: number): void {
    const whole = open[kind]
    if (whole !== null && (whole.bytes >= limits.fileBytes || now - whole.since > DAY_MS)) shut(kind)
    const to = open[kind] ?? begin(kind, now)
    open[kind] = to
    const bytes = Buffer.from(`${lines.join('\n')}\n`)
    for (let at = 0; at < bytes.length; ) at += writeSync(to.fd, bytes, at)
    to.bytes += bytes.length
  }

  function begin(kind: Kind, now: number) {
    const [last = ''] = filesOf(directory, kind).slice(-1)
    const newest = Number(/-(\d+)\./.exec(last)?.[1] ?? 0)
    const file = join(directory, `${kind}-${Math.max(now, newest + 1)}.jsonl`)
    tidyFrom = now
    const fd = openSync(file, 'a', 0o600)
    chmodSync(file, 0o600)
    return { file, fd, bytes: 0, since: now }
  }

  function shut(kind: Kind): void {
    const whole = open[kind]
    open[kind] = null
    if (whole !== null) closeSync(whole.fd)
  }

  function tidy(kind: Kind, now: number): void {
    let bytes = 0
    for (const name of filesOf(directory, kind).reverse()) {
      const file = join(directory, name)
      const { size, mtimeMs } = statSync(file)
      bytes += size
      if (file === open[kind]?.file) continue
      if (bytes > limits.bytes[kind] || now - mtimeMs > limits.days * DAY_MS) rmSync(file, { force: true })
    }
  }

  function flush(now: number): void {
    for (const kind of KINDS) {
      const lines = waiting[kind].splice(0)
      if (lines.length > 0) write(kind, lines, now)
    }
    if (now < tidyFrom) return
    tidyFrom = now + TIDY_MS
    for (const kind of KINDS) tidy(kind, now)
  }

  return {
    add: (kind, kept) => void waiting[kind].push(JSON.stringify(kept)),
    flush,
    async rewrite(change) {
      flush(Date.now())
      for (const kind of KINDS) shut(kind)
      const files = KINDS.flatMap(kind => filesOf(directory, kind)).map(name => join(directory, name))
      for (const file of files) {
        rewriteFile(file, change)
        // Messages that arrive meanwhile go into new files.
        await breathe()
      }
    },
    close() {
      flush(Date.now())
      for (const kind of KINDS) shut(kind)
    },
  }
}

function rewriteFile(file: string, change: (kept: Kept) => Kept | null): void {
  const before = textOf(file)
  const after = before
    .split('\n')
    .map(line => {
      const kept = line === '' ? null : keptIn(line)
      const changed = kept === null ? null : change(kept)
      if (changed === null) return ''
      return changed === kept ? `${line}\n` : `${JSON.stringify(changed)}\n`
    })
    .join('')
  if (after === before) return
  const { atime, mtime } = statSync(file)
  writeFileSync(`${file}.new`, after, { mode: 0o600 })
  utimesSync(`${file}.new`, atime, mtime)
  renameSync(`${file}.new`, file)
}
