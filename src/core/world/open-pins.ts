// PINs that are being asked for at the phone desk: a guess is one at a time.
import type { Desk, PinQuestion } from '../desk/desk.ts'
import type { Stream } from './stream.ts'

/** The key that every open question for a PIN has. */
export const ANY_PIN = 'any'

export function asksForPin(stream: Stream): readonly string[] {
  return isAskedForPin(stream) ? [ANY_PIN] : []
}

export function isAskedForPin(stream: Stream): stream is Extract<Desk, { phase: 'awaiting-pin' }> & { asked: PinQuestion } {
  return stream.kind === 'desk' && stream.phase === 'awaiting-pin' && stream.asked !== undefined
}
