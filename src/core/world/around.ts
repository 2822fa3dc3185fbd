// A read-only look at the rest of the world for a stream that is deciding. Every answer is journalled with the turn, so that
// replay can give the same answers without the rest of the world.
import type { IncidentId } from './ids.ts'
import type { Answer, World } from './world.ts'

export interface Around {
  /** The other incident whose telephone this person has answered or is being rung for, or null. */
  engaged(person: string, except: IncidentId): IncidentId | null
}

/** Looks at the live world and keeps what it answered in `seen`. */
export function around(world: World, seen: Answer[]): Around {
  return {
    engaged(person, except) {
      const answer = engagedWith(world, person, except)
      seen.push({ asked: 'engaged', person, except, answer })
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
      const answer = at === -1 ? null : (left.splice(at, 1)[0]?.answer ?? null)
      seen.push({ asked: 'engaged', person, except, answer })
      return answer
    },
  }
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
