// Decides what the way a key arrived means for an accept: by what the call negotiated or, if
// unknown, by the trunk. Pure. Used by the briefings.
import type { At } from '../world/decision.ts'
import type { Input } from '../world/inputs.ts'

/** In-band keys are also detected in speech (talk-off), so an accept takes a second, random key. */
export function mustConfirm(at: At, trunk: string, { by }: Pick<Extract<Input, { type: 'digit' }>, 'by'>): boolean {
  if (by === 'info') return false
  const digits = at.plan.trunks[trunk]?.digits
  // Asterisk detects in-band keys if the trunk says so, and with `auto` if no telephone-event was
  // negotiated.
  return digits === 'inband' || (digits === 'auto' && by === 'audio')
}
