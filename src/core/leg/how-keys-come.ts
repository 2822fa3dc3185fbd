// How a key came, and what that means for an accept. Decided by what was agreed upon in that very call; where nothing is known of it, by the trunk.
// Pure. Used by the briefings.
import type { At } from '../world/decision.ts'
import type { Input } from '../world/inputs.ts'

/** Keys in the audio are heard in speech too (talk-off): there an accept takes a second, random key. */
export function mustConfirm(at: At, trunk: string, { by }: Pick<Extract<Input, { type: 'digit' }>, 'by'>): boolean {
  if (by === 'info') return false
  const digits = at.plan.trunks[trunk]?.digits
  // Asterisk listens for keys in the audio where the trunk says so, and with `auto` where no telephone-event was agreed upon.
  return digits === 'inband' || (digits === 'auto' && by === 'audio')
}
