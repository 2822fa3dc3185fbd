// Not urgent: a message for the property's mailbox. `#` or silence ends it, hanging up keeps it.
import { beep, phrase } from '../words/speech.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import { after } from '../world/ids.ts'
import type { Call, CallBase } from './call.ts'
import { type Event, type Handler, leave, newRecording, propertyOf, SAYING_SECONDS, speak } from './events.ts'

export function takeMessage(at: At, call: CallBase, mailbox: string): Decision<Call> {
  const taken = newRecording(call, 'message')
  const said = speak(taken.call, [...phrase(at.plan, call.language, 'message-prompt'), ...beep()])
  const until = after(at.now, SAYING_SECONDS)
  return decision<Call>(
    {
      ...said.call,
      phase: 'taking-message',
      mailbox,
      step: 'asking',
      playback: said.playback,
      recording: taken.recording,
      until,
    },
    { facts: [{ kind: 'told', what: 'to leave a message', why: `mailbox ${mailbox}` }], commands: said.commands },
  )
}

export const messageTaken: Handler<'taking-message', 'recordingFinished'> = (at, call, event) =>
  event.recording === call.recording ? keepMessage(at, call, call.mailbox, event, 'the caller left a message') : null

/** Keeps a recording as a message, unless there is next to nothing in it. */
export function keepMessage(
  at: At,
  call: CallBase,
  mailbox: string,
  event: Event<'recordingFinished'>,
  why: string,
): Decision<Call> {
  const { recording, ms, speechMs } = event
  if ((speechMs ?? ms) < propertyOf(at, call).message.minSeconds * 1000) {
    return leave(at, call, 'missed', phrase(at.plan, call.language, 'message-empty'), [
      { kind: 'statement-missing', recording, why: 'nothing was said' },
    ])
  }
  return leave(at, call, 'message', phrase(at.plan, call.language, 'message-kept'), [
    { kind: 'message-taken', mailbox, recording, ms, why },
  ])
}

export const messageFailed: Handler<'taking-message', 'recordingFailed'> = (at, call, event) =>
  event.recording === call.recording
    ? leave(at, call, 'missed', phrase(at.plan, call.language, 'record-failed'), [
        { kind: 'statement-missing', recording: event.recording, why: event.reason },
      ])
    : null
