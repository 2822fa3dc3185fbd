// What the dialplan's failsafe did while the daemon was away: it tells so in Asterisk's own event log (CEL), in a few rows for
// each caller (asterisk/extensions.conf, nightbell-failsafe-note). This reads the rows that are new. It decides nothing
// and forgets nothing: a row is read again after a restart until it is settled.
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { z } from 'zod'
import type { EmergencyRow, FailsafeNote, Log, NoteLog } from '../daemon/ports.ts'
import { isShown } from './arrival.ts'
import { callerName, decoded, plainText } from './arrival-words.ts'
import { emergencyRow } from './emergency-rows.ts'
import { divertingNumbers, tellsNumber, toldNumbers } from './told-numbers.ts'
import { csvFields } from './witness.ts'
import { filesNewestFirst } from './witness-lines.ts'

export interface NoteLogOptions {
  /** Asterisk's CEL as CSV; its rotated parts beside it. */
  readonly file: string
  /** Where it is kept how far was read; without it everything is read at each start. */
  readonly position?: string
  readonly log: Log
  /** A trunk sent more calls than the dialplan lets in; `at`: ms since the epoch. Old rows come again after a restart. */
  readonly onOverload?: (trunk: string, at: number) => void
}

/** What is told of a caller comes in rows NIGHTBELL-TOLD, as many as it takes; this one ends it. */
const NOTE = 'NIGHTBELL-NOTE'
/** More calls came over a trunk than the dialplan lets in; one row a second. */
const OVERLOAD = 'NIGHTBELL-OVERLOAD'
/** One thing that happened to an emergency call: emergency-rows.ts. */
const EMERGENCY = 'NIGHTBELL-EMERGENCY'
const OURS = /^"(NIGHTBELL-(TOLD|NOTE|OVERLOAD|EMERGENCY)|CHAN_END)"/
const EVENT = 0
const TIME = 1
const UNIQUE_ID = 2
const CHUNK = 256 * 1024
const position = z.object({ inode: z.number(), offset: z.number() })
type Position = z.infer<typeof position>

/** A caller of whom something is told, and not all. */
interface Unfinished {
  readonly told: Map<string, string>
  /** Before its first row. */
  readonly from: Position
}

export function openNoteLog({ file, position: kept, log, onOverload }: NoteLogOptions): NoteLog {
  let at = kept === undefined ? null : keptPosition(kept)
  let notes: FailsafeNote[] = []
  let emergencies: EmergencyRow[] = []
  const unfinished = new Map<string, Unfinished>()
  let reading: Promise<void> = Promise.resolve()

  async function readOn(): Promise<void> {
    const files = (await filesNewestFirst(file).catch(() => [])).toReversed()
    const handles = await Promise.all(files.map(name => open(name, 'r').catch(() => null)))
    try {
      const parts = await Promise.all(handles.filter(handle => handle !== null).map(sized))
      // A file that was rotated is found again by its inode, whatever its name is now.
      const from = parts.findIndex(({ inode }) => inode === at?.inode)
      for (const { handle, inode, size } of parts.slice(Math.max(0, from))) {
        const read = at?.inode === inode && at.offset <= size ? at.offset : 0
        const before = { inode, offset: read }
        at = { inode, offset: await readRows(handle, read, size, row => take(row, before)) }
      }
    } finally {
      await Promise.all(handles.map(handle => handle?.close()))
    }
  }

  function take(row: string, from: Position): void {
    const fields = csvFields(row)
    const channel = fields?.[UNIQUE_ID] ?? ''
    if (fields === null || channel === '') {
      log.error({ length: row.length }, 'a row of the failsafe cannot be read')
      return
    }
    // Asterisk died before the note was whole, or the channel was never in the failsafe.
    if (fields[EVENT] === 'CHAN_END') {
      unfinished.delete(channel)
      return
    }
    if (fields[EVENT] === OVERLOAD) {
      const [, trunk] = pairOf(extraOf(fields.at(-1)))
      onOverload?.(trunk, Number(fields[TIME]) * 1000)
      return
    }
    if (fields[EVENT] === EMERGENCY) {
      const told = emergencyRow(extraOf(fields.at(-1)), Number(fields[TIME]) * 1000)
      if (told !== null) emergencies.push(told)
      else log.error({ length: row.length }, 'a row of an emergency call cannot be read')
      return
    }
    const known = unfinished.get(channel) ?? { told: new Map<string, string>(), from }
    add(known.told, extraOf(fields.at(-1)))
    if (fields[EVENT] !== NOTE) {
      unfinished.set(channel, known)
      return
    }
    unfinished.delete(channel)
    notes.push(noteOf(channel, known.told, Math.floor(Number(fields[TIME])) || 0))
  }

  return {
    async unsettled() {
      reading = reading.catch(() => {}).then(readOn)
      await reading
      return [...notes]
    },
    emergencies: () => [...emergencies],
    grown() {
      const now = statSync(file, { throwIfNoEntry: false })
      return now !== undefined && (at === null || now.ino !== at.inode || now.size > at.offset)
    },
    settle(done, told = []) {
      notes = notes.filter(note => !done.includes(note))
      emergencies = emergencies.filter(row => !told.includes(row))
      const [first] = unfinished.values()
      const upTo = first?.from ?? at
      if (notes.length > 0 || emergencies.length > 0 || kept === undefined || upTo === null) return
      writeFileSync(`${kept}.new`, `${JSON.stringify(upTo)}\n`, { mode: 0o600 })
      renameSync(`${kept}.new`, kept)
    },
  }
}

