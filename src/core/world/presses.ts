// Which keys count. One press may be heard twice (a worn button, a carrier that sends the tone and the event), and a key that was pressed
// before a question could be heard was meant for the one before. What the shell knows of that is in the input. Called by take-turn.ts.
import { type Decision, decision } from './decision.ts'
import type { FactBody } from './facts.ts'
import type { LegId } from './ids.ts'
import type { Input } from './inputs.ts'
import { isTyping, questionOf } from './questions.ts'
import type { Stream } from './stream.ts'

/** The same key again within this time of the last one on the same line is the same press, ms. */
const ONE_PRESS_MS = 300

/** A key as it was heard last on a line; `at` by the clock of whoever heard it, ms. */
export interface Press {
  readonly digit: string
  readonly at: number
}

export function isSamePress(last: Press | undefined, now: Press): boolean {
  return last?.digit === now.digit && now.at - last.at < ONE_PRESS_MS
}

/** What becomes of a key that does not count; null: it counts. */
export function doesNotCount(
  stream: Stream,
  { channel, digit, again, early }: Extract<Input, { type: 'digit' }>,
): Decision<Stream> | { readonly ignored: string } | null {
  if (again && !isTyping(stream)) return { ignored: `the same key within ${ONE_PRESS_MS} ms: one press` }
  if (!early || questionOf(stream, channel) === null) return null
  return decision(stream, { facts: [ignoredFact(stream, channel, digit)] })
}

const EARLY = 'pressed before the question could be heard'

function ignoredFact(stream: Stream, channel: string, digit: string): FactBody {
  const leg = channel as LegId
  const nothing = { digit, meaning: 'nothing: ignored', why: EARLY }
  if (stream.kind === 'incident') return { kind: 'leg-key', leg, person: stream.legs[leg]?.dial.person ?? '', ...nothing }
  if (stream.kind === 'call' && channel !== stream.id) return { kind: 'transfer-key', leg, ...nothing }
  return { kind: 'key-ignored', digit, why: EARLY }
}
