// Somebody outside was told, or could not be told: a fact of the call or incident that it is about, which may be over by now. What it means to
// an incident that waits for it is in the incident's table. The follower of notices marks the row of the outbox. Called by take-turn.ts.
import type { Fact } from './facts.ts'
import type { EpochMs } from './ids.ts'
import type { Input } from './inputs.ts'

export function noticeFact(input: Extract<Input, { type: 'noticeSettled' }>, now: EpochMs): Fact {
  const { stream, result, key, event, way, whom, why } = input
  const kind = result === 'sent' ? ('notice-sent' as const) : ('notice-given-up' as const)
  return { kind, stream, at: now, key, event, way, whom, why }
}
