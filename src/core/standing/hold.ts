// A legal hold: neither recordings nor callers that it covers are removed while it stands, whatever
// the rules say and whoever asks. It stands as a stream of its own, whose id names what is held; so
// the turn that would remove something only looks whether one of these ids stands. What may be
// covered by which holds is for whoever makes the input to say (store/read/covered-by.ts).
import { type CallId, type IncidentId, isIncident, type StandingId } from '../world/ids.ts'
import type { Holdable, Standing } from './standing.ts'

/** What all ids of holds begin with; no other stream's id does. */
export const HOLD = 's-hold-'

export type HoldOn = Extract<Standing['what'], { is: 'hold' }>

/** `name`: a call's or incident's id, or that of a person or property in the rules. */
export function holdId(of: Holdable, name: string): StandingId {
  return `${HOLD}${of}-${name}` as StandingId
}

export function isHold(stream: string): stream is StandingId {
  return stream.startsWith(HOLD)
}

/** The holds that cover a call or incident by itself, not by the people who were rung for it. */
export function holdsOn(stream: CallId | IncidentId, incidents: readonly IncidentId[]): StandingId[] {
  return [holdId(isIncident(stream) ? 'incident' : 'call', stream), ...incidents.map(one => holdId('incident', one))]
}

/** The first of these holds that stands. */
export function standingHold(standing: ReadonlyMap<StandingId, Standing>, holds: readonly StandingId[]): StandingId | null {
  return holds.find(id => standing.has(id)) ?? null
}