function keptPosition(path: string): Position | null {
  try {
    return existsSync(path) ? position.parse(JSON.parse(readFileSync(path, 'utf8'))) : null
  } catch {
    // The journal knows which notes it has: reading all of them again does no harm.
    return null
  }
}

async function sized(handle: FileHandle): Promise<Position & { handle: FileHandle; size: number }> {
  const { ino, size } = await handle.stat()
  return { handle, inode: ino, offset: 0, size }
}

/** Gives the whole rows that may be ours between the two offsets; resolves with the offset behind the last whole row of any kind. */
async function readRows(handle: FileHandle, from: number, size: number, give: (row: string) => void): Promise<number> {
  let carry = Buffer.alloc(0)
  let read = from
  while (read < size) {
    const chunk = Buffer.alloc(Math.min(CHUNK, size - read))
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, read)
    if (bytesRead === 0) break
    read += bytesRead
    const block = Buffer.concat([carry, chunk.subarray(0, bytesRead)])
    const end = block.lastIndexOf(10) + 1
    carry = block.subarray(end)
    if (block.indexOf('"NIGHTBELL-') < 0) continue
    for (const row of block.subarray(0, end).toString('utf8').split('\n')) if (OURS.test(row)) give(row)
  }
  return read - carry.length
}

/** Telephones that were rung come one after the other; everything else once. */
function add(told: Map<string, string>, extra: string): void {
  for (const [key, value] of extra.split('&').map(pairOf)) {
    const before = key === 'rang' ? told.get(key) : undefined
    told.set(key, before === undefined ? value : `${before}|${value}`)
  }
}

/** What is missing or damaged in a note counts as withheld or unknown. `endedAt`: seconds, where the note does not tell. */
function noteOf(channel: string, told: ReadonlyMap<string, string>, endedAt: number): FailsafeNote {
  const of = (key: string): string => told.get(key) ?? ''
  const line = plainText(decoded(of('line'))) ?? ''
  const caller = tellsNumber(of('callerNumber'), of('identity'))
  const shown = isShown(of('presentation'), caller !== null && of('callerNumber') === '')
  const diverted = divertingNumbers(of('diversion'), of('history'), line)
  const numbers = toldNumbers(of('called'), of('history'), diverted)
  const ended = Number(of('endedAt')) || endedAt
  return {
    channel,
    outcome: outcomeOf(of('outcome')),
    recording: /^[\w.,-]+\.wav$/.test(of('recording')) ? of('recording') : '',
    full: of('full'),
    trunk: of('trunk'),
    line,
    property: of('property'),
    rung: of('rung'),
    rang: of('rang'),
    callerNumber: shown ? caller : null,
    callerName: shown ? callerName(of('callerName')) : null,
    diversion: diverted[0] ?? null,
    ...(numbers === undefined ? {} : { told: numbers }),
    arrivedAt: Number(of('arrivedAt')) || ended,
    endedAt: ended,
  }
}

function extraOf(json: string | undefined): string {
  try {
    return z.object({ extra: z.string() }).parse(JSON.parse(json ?? '')).extra
  } catch {
    return ''
  }
}

function pairOf(pair: string): [string, string] {
  const equals = pair.indexOf('=')
  return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
}

const OUTCOMES = ['left', 'message', 'accepted', 'fax', 'full', 'forwarded'] as const

function outcomeOf(told: string): FailsafeNote['outcome'] {
  return OUTCOMES.find(outcome => outcome === told) ?? 'left'
}
