// Who is rung or on the line, and for which incident or transferred caller: asked before anybody is rung.
import type { Call } from '../call/call.ts'
import { plainNumber, sameNumber } from '../dialling/telephones.ts'
import type { Incident } from '../incident/incident.ts'
import type { Leg } from '../leg/leg.ts'
import type { E164 } from './ids.ts'
import type { Stream } from './stream.ts'

/** Keys: the people and the telephones that it keeps busy. */
export function keepsBusy(stream: Stream): readonly string[] {
  return rungBy(stream).flatMap(({ person, phone }) => [...(person === null ? [] : [person]), plainNumber(phone)])
}

/** Keys under which whoever keeps this person or telephone busy is found. */
export function busyKeys(person: string, phone: E164 | undefined): readonly string[] {
  return phone === undefined ? [person] : [person, plainNumber(phone)]
}

/** Two people may share a telephone: rung or talked on for one of them, it is busy for the other, too. */
export function engages(stream: Stream, person: string, phone: E164 | undefined): stream is Call | Incident {
  return rungBy(stream).some(one => one.person === person || (phone !== undefined && sameNumber(one.phone, phone)))
}

/** Somebody whose telephone rings or who is on the line. `person`: null for a caller, and for a bare number of the rules. */
interface Rung {
  readonly person: string | null
  readonly phone: string
}

function rungBy(stream: Stream): readonly Rung[] {
  if (stream.kind === 'call') {
    const rings = stream.phase === 'transferring' || stream.phase === 'transferred' || stream.phase === 'seeing-off'
    return rings ? [stream.leg.to] : []
  }
  if (stream.kind !== 'incident') return []
  const live = Object.values<Leg>(stream.legs).filter(leg => leg.phase !== 'over' && leg.phase !== 'leaving')
  const people = live.map(leg => leg.dial)
  return 'resident' in stream ? [...people, { person: null, phone: stream.resident.number }] : people
}
