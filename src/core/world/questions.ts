// What is asked on a channel just now, so that a key answers only the question that could be heard: a `say` that begins another question is
// marked (`asks`), and the shell tells of each key whether it came before that could be heard (daemon/keys.ts). Called by take-turn.ts.
import type { Call } from '../call/call.ts'
import type { Desk } from '../desk/desk.ts'
import type { Incident } from '../incident/incident.ts'
import type { Command } from './commands.ts'
import type { LegId } from './ids.ts'
import type { Stream } from './stream.ts'

/** Another name for each thing that a key may answer on this channel; null where keys answer nothing that is said. */
export function questionOf(stream: Stream | undefined, channel: string): string | null {
  switch (stream?.kind) {
    case 'call':
      return channel === stream.id ? askedOfCaller(stream) : askedForTransfer(stream, channel)
    case 'incident':
      return askedOfStaff(stream, channel)
    case 'desk':
      return askedAtDesk(stream)
    default:
      return null
  }
}

/** Keys of an entry that was begun: a number, hours. There the same digit twice is two digits, however fast. */
export function isTyping(stream: Stream): boolean {
  if (stream.kind === 'call') return stream.phase === 'giving-number' && stream.step === 'typing' && stream.digits !== ''
  return stream.kind === 'desk' && stream.phase === 'asking' && stream.digits !== ''
}

/**
 * Marks what begins another question. Not the first one of a caller: who was asked nothing before, and presses, knows the menu, or is a machine that
 * dials. `answered`: a key or a PIN led here, so that the same question asked again is another one, too.
 */
export function withQuestions(
  commands: readonly Command[],
  before: Stream | undefined,
  after: Stream,
  answered: boolean,
): readonly Command[] {
  if (before === undefined) return commands
  return commands.map(command => {
    if (command.do !== 'say') return command
    const asked = questionOf(after, command.channel)
    return asked !== null && (answered || asked !== questionOf(before, command.channel)) ? { ...command, asks: true } : command
  })
}

function askedOfCaller(call: Call): string | null {
  switch (call.phase) {
    case 'choosing-property':
    case 'choosing-language':
    case 'joining':
    case 'after-talk':
    case 'after-transfer':
    case 'holding':
      return call.phase
    case 'asking-urgency':
      return `${call.phase} ${call.menu}`
    case 'speaking-freely':
    case 'taking-statement':
    case 'taking-message':
      return `${call.phase} ${call.step}`
    case 'giving-number':
      return `${call.phase} ${call.step} ${call.number}`
    default:
      return null
  }
}

function askedForTransfer(call: Call, channel: string): string | null {
  if (call.phase !== 'transferring' || call.leg.id !== channel || call.leg.state !== 'briefing') return null
  return `briefing ${call.leg.confirm}`
}

function askedOfStaff(incident: Incident, channel: string): string | null {
  if (incident.phase === 'closed') return null
  if ((incident.phase === 'asking-outcome' || incident.phase === 'call-back-menu') && incident.leg === channel)
    return incident.phase
  const leg = incident.legs[channel as LegId]
  return leg?.phase === 'briefing' ? `briefing ${leg.confirm?.key}` : null
}

function askedAtDesk(desk: Desk): string | null {
  switch (desk.phase) {
    case 'asking':
      return `${desk.phase} ${JSON.stringify(desk.question)}`
    case 'awaiting-pin':
      return desk.phase
    case 'recording-notice':
      return `${desk.phase} ${desk.step}`
    default:
      return null
  }
}
