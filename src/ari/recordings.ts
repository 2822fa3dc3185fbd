// What became of a recording: Asterisk has no list of live ones, so it is asked by name. Called after a
// start or a reconnect, and for the length of one that has just finished.
import type { Answer, Asked, Method } from './http.ts'
import { piece } from './http.ts'

/** 8 kHz, 16 bit, mono, and the header of a plain WAV file. */
const BYTES_PER_MS = 16
const WAV_HEADER = 44

export type Ask = (method: Method, path: string, asked?: Asked) => Promise<Answer>

export async function recordingState(ask: Ask, recording: string): Promise<{ state: 'live' | 'stored' | 'absent'; ms: number }> {
  const live = await ask('GET', `/recordings/live/${piece(recording)}`)
  if (live.status === 200) return { state: 'live', ms: 0 }
  const ms = await storedMs(ask, recording)
  return ms === null ? { state: 'absent', ms: 0 } : { state: 'stored', ms }
}

/** The length of a stored recording, milliseconds; null when there is none. Asterisk's `duration` is of speech, in whole seconds. */
export async function storedMs(ask: Ask, recording: string): Promise<number | null> {
  const file = await ask('GET', `/recordings/stored/${piece(recording)}/file`, { want: 'size' })
  if (file.status !== 200) return null
  return Math.max(0, Math.round((file.bytes - WAV_HEADER) / BYTES_PER_MS))
}
