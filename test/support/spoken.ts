// What somebody hears, as one readable line: texts as they are, digits and recordings in brackets.
import type { Command, Speech } from '../../src/core/world/commands.ts'

export function words(speech: readonly Speech[]): string {
  return speech
    .map(wordsOf)
    .filter(one => one !== '')
    .join(' ')
}

function wordsOf(one: Speech): string {
  switch (one.kind) {
    case 'text':
      return one.text
    case 'digits':
      return `[${one.digits}]`
    case 'recording':
      return `[recording ${one.name}]`
    case 'beep':
      return '[beep]'
    case 'ringback':
      return '[ringback]'
    case 'pause':
      return ''
  }
}

/** A command as one short line: `say 1.1: Goodbye.`, `hangUp 1.1`, `dial i-1.1.1 +1512… over carrier`. */
export function commandLine(command: Command): string {
  switch (command.do) {
    case 'say':
    case 'dismiss':
      return `${command.do} ${command.channel}: ${words(command.speech)}`
    case 'dial':
      return `dial ${command.channel} ${command.number} over ${command.trunk}`
    case 'record':
    case 'stopRecording':
    case 'discardRecording':
      return `${command.do} ${command.channel} ${command.recording}`
    case 'queue':
      return `queue ${command.channel} ${command.queue} for ${command.ringSeconds} s`
    case 'hold':
    case 'unhold':
    case 'talk':
    case 'leaveTalk':
      return `${command.do} ${command.channel} ${command.bridge}`
    default:
      return `${command.do} ${command.channel}`
  }
}
