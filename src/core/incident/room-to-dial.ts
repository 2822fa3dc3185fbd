// Whether this incident may ring one more telephone now, by the caps of the box, of its property and of the trunks (dialling/caps.ts), so that it
// can wait for room instead of being refused by the gate. The rest of the world is asked; what the incident itself rings is counted from its own
// state, which may be ahead of the world within a turn.
import { capReached, HOUR_MS } from '../dialling/caps.ts'
import { trunkFull } from '../dialling/clear-to-dial.ts'
import type { Dial } from '../leg/leg.ts'
import type { At } from '../world/decision.ts'
import { legsOf } from '../world/legs-of.ts'
import type { Incident, IncidentBase } from './incident.ts'

/** Why not, or null. `trunks`: any of them will do. `beside`: the trunks of telephones that are about to be rung beside it. */
export function noRoom(at: At, incident: IncidentBase, trunks: readonly string[], beside: readonly string[] = []): string | null {
  const { dialling } = at.plan.box
  const caps = at.plan.properties[incident.property]?.dialling
  const limited = trunks.some(trunk => at.plan.trunks[trunk]?.channels !== undefined)
  // Nothing is asked, and nothing kept in the journal, where the rules set no cap.
  if (!limited && caps === undefined && dialling?.atOnce === undefined && dialling?.perHour === undefined) return null
  const others = at.around.load(incident.property, incident.id)
  const own = legsOf(incident as Incident)
  const now = own.length + beside.length
  const dialled = Object.values(incident.legs).filter(leg => !leg.lent && (leg.phase !== 'over' || leg.result !== 'refused'))
  const hour = dialled.filter(leg => leg.dialledAt > at.now - HOUR_MS).length + beside.length
  const capped = capReached(at.plan, incident.property, {
    box: { now: others.box.now + now, hour: others.box.hour + hour },
    property: { now: others.property.now + now, hour: others.property.hour + hour },
  })
  if (capped !== null || !limited) return capped
  const full = trunks.map(trunk => fullTrunk(at, trunk, others.trunks?.[trunk] ?? 0, [...own.map(leg => leg.trunk), ...beside]))
  return full.every(why => why !== null) ? (full[0] ?? null) : null
}

function fullTrunk(at: At, trunk: string, others: number, own: readonly string[]): string | null {
  const channels = at.plan.trunks[trunk]?.channels
  if (channels === undefined || others + own.filter(one => one === trunk).length < channels) return null
  return trunkFull(trunk, channels)
}

/** The same telephone, with the trunks first that can carry one more call. */
export function overFreeTrunk(at: At, incident: IncidentBase, dial: Dial, beside: readonly string[] = []): Dial {
  const free = dial.trunks.filter(trunk => noRoom(at, incident, [trunk], beside) === null)
  return { ...dial, trunks: [...free, ...dial.trunks.filter(trunk => !free.includes(trunk))] }
}
