// Not urgent: a message for the property's mailbox. `#` or silence ends it, `*` begins it again, hanging up keeps it. What could not be
// recorded stands in the mailbox as a caller to call back, and the caller is told the truth.
import { beep, digits, phrase } from '../words/speech.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Call, CallBase } from './call.ts'
import { type Event, type Handler, type In, leave, newRecording, propertyOf, SAYING_SECONDS, speak } from './events.ts'
import { cameOut, fileOf, spokenMs } from './recording.ts'

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

const KEPT = { cut: 'message-cut', full: 'message-full', whole: 'message-kept' } as const

/** Keeps a recording as a message, unless there is next to nothing in it. */
export function keepMessage(
  at: At,
  call: In<'taking-message' | 'speaking-freely'>,
  mailbox: string,
  event: Event<'recordingFinished'>,
  why: string,
): Decision<Call> {
  const { recording, ms } = event
  if (tooShort(at, call, event)) {
    return leave(at, call, 'missed', phrase(at.plan, call.language, 'message-empty'), [
      { kind: 'statement-missing', recording, why: 'nothing was said' },
    ])
  }
  return leave(at, call, 'message', phrase(at.plan, call.language, KEPT[cameOut(at, call, event)]), [
    { kind: 'message-taken', mailbox, recording, ms, ...fileOf(event), why },
  ])
}

/** Nothing that anybody would call a message; of one that was cut short there may have been more. */
export function tooShort(at: At, call: CallBase, event: Event<'recordingFinished'>): boolean {
  return !event.cut && spokenMs(event) < propertyOf(at, call).message.minSeconds * 1000
}

export const messageFailed: Handler<'taking-message', 'recordingFailed'> = (at, call, event) =>
  event.recording === call.recording ? loseMessage(at, call, call.mailbox, event) : null

/** Nothing could be recorded: the mailbox gets whoever is to be called back, and they hear whether they can be. */
export function loseMessage(
  at: At,
  call: CallBase,
  mailbox: string,
  { recording, reason }: Event<'recordingFailed'>,
): Decision<Call> {
  const { language, callerNumber } = call
  const words =
    callerNumber === null
      ? phrase(at.plan, language, 'message-lost-no-number')
      : [...phrase(at.plan, language, 'message-lost'), ...digits(language, callerNumber), ...phrase(at.plan, language, 'goodbye')]
  return leave(at, call, 'message', words, [lostFact(mailbox, recording, reason)])
}

export function lostFact(mailbox: string, recording: string, why: string): FactBody {
  return { kind: 'message-lost', mailbox, recording, why }
}
