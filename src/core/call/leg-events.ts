// A telephone that is rung for a caller (a transfer) sends its inputs to the call, too: what each of them is to it, apart from the same about the
// caller's own channel. Called by the transition table before it looks the event up.
import type { Call } from './call.ts'
import type { CallEvent } from './events.ts'

export function asHeard(call: Call, event: CallEvent): CallEvent {
  if (!('channel' in event) || event.channel === call.id) return event
  const { channel } = event
  switch (event.type) {
    case 'digit':
      return { type: 'legDigit', channel, digit: event.digit, ...(event.by && { by: event.by }) }
    case 'ended':
      return { type: 'legEnded', channel, cause: event.cause, sip: event.sip }
    case 'playbackFinished':
      return { type: 'legSaid', channel, playback: event.playback }
    case 'enteredBridge':
      return { type: 'legJoined', channel, bridge: event.bridge }
    case 'commandFailed':
      return { ...event, type: 'legFailed' }
    default:
      return event
  }
}
