// Whether a technician is calling a number back now: asked when somebody calls in from it.
import { plainNumber } from '../dialling/telephones.ts'
import type { Stream } from './stream.ts'

/** Key: the property and the number that is called back and not reached yet. */
export function callsBackFor(stream: Stream): readonly string[] {
  if (stream.kind !== 'incident' || stream.caller.callerNumber === null) return []
  const waits = stream.phase === 'call-back-menu' || (stream.phase === 'calling-back' && !stream.resident.answered)
  return waits ? [callBackKey(stream.property, stream.caller.callerNumber)] : []
}

export function callBackKey(property: string, number: string): string {
  return `${plainNumber(number)} ${property}`
}
