// Somebody outside was told, or could not be told for a whole day: a fact of the call or incident that it is about, and no more. The stream
// may be over by now; nothing of it changes. The store marks the outbox's row in the same commit. Called by take-turn.ts.
import type { EpochMs } from './ids.ts'
import type { Input } from './inputs.ts'
import type { Turn } from './world.ts'

export function noticeSettled(input: Extract<Input, { type: 'noticeSettled' }>, now: EpochMs): Turn {
  const { stream, result, key, event, way, whom, why } = input
  const kind = result === 'sent' ? ('notice-sent' as const) : ('notice-given-up' as const)
  return {
    input,
    at: now,
    seen: [],
    changes: [],
    facts: [{ kind, stream, at: now, key, event, way, whom, why }],
    commands: [],
    ignored: null,
  }
}
