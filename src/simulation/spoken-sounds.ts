// Sounds that are words: the simulated voice makes media URIs which the simulated PBX can time and a scripted person can understand.
// Stands behind the port `Voice`.
import type { Speech } from '../core/world/commands.ts'
import type { Voice } from '../daemon/ports.ts'

const MS_A_LETTER = 65
const MS_A_DIGIT = 450
const BEEP_MS = 400
const RECORDING_MS = 6000
/** It goes on until it is stopped. */
const RINGBACK_MS = 300_000

export const simulatedVoice: Voice = {
  soundsFor: async speech => speech.map(soundOf),
}

function soundOf(speech: Speech): string {
  switch (speech.kind) {
    case 'text':
      return `text:${encodeURIComponent(speech.text)}`
    case 'digits':
      return `digits:${speech.digits}`
    case 'recording':
      return `recording:${speech.name}`
    case 'pause':
      return `pause:${speech.ms}`
    case 'beep':
      return 'beep:'
    case 'ringback':
      return 'ringback:'
  }
}

export function lengthOf(sounds: readonly string[]): number {
  return sounds.reduce((sum, sound) => sum + msOf(sound), 0)
}

export function wordsOf(sounds: readonly string[]): string {
  return sounds
    .filter(sound => sound.startsWith('text:') || sound.startsWith('digits:'))
    .map(sound => decodeURIComponent(sound.slice(sound.indexOf(':') + 1)))
    .join(' ')
}

function msOf(sound: string): number {
  const rest = sound.slice(sound.indexOf(':') + 1)
  switch (sound.slice(0, sound.indexOf(':'))) {
    case 'text':
      return decodeURIComponent(rest).length * MS_A_LETTER
    case 'digits':
      return rest.length * MS_A_DIGIT
    case 'recording':
      return RECORDING_MS
    case 'pause':
      return Number(rest)
    case 'ringback':
      return RINGBACK_MS
    default:
      return BEEP_MS
  }
}
