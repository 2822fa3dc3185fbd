// Nothing was pressed: "tell us what is wrong after the tone". Three seconds of speech or more count as a statement, under the
// property's rule for callers who press no key; less is a missed call. Robocalls press nothing, but so do panicked callers.
import { beep, phrase } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Call, CallBase } from './call.ts'
import { type Event, type Handler, leave, newRecording, propertyOf, SAYING_SECONDS, speak } from './events.ts'
import { spokenMs } from './recording.ts'
import { keepMessage, loseMessage } from './taking-message.ts'
import { urgentMatter } from './urgent.ts'

/** Speech shorter than this is not a statement, milliseconds. */
export const STATEMENT_MS = 3000

export function speakFreely(at: At, call: CallBase, opening: readonly Speech[]): Decision<Call> {
  const taken = newRecording(call, 'free-speech')
  const said = speak(taken.call, [...opening, ...phrase(at.plan, call.language, 'speak-freely'), ...beep()])
  const until = after(at.now, SAYING_SECONDS)
  return decision<Call>(
    { ...said.call, phase: 'speaking-freely', step: 'asking', playback: said.playback, recording: taken.recording, until },
    {
      facts: [{ kind: 'asked', question: 'statement', round: 1, why: 'no key of the menu was pressed' }],
      commands: said.commands,
    },
  )
}

export const freeSpeechTaken: Handler<'speaking-freely', 'recordingFinished'> = (at, call, event) => {
  if (event.recording !== call.recording) return null
  const { noKey } = propertyOf(at, call)
  if (!isStatement(event)) {
    const nothing: FactBody = { kind: 'no-key', round: 0, why: 'less than three seconds of speech: a missed call' }
    const outcome = call.outcome === 'informed' ? 'informed' : 'missed'
    return leave(at, call, outcome, phrase(at.plan, call.language, 'goodbye'), [nothing, tooLittle(event.recording)])
  }
  if (noKey.do === 'message') return keepMessage(at, call, noKey.mailbox, event, 'nothing was pressed, but something was said')
  return urgentMatter(at, call, {
    ...noKey,
    statement: event,
    why: 'nothing was pressed, but something was said (on-no-key: escalate)',
  })
}

/** A file that nobody needs, but it is there: named, so that retention finds it. */
export function tooLittle(recording: string): FactBody {
  return { kind: 'statement-missing', recording, why: 'next to nothing was said' }
}

export function isStatement(event: Event<'recordingFinished'>): boolean {
  return spokenMs(event) >= STATEMENT_MS
}

export const freeSpeechFailed: Handler<'speaking-freely', 'recordingFailed'> = (at, call, event) =>
  event.recording === call.recording ? saidAllTheSame(at, call, event) : null

/** We could not record what may have been an emergency: the property's rule decides as if something had been said. */
function saidAllTheSame(at: At, call: CallBase, event: Event<'recordingFailed'>): Decision<Call> {
  const { noKey } = propertyOf(at, call)
  if (noKey.do === 'message') return loseMessage(at, call, noKey.mailbox, event)
  const missing: FactBody = { kind: 'statement-missing', recording: event.recording, failed: true, why: event.reason }
  const why = 'the recorder failed; on-no-key: escalate'
  return first({ facts: [missing] }, urgentMatter(at, call, { ...noKey, statement: 'none', why }))
}
