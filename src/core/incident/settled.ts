// What is over leaves the state of an incident: one that rings for eight hours is no bigger than one that rings for a minute. What became
// of each telephone, and all that was said, is in the facts. Called by the transition table after every decision.
import type { Leg } from '../leg/leg.ts'
import { after, type EpochMs } from '../world/ids.ts'
import type { Incident } from './incident.ts'

/** Longer than any telephone rings before it is answered, seconds. */
const LATE_SECONDS = 300
/** At most this many of the telephones that were cut are kept, the newest. */
const MOST_CUT = 50
/** At most this many statements are kept: the first one, which says what it is about, and the newest. */
const MOST_STATEMENTS = 50

export function withoutSettled(incident: Incident, now: EpochMs): Incident {
  return withFewStatements(withLiveLegs(incident, now))
}

/** With the telephones that something may still happen to. */
function withLiveLegs(incident: Incident, now: EpochMs): Incident {
  const legs: Leg[] = Object.values(incident.legs)
  const cut = new Set(legs.filter(leg => isLate(leg, now)).slice(-MOST_CUT))
  const kept = legs.filter(leg => leg.phase !== 'over' || isStillRead(incident, leg) || cut.has(leg))
  if (kept.length === legs.length) return incident
  return { ...incident, legs: Object.fromEntries(kept.map(leg => [leg.id, leg])) }
}

/** Cut so lately that somebody may have picked up in that moment. */
function isLate(leg: Leg, now: EpochMs): boolean {
  return leg.phase === 'over' && leg.cut === true && after(leg.dialledAt, LATE_SECONDS) > now
}

/** The phase speaks of it, or rings it first when the line of the person who accepted is lost (talking.ts). */
function isStillRead(incident: Incident, leg: Extract<Leg, { phase: 'over' }>): boolean {
  if (!('leg' in incident)) return false
  return incident.leg === leg.id || ('walk' in incident && leg.result === 'taken-by-another')
}

function withFewStatements(incident: Incident): Incident {
  const { statements } = incident
  if (statements.length <= MOST_STATEMENTS) return incident
  return { ...incident, statements: [...statements.slice(0, 1), ...statements.slice(1 - MOST_STATEMENTS)] }
}
