// How a question with keys is put, whatever it asks: said, waited for, said again on silence.
// Called by choosing-property.ts, choosing-language.ts and asking-urgency.ts.
import type { Key } from '../plan/plan.ts'
import type { Speech } from '../world/commands.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Asked, Call, CallBase } from './call.ts'
import { type Event, type In, SAYING_SECONDS, speak } from './events.ts'

/** Slow diallers, relay callers and TTY users need at least this long for a key, seconds. */
export const KEY_SECONDS = 8

export interface Question {
  readonly speech: readonly Speech[]
  readonly fact: FactBody
}

type AskingCall = In<'choosing-property' | 'choosing-language' | 'asking-urgency' | 'joining'>

/** Says a question; `phase` makes the state from what all questions have. */
export function ask(
  at: At,
  call: CallBase,
  round: number,
  question: Question,
  phase: (call: CallBase, asked: Asked) => Call,
): Decision<Call> {
  const said = speak(call, question.speech)
  const asked: Asked = { round, playback: said.playback, until: after(at.now, SAYING_SECONDS) }
  return decision<Call>(phase(said.call, asked), { facts: [question.fact], commands: said.commands })
}

/** The question has been said: the key is awaited from now. */
export function questionSaid(at: At, call: AskingCall, event: Event<'playbackFinished'>, seconds: number): Decision<Call> | null {
  return event.playback === call.playback ? waitForKey(at, call, seconds) : null
}

export function waitForKey(at: At, call: AskingCall, seconds: number): Decision<Call> {
  return decision<Call>({ ...call, playback: null, until: after(at.now, seconds) })
}

/** The first nine things, each with its key. */
export function numbered<T>(things: readonly T[]): (readonly [Key, T])[] {
  return things.slice(0, 9).map((thing, n) => [String(n + 1) as Key, thing] as const)
}
