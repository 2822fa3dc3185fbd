// The witness: Asterisk's own event log (CEL as CSV), read to learn what became of a leg that is not there any more.
// Implements the port `Witness`; asked after a restart and for legs that ended before we listened. Columns: asterisk/cel_custom.conf.
import { open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ObservedChannel } from '../core/world/inputs.ts'
import type { Log, Witness } from '../daemon/ports.ts'

/** Columns of one line; `extra` is JSON and the last one. */
const EVENT = 0
const UNIQUE_ID = 2

export interface WitnessOptions {
  readonly file: string
  readonly log: Log
  /** Read this far back at most, bytes. A line has about 200. */
  readonly farthestBytes?: number
}

type Testimony = Extract<ObservedChannel, { state: 'gone' }>['witness']

const CHUNK = 256 * 1024

export function openWitness(options: WitnessOptions): Witness {
  const farthest = options.farthestBytes ?? 64 * 1024 * 1024
  return {
    async of(channel) {
      try {
        let read = 0
        const lines: string[][] = []
        for (const file of await filesNewestFirst(options.file)) {
          const part = await linesAbout(file, channel, farthest - read)
          lines.unshift(...part.lines)
          read += part.bytes
          // CHAN_START is the first line of a channel: nothing older can say more.
          if (lines.some(line => line[EVENT] === 'CHAN_START') || read >= farthest) break
        }
        const whole = read < farthest || lines.some(line => line[EVENT] === 'CHAN_START')
        // What was not read may hold the dialling: better no answer than a second call.
        return { state: 'gone', witness: whole ? testimony(lines) : 'unreadable' }
      } catch (error) {
        options.log.warn(
          { channel, reason: error instanceof Error ? error.message : String(error) },
          'the witness cannot be read',
        )
        return { state: 'gone', witness: 'unreadable' }
      }
    },
  }
}

/** The log, then its rotated parts (`witness.csv.1`, `witness.csv-20261123`), the newest first. */
export async function filesNewestFirst(file: string): Promise<string[]> {
  const directory = dirname(file)
  const own = basename(file)
  const names = (await readdir(directory)).filter(
    name => name === own || (/^[.-]\d+$/.test(name.slice(own.length)) && name.startsWith(own)),
  )
  if (!names.includes(own) && names.length === 0) throw new Error('there is no event log')
  const dated = await Promise.all(
    names.map(async name => ({ name, at: name === own ? Infinity : (await stat(join(directory, name))).mtimeMs })),
  )
  return dated.sort((a, b) => b.at - a.at).map(({ name }) => join(directory, name))
}

/** The channel's lines, oldest first, reading backwards until its CHAN_START. */
async function linesAbout(file: string, channel: string, most: number): Promise<{ lines: string[][]; bytes: number }> {
  const handle = await open(file, 'r')
  try {
    let end = (await handle.stat()).size
    const start = Math.max(0, end - most)
    let carry = Buffer.alloc(0)
    let bytes = 0
    const found: string[][] = []
    while (end > start) {
      const from = Math.max(start, end - CHUNK)
      const chunk = Buffer.alloc(end - from)
      await handle.read(chunk, 0, chunk.length, from)
      bytes += chunk.length
      const block = Buffer.concat([chunk, carry])
      // The first line of a block may have begun before it: keep it for the next round.
      const cut = from === 0 ? 0 : block.indexOf(10) + 1
      carry = cut === 0 && from !== 0 ? block : block.subarray(0, cut)
      const whole = cut === 0 && from !== 0 ? '' : block.subarray(cut).toString('utf8')
      const here = whole.includes(channel) ? linesOf(whole, channel) : []
      found.unshift(...here)
      end = from
      if (here.some(line => line[EVENT] === 'CHAN_START')) break
    }
    return { lines: found, bytes }
  } finally {
    await handle.close()
  }
}

function linesOf(text: string, channel: string): string[][] {
  const found: string[][] = []
  for (const line of text.split('\n')) {
    if (!line.includes(channel)) continue
    const fields = csvFields(line)
    if (fields !== null && fields[UNIQUE_ID] === channel) found.push(fields)
  }
  return found
}

/** Fields of one CSV line, or null when it is torn (RFC 4180 quoting). */
export function csvFields(line: string): string[] | null {
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (line[at] !== '"') return null
    let field = ''
    for (at++; ; at++) {
      if (at >= line.length) return null
      if (line[at] !== '"') field += line[at]
      else if (line[at + 1] === '"') {
        field += '"'
        at++
      } else break
    }
    fields.push(field)
    at++
    if (at >= line.length || line[at] === '\r') return fields
    if (line[at] !== ',') return null
    at++
  }
}

function testimony(lines: readonly (readonly string[])[]): Testimony {
  if (lines.length === 0) return { dialled: false }
  const hangup = lines.find(line => line[EVENT] === 'HANGUP')
  return { dialled: true, answered: lines.some(line => line[EVENT] === 'ANSWER'), cause: causeOf(hangup?.at(-1)) }
}

/** The Q.850 cause in the extra JSON of a HANGUP line; 0 when it is not known. */
function causeOf(extra: string | undefined): number {
  try {
    const json: unknown = JSON.parse(extra ?? '')
    const cause = typeof json === 'object' && json !== null && 'hangupcause' in json ? json.hangupcause : 0
    return typeof cause === 'number' && Number.isFinite(cause) ? cause : 0
  } catch {
    return 0
  }
}
