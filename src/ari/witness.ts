// The witness: Asterisk's own event log (CEL as CSV), read to learn what became of legs that are not there any more.
// Implements the port `Witness`; asked after a restart and for legs that ended before we listened. Columns: asterisk/cel_custom.conf.
// The log is read once for all channels that are asked about at the same time, and only until the beginning of each is found.
import type { ChannelId } from '../core/world/ids.ts'
import type { ObservedChannel } from '../core/world/inputs.ts'
import type { Log, Witness } from '../daemon/ports.ts'
import { linesBackwards } from './witness-lines.ts'

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

/** What the lines of one channel have said so far, the newest first. */
interface Told {
  started: boolean
  answered: boolean
  any: boolean
  /** The extra of the oldest HANGUP. */
  hangup: string | undefined
}

const FARTHEST = 64 * 1024 * 1024

export function openWitness({ file, log, farthestBytes = FARTHEST }: WitnessOptions): Witness {
  let asked = new Map<ChannelId, ((seen: Testimony) => void)[]>()
  let reading = false

  /** What is asked while the log is read waits for the next time: the log has grown by then. */
  async function readForAll(): Promise<void> {
    reading = true
    while (asked.size > 0) {
      const now = asked
      asked = new Map()
      const told = await readFor([...now.keys()])
      for (const [channel, waiting] of now) for (const answer of waiting) answer(told(channel))
    }
    reading = false
  }

  async function readFor(channels: readonly ChannelId[]): Promise<(channel: ChannelId) => Testimony> {
    try {
      const { told, bytes } = await testimonies(file, channels, farthestBytes)
      log.debug({ channels: channels.length, bytes }, 'read the witness')
      return told
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log.warn({ channels: channels.length, channel: channels[0], reason }, 'the witness cannot be read')
      return () => 'unreadable'
    }
  }

  return {
    of: channel =>
      new Promise(resolve => {
        const answer = (witness: Testimony): void => resolve({ state: 'gone', witness })
        asked.set(channel, [...(asked.get(channel) ?? []), answer])
        // Whoever asks about many asks in one go.
        if (!reading) queueMicrotask(() => reading || void readForAll())
      }),
  }
}

/** Reads the log backwards until the beginning of every channel is found, or as far as it may. */
async function testimonies(
  file: string,
  channels: readonly ChannelId[],
  farthest: number,
): Promise<{ readonly told: (channel: ChannelId) => Testimony; readonly bytes: number }> {
  const told = new Map<string, Told>(
    channels.map(channel => [channel, { started: false, answered: false, any: false, hangup: undefined }]),
  )
  let left = told.size
  let bytes = 0
  for await (const { lines, read } of linesBackwards(file, farthest)) {
    for (const line of lines) if (note(told, line)) left--
    bytes = read
    // CHAN_START is the first line of a channel: nothing older can say more.
    if (left === 0) break
  }
  return { bytes, told: channel => saidOf(told.get(channel), bytes >= farthest) }
}

function saidOf(one: Told | undefined, far: boolean): Testimony {
  // What was not read may hold the dialling: better no answer than a second call.
  if (one === undefined || (far && !one.started)) return 'unreadable'
  return one.any ? { dialled: true, answered: one.answered, cause: causeOf(one.hangup) } : { dialled: false }
}

/** Notes a line of one of these channels. Gives whether it was the beginning of one. */
function note(told: Map<string, Told>, line: string): boolean {
  const [, id = ''] = /^"[^"]*","[^"]*","([^"]*)"/.exec(line) ?? []
  const one = told.get(id)
  const fields = one === undefined ? null : csvFields(line)
  if (one === undefined || fields === null || fields[UNIQUE_ID] !== id) return false
  one.any = true
  if (fields[EVENT] === 'ANSWER') one.answered = true
  if (fields[EVENT] === 'HANGUP') one.hangup = fields.at(-1)
  if (fields[EVENT] !== 'CHAN_START' || one.started) return false
  one.started = true
  return true
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
