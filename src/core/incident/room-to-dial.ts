// Whether this incident may ring one more telephone now, by the caps of the box and of its property (dialling/caps.ts). The rest of the
// world is asked; what the incident itself rings is counted from its own state, which may be ahead of the world within a turn.
import { capReached, HOUR_MS } from '../dialling/caps.ts'
import type { At } from '../world/decision.ts'
import type { IncidentBase } from './incident.ts'

/** Why not, or null. `more`: telephones that are about to be rung beside. */
export function noRoom(at: At, incident: IncidentBase, more = 0): string | null {
  const { dialling } = at.plan.box
  const caps = at.plan.properties[incident.property]?.dialling
  // Nothing is asked, and nothing kept in the journal, where the rules set no cap.
  if (caps === undefined && dialling?.atOnce === undefined && dialling?.perHour === undefined) return null
  const others = at.around.load(incident.property, incident.id)
  const own = Object.values(incident.legs)
  const now = own.filter(leg => leg.phase !== 'over').length + more
  const hour = own.filter(leg => leg.dialledAt > at.now - HOUR_MS).length + more
  return capReached(at.plan, incident.property, {
    box: { now: others.box.now + now, hour: others.box.hour + hour },
    property: { now: others.property.now + now, hour: others.property.hour + hour },
  })
}
