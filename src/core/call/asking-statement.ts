// Asks the caller to say, after the tone, what is wrong: at the beginning of the ladder, instead of waiting on hold, and when nobody
// was reached. What they get afterwards is decided here and kept in the state.
import type { PhraseKey } from '../words/phrases.ts'
import { beep, phrase } from '../words/speech.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import { after } from '../world/ids.ts'
import type { AfterStatement, Call, CallBase } from './call.ts'
import { newRecording, SAYING_SECONDS, speak } from './events.ts'

/** Asks for a statement about the call's incident. */
export function askStatement(
  at: At,
  call: CallBase,
  prompt: PhraseKey,
  next: AfterStatement,
  opening: PhraseKey | null = null,
): Decision<Call> {
  if (call.incident === null) throw new Error(`call ${call.id} has no incident to make a statement about`)
  const taken = newRecording(call, 'statement')
  const words = [
    ...(opening ? phrase(at.plan, call.language, opening) : []),
    ...phrase(at.plan, call.language, prompt),
    ...beep(),
  ]
  const said = speak(taken.call, words)
  const { incident } = call
  return decision<Call>(
    {
      ...{ ...said.call, phase: 'taking-statement', incident, prompt, next, step: 'asking', playback: said.playback },
      ...{ recording: taken.recording, until: after(at.now, SAYING_SECONDS) },
    },
    { facts: [{ kind: 'asked', question: 'statement', round: 1, why: prompt }], commands: said.commands },
  )
}
