// Asks the caller to say, after the tone, what is wrong: at the beginning of the ladder, instead of waiting on hold, and when nobody
// was reached. What they get afterwards is decided here and kept in the state.
import type { PhraseKey } from '../words/phrases.ts'
import { beep, phrase } from '../words/speech.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import { after } from '../world/ids.ts'
import type { AfterStatement, Call, CallBase } from './call.ts'
import { newRecording, propertyOf, SAYING_SECONDS, speak } from './events.ts'

/** Where what is said is a message, too; the rules of a later pass may name a mailbox that this call's do not have. */
export function mailboxOf(at: At, call: CallBase, mailbox: string | undefined): { readonly mailbox?: string } {
  return mailbox !== undefined && Object.hasOwn(propertyOf(at, call).mailboxes, mailbox) ? { mailbox } : {}
}

/** Asks for a statement about the call's incident. */
export function askStatement(
  at: At,
  call: CallBase,
  prompt: PhraseKey,
  next: AfterStatement,
  opening: PhraseKey | null = null,
  mailbox?: string,
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
      ...said.call,
      phase: 'taking-statement',
      incident,
      prompt,
      next,
      step: 'asking',
      playback: said.playback,
      recording: taken.recording,
      until: after(at.now, SAYING_SECONDS),
      ...mailboxOf(at, call, mailbox),
    },
    { facts: [{ kind: 'asked', question: 'statement', round: 1, why: prompt }], commands: said.commands },
  )
}
