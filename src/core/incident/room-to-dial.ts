// Whether this incident may ring one more telephone now, by the caps of the box, of its property and of the trunks (dialling/caps.ts), so that it
// can wait for room instead of being refused by the gate. The rest of the world is asked; what the incident itself rings is counted from its own
// state, which may be ahead of the world within a turn.
import { capReached, HOUR_MS, isLimited } from '../dialling/caps.ts'
import { trunkFull } from '../dialling/clear-to-dial.ts'
import type { Dial, Leg } from '../leg/leg.ts'
import type { At } from '../world/decision.ts'
import type { EpochMs } from '../world/ids.ts'
import { legsOf } from '../world/legs-of.ts'
import type { Incident, IncidentBase } from './incident.ts'

/** Why not, or null. `trunks`: any of them will do. `beside`: the trunks of telephones that are about to be rung beside it. */
export function noRoom(at: At, incident: IncidentBase, trunks: readonly string[], beside: readonly string[] = []): string | null {
  // Nothing is asked, and nothing kept in the journal, where the rules set no cap.
  if (!isLimited(at.plan, incident.property, trunks)) return null
  const limited = trunks.some(trunk => at.plan.trunks[trunk]?.channels !== undefined)
  const others = at.around.load(incident.property, incident.id)
  const own = legsOf(incident as Incident)
  const now = own.length + beside.length
  const hour = dialledLately(at, incident).length + beside.length
  const capped = capReached(at.plan, incident.property, {
    box: { now: others.box.now + now, hour: others.box.hour + hour },
    property: { now: others.property.now + now, hour: others.property.hour + hour },
  })
  if (capped !== null || !limited) return capped
  const full = trunks.map(trunk => fullTrunk(at, trunk, others.trunks?.[trunk] ?? 0, [...own.map(leg => leg.trunk), ...beside]))
  return full.every(why => why !== null) ? (full[0] ?? null) : null
}

/** Its own that are still in its state. Those that have left it are among the others' (world/load.ts). */
function dialledLately(at: At, incident: IncidentBase): Leg[] {
  return Object.values(incident.legs).filter(
    leg => !leg.lent && (leg.phase !== 'over' || leg.result !== 'refused') && leg.dialledAt > at.now - HOUR_MS,
  )
}

/** When the oldest dial of the hour is an hour old, where the hour is what there is no room in; null where it is not. */
export function roomAt(at: At, incident: IncidentBase): EpochMs | null {
  const caps = [at.plan.box.dialling, at.plan.properties[incident.property]?.dialling]
  if (caps.every(cap => cap?.perHour === undefined)) return null
  const { oldest = null } = at.around.load(incident.property, incident.id)
  const own = dialledLately(at, incident).map(leg => leg.dialledAt)
  const first = Math.min(...own, oldest ?? Number.POSITIVE_INFINITY)
  return Number.isFinite(first) ? ((first + HOUR_MS) as EpochMs) : null
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
