// Somebody outside could not be told for a whole day: a fact of the call or incident that they were to be told of, and no more. The stream
// may be over by now; nothing of it changes. The store marks the outbox's row in the same commit. Called by take-turn.ts.
import type { EpochMs } from './ids.ts'
import type { Input } from './inputs.ts'
import type { Turn } from './world.ts'

export function noticeGivenUp(input: Extract<Input, { type: 'noticeGivenUp' }>, now: EpochMs): Turn {
  const { stream, key, event, way, whom, why } = input
  const seen = [] as const
  const facts = [{ kind: 'notice-given-up', stream, at: now, key, event, way, whom, why }] as const
  return { input, at: now, seen, changes: [], facts, commands: [], ignored: null }
}
