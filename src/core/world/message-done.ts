// A message that somebody has dealt with: a fact of the call that left it, and no more. That call has left the world, so there is
// no state to change; whether the message exists and still waits is known to whoever makes the input. Called by take-turn.ts.
import type { EpochMs } from './ids.ts'
import type { Input } from './inputs.ts'
import type { Turn } from './world.ts'

export function messageDone(input: Extract<Input, { type: 'messageDone' }>, now: EpochMs): Turn {
  const { stream, recording, who } = input
  return {
    input,
    at: now,
    seen: [],
    changes: [],
    facts: [{ kind: 'message-done', stream, at: now, recording, by: who, why: '' }],
    commands: [],
    ignored: null,
  }
}
