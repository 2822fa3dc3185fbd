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

/** Somebody's own recording of a text: how long it is, whatever its words. */
export interface OwnRecording {
  readonly text: string
  readonly ms: number
}

export function openSimulatedVoice(own: readonly OwnRecording[] = []): Voice {
  return { soundsFor: async speech => speech.map(piece => soundOf(piece, own)) }
}

function soundOf(speech: Speech, own: readonly OwnRecording[]): string {
  switch (speech.kind) {
    case 'text': {
      const words = encodeURIComponent(speech.text)
      const recorded = own.find(({ text }) => text === speech.text)
      return recorded ? `own:${recorded.ms}:${words}` : `text:${words}`
    }
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
    .filter(sound => /^(?:text|own|digits):/.test(sound))
    .map(sound => decodeURIComponent(sound.slice(sound.lastIndexOf(':') + 1)))
    .join(' ')
}

function msOf(sound: string): number {
  const rest = sound.slice(sound.indexOf(':') + 1)
  switch (sound.slice(0, sound.indexOf(':'))) {
    case 'text':
      return decodeURIComponent(rest).length * MS_A_LETTER
    case 'own':
      return Number.parseInt(rest, 10)
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
