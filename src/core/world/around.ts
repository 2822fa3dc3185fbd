// A read-only look at the rest of the world for a stream that is deciding. Every answer is journalled with the turn, so that
// replay can give the same answers without the rest of the world.
import { HOUR_MS, type Load } from '../dialling/caps.ts'
import { sameNumber } from '../dialling/may-dial.ts'
import { type KnownTrouble, knownTrouble, type TroubleQuestion } from '../incident/known.ts'
import type { Standing } from '../standing/standing.ts'
import type { CallId, EpochMs, IncidentId } from './ids.ts'
import type { Answer, OpenIncident, World } from './world.ts'

export interface Around {
  /** The other incident whose telephone this person has answered or is being rung for, or null. */
  engaged(person: string, except: IncidentId): IncidentId | null
  /** The incident whose technician is calling this number back now, or null. The number is not kept with the answer. */
  callingBack(call: CallId, callerNumber: string, property: string): IncidentId | null
  /** What staff have set and that stands now. */
  standing(): readonly Standing[]
  /** Incidents that are not done; those that nobody has first, then the oldest. */
  openIncidents(): readonly OpenIncident[]
  /** The open incident that this caller's trouble belongs to, or null. */
  sameTrouble(call: CallId, question: TroubleQuestion): KnownTrouble | null
  /** Telephones that all other incidents ring, or have dialled within the hour: altogether, and for this property. */
  load(property: string, except: IncidentId): { readonly box: Load; readonly property: Load }
}

/** Looks at the live world and keeps what it answered in `seen`. */
export function around(world: World, seen: Answer[], now: EpochMs): Around {
  return {
    engaged(person, except) {
      const answer = engagedWith(world, person, except)
      seen.push({ asked: 'engaged', person, except, answer })
      return answer
    },
    callingBack(call, callerNumber, property) {
      const answer = callingBack(world, callerNumber, property)
      seen.push({ asked: 'callingBack', call, answer })
      return answer
    },
    standing() {
      const answer = [...world.standing.values()]
      seen.push({ asked: 'standing', answer })
      return answer
    },
    openIncidents() {
      const answer = openOnes(world)
      seen.push({ asked: 'openIncidents', answer })
      return answer
    },
    sameTrouble(call, question) {
      const answer = knownTrouble(world.incidents.values(), question, now)
      seen.push({ asked: 'sameTrouble', call, answer })
      return answer
    },
    load(property, except) {
      const answer = loadOf(world, property, except, now)
      seen.push({ asked: 'load', property, except, answer })
      return answer
    },
  }
}

/** Gives the journalled answers again, in order; a question that was not asked then is answered with nobody. */
export function remembered(answers: readonly Answer[], seen: Answer[]): Around {
  const left = [...answers]
  return {
    engaged(person, except) {
      const at = left.findIndex(a => a.asked === 'engaged' && a.person === person && a.except === except)
      const [found] = at === -1 ? [] : left.splice(at, 1)
      const answer = found?.asked === 'engaged' ? found.answer : null
      seen.push({ asked: 'engaged', person, except, answer })
      return answer
    },
    callingBack(call) {
      const at = left.findIndex(a => a.asked === 'callingBack' && a.call === call)
      const [found] = at === -1 ? [] : left.splice(at, 1)
      const answer = found?.asked === 'callingBack' ? found.answer : null
      seen.push({ asked: 'callingBack', call, answer })
      return answer
    },
    standing() {
      const at = left.findIndex(a => a.asked === 'standing')
      const [found] = at === -1 ? [] : left.splice(at, 1)
      const answer = found?.asked === 'standing' ? found.answer : []
      seen.push({ asked: 'standing', answer })
      return answer
    },
    openIncidents() {
      const at = left.findIndex(a => a.asked === 'openIncidents')
      const [found] = at === -1 ? [] : left.splice(at, 1)
      const answer = found?.asked === 'openIncidents' ? found.answer : []
      seen.push({ asked: 'openIncidents', answer })
      return answer
    },
    sameTrouble(call) {
      const at = left.findIndex(a => a.asked === 'sameTrouble' && a.call === call)
      const [found] = at === -1 ? [] : left.splice(at, 1)
      const answer = found?.asked === 'sameTrouble' ? found.answer : null
      seen.push({ asked: 'sameTrouble', call, answer })
      return answer
    },
    load(property, except) {
      const at = left.findIndex(a => a.asked === 'load' && a.property === property && a.except === except)
      const [found] = at === -1 ? [] : left.splice(at, 1)
      const none = { now: 0, hour: 0 }
      const answer = found?.asked === 'load' ? found.answer : { box: none, property: none }
      seen.push({ asked: 'load', property, except, answer })
      return answer
    },
  }
}

function openOnes(world: World): OpenIncident[] {
  return [...world.incidents.values()]
    .filter(({ phase }) => phase !== 'resolved')
    .sort((a, b) => Number(a.owner !== null) - Number(b.owner !== null) || a.openedAt - b.openedAt)
    .map(({ id, property, category, openedAt, owner, statements }) => ({
      ...{ id, property, category, openedAt, owner: owner?.person ?? null },
      statements: statements.map(({ recording }) => recording),
    }))
}

function callingBack(world: World, callerNumber: string, property: string): IncidentId | null {
  for (const incident of world.incidents.values()) {
    const waits = incident.phase === 'call-back-menu' || (incident.phase === 'calling-back' && !incident.resident.answered)
    if (waits && incident.property === property && sameNumber(incident.caller.callerNumber, callerNumber)) return incident.id
  }
  return null
}

function engagedWith(world: World, person: string, except: IncidentId): IncidentId | null {
  for (const incident of world.incidents.values()) {
    if (incident.id === except) continue
    for (const leg of Object.values(incident.legs)) {
      if (leg.dial.person === person && leg.phase !== 'over' && leg.phase !== 'leaving') return incident.id
    }
  }
  return null
}

function loadOf(world: World, property: string, except: IncidentId, now: EpochMs): { box: Load; property: Load } {
  const dialled = [...world.dialled]
  let ringing = 0
  let here = 0
  for (const incident of world.incidents.values()) {
    if (incident.id === except) continue
    const legs = Object.values(incident.legs)
    const live = legs.filter(leg => leg.phase !== 'over').length + ('resident' in incident ? 1 : 0)
    ringing += live
    if (incident.property === property) here += live
    dialled.push(...legs.map(leg => ({ property: incident.property, at: leg.dialledAt })))
  }
  const lately = dialled.filter(({ at }) => at > now - HOUR_MS)
  return {
    box: { now: ringing, hour: lately.length },
    property: { now: here, hour: lately.filter(one => one.property === property).length },
  }
}
