// What became of a recording: Asterisk has no list of live ones, so it is asked by name. Called after a start or a reconnect, and for
// one that has just finished, which is kept before anybody hears of it. Where Asterisk shares no disk with us it is asked for the length.
import type { Input, KeptFile, ObservedRecording } from '../core/world/inputs.ts'
import type { Recordings } from '../daemon/ports.ts'
import type { Answer, Asked, Method } from './http.ts'
import { piece } from './http.ts'
import type { AriEvent } from './shapes.ts'

/** 8 kHz, 16 bit, mono, and the header of a plain WAV file. */
const BYTES_PER_MS = 16
const WAV_HEADER = 44

export type Ask = (method: Method, path: string, asked?: Asked) => Promise<Answer>

export type Keep = Pick<Recordings, 'keep'> | undefined

export async function recordingState(ask: Ask, recordings: Keep, recording: string): Promise<ObservedRecording> {
  const live = await ask('GET', `/recordings/live/${piece(recording)}`)
  if (live.status === 200) return { state: 'live', ms: 0 }
  const file = await fileOf(ask, recordings, recording, null)
  return 'missing' in file ? { state: 'absent', ms: 0 } : { state: 'stored', ...file }
}

/** A recording that has finished, once it is kept: with the length of what is kept, or as one that failed when there is nothing. */
export async function finished(
  ask: Ask,
  recordings: Keep,
  input: Extract<Input, { type: 'recordingFinished' }>,
): Promise<Extract<Input, { type: 'recordingFinished' | 'recordingFailed' }>> {
  const { channel, recording, speechMs } = input
  const file = await fileOf(ask, recordings, recording, speechMs)
  return 'missing' in file ? { type: 'recordingFailed', channel, recording, reason: file.missing } : { ...input, ...file }
}

/** The talk whose recorder has stopped, or null when the event is of anything else. */
export function talkOver(event: AriEvent): string | null {
  const over = event.type === 'RecordingFinished' || event.type === 'RecordingFailed'
  return over && event.recording.target_uri.startsWith('bridge:') ? event.recording.name : null
}

type File = ({ readonly ms: number } & KeptFile) | { readonly missing: string }

async function fileOf(ask: Ask, recordings: Keep, recording: string, speechMs: number | null): Promise<File> {
  const kept = recordings === undefined ? null : await recordings.keep(recording, { speechMs })
  if (kept === null || kept.state === 'missing') {
    const ms = await storedMs(ask, recording)
    return ms === null ? { missing: kept?.why ?? 'the PBX has no such file' } : { ms }
  }
  if (kept.state === 'nothing') return { missing: kept.why }
  const cut = kept.cut ? ({ cut: true } as const) : {}
  if (kept.state === 'silent') return { ms: 0, ...cut }
  return kept.state === 'not-kept' ? { ms: kept.ms, ...cut } : { ms: kept.ms, sha256: kept.sha256, ...cut }
}

/** The length of a recording at the PBX, milliseconds; null when there is none. Asterisk's `duration` is of speech, in whole seconds. */
async function storedMs(ask: Ask, recording: string): Promise<number | null> {
  const file = await ask('GET', `/recordings/stored/${piece(recording)}/file`, { want: 'size' })
  if (file.status !== 200) return null
  return Math.max(0, Math.round((file.bytes - WAV_HEADER) / BYTES_PER_MS))
}
