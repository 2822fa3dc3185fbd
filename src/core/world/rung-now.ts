// Whose telephones are being rung at this moment, and would send our own call back to us if they are forwarded to one of our lines.
// Asked through around.ts by call/forwarded-back.ts.
import { sameNumber } from '../dialling/may-dial.ts'
import type { Leg } from '../leg/leg.ts'
import type { CallId, IncidentId } from './ids.ts'
import type { Stream } from './stream.ts'

/** No number of a caller is in it: answers are kept as they are. */
export interface RungNow {
  readonly by: IncidentId | CallId
  /** Null for a caller who is called back, and for a bare number of the rules. */
  readonly people: readonly (string | null)[]
}

/** `numbers`: who forwarded the call. `own`: it shows the number that our calls show, which names nobody. */
export interface ForwardedQuestion {
  readonly numbers: readonly string[]
  readonly own: { readonly trunk: string | null } | null
}

/** `trunk`: only what is rung over this one. */
export function rungBy(stream: Stream, { numbers, own }: ForwardedQuestion): RungNow | null {
  const rung = ringing(stream)
  const named = rung.filter(({ phone }) => numbers.some(number => sameNumber(number, phone)))
  const anyOf = own === null ? [] : rung.filter(({ trunk, isOurs }) => isOurs && (own.trunk === null || own.trunk === trunk))
  const found = named.length > 0 ? named : anyOf
  return found.length === 0 || (stream.kind !== 'incident' && stream.kind !== 'call')
    ? null
    : { by: stream.id, people: [...new Set(found.map(({ person }) => person))] }
}

interface Rung {
  readonly person: string | null
  readonly phone: string
  readonly trunk: string
  /** It sees the box's number; whoever does not sees a property's. */
  readonly isOurs: boolean
}

/** Not whoever has accepted: a call that their telephone sends on while they talk is somebody else's. */
function ringing(stream: Stream): readonly Rung[] {
  if (stream.kind === 'call') {
    if (stream.phase !== 'transferring' || !('to' in stream.leg)) return []
    const { to, trunk } = stream.leg
    return [{ ...to, trunk, isOurs: to.person !== null }]
  }
  if (stream.kind !== 'incident') return []
  const people = Object.values<Leg>(stream.legs)
    .filter(({ phase, lent }) => !lent && (phase === 'dialling' || phase === 'ringing' || phase === 'briefing'))
    .map(({ dial, trunk }) => ({ person: dial.person, phone: dial.phone, trunk, isOurs: true }))
  if (stream.phase !== 'calling-back' || stream.resident.answered) return people
  const { number, trunk } = stream.resident
  return [...people, { person: null, phone: number, trunk, isOurs: false }]
}
