// Calls that the dialplan's failsafe looked after while the daemon was away: each left a note in the spool, written last, and
// perhaps a recording. They become inputs like any other call. Called by run.ts.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { z } from 'zod'
import type { Input } from '../core/world/inputs.ts'
import type { Log } from '../daemon/ports.ts'

const EVERY_MS = 5000
/** Bytes of a WAV header, and bytes a millisecond at 8 kHz, 16 bit. */
const WAV_HEADER = 44
const BYTES_A_MS = 16

const note = z.object({
  outcome: z.enum(['left', 'message', 'accepted', 'fax']),
  recording: z.string(),
  channel: z.string(),
  trunk: z.string(),
  line: z.string(),
  property: z.string(),
  rung: z.string(),
  callerNumber: z.string(),
  callerName: z.string(),
  diversion: z.string(),
  /** Seconds since the epoch. */
  arrivedAt: z.coerce.number(),
  endedAt: z.coerce.number(),
})

export interface SpoolNeeds {
  readonly directory: string
  /** Where Asterisk keeps what ARI can play. */
  readonly recordings: string
  readonly plan: string
  readonly log: Log
  readonly push: (input: Input) => void
}

export function watchSpool(needs: SpoolNeeds): { stop(): void } {
  const timer = setInterval(() => importAll(needs), EVERY_MS)
  importAll(needs)
  return { stop: () => clearInterval(timer) }
}

function importAll(needs: SpoolNeeds): void {
  if (!existsSync(needs.directory)) return
  for (const name of readdirSync(needs.directory)
    .filter(file => file.endsWith('.json'))
    .sort()) {
    try {
      importOne(needs, name)
    } catch (error) {
      // Out of the way but kept: a person can look at it.
      needs.log.error({ note: name, error: String(error) }, 'a note of the failsafe can not be read')
      renameSync(`${needs.directory}/${name}`, `${needs.directory}/${name}.unreadable`)
    }
  }
}

function importOne(needs: SpoolNeeds, name: string): void {
  const read = note.parse(JSON.parse(readFileSync(`${needs.directory}/${name}`, 'utf8')))
  const kept = read.recording === '' ? null : keepRecording(needs, read.recording)
  needs.push({
    ...{
      type: 'imported',
      channel: read.channel,
      plan: needs.plan,
      trunk: read.trunk,
      line: decoded(read.line) ?? '',
      property: read.property,
    },
    ...{ callerNumber: decoded(read.callerNumber), callerName: decoded(read.callerName), diversion: decoded(read.diversion) },
    ...{ outcome: read.outcome, rung: read.rung, recording: kept?.name ?? null, ms: kept?.ms ?? 0 },
    ...{ arrivedAt: read.arrivedAt * 1000, endedAt: read.endedAt * 1000 },
  })
  rmSync(`${needs.directory}/${name}`)
}

/** Moves the recording to where ARI finds it; the name stays unique. */
function keepRecording(needs: SpoolNeeds, file: string): { name: string; ms: number } | null {
  const from = `${needs.directory}/${file}`
  if (!existsSync(from)) return null
  const name = `failsafe-${file.replace(/\.wav$/, '').replaceAll(/[^A-Za-z0-9]/g, '-')}`
  mkdirSync(needs.recordings, { recursive: true })
  copyFileSync(from, `${needs.recordings}/${name}.wav`)
  const ms = Math.max(0, Math.round((statSync(from).size - WAV_HEADER) / BYTES_A_MS))
  rmSync(from)
  return { name, ms }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text).trim() || null
  } catch {
    return text.trim() || null
  }
}
