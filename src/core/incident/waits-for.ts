// Whom an incident would ring if they were free: people of its rung who were busy, or its owner. Asked by the
// ladder, and by world/free-again.ts when a turn has let somebody go.
import { type Dial, isUndecided } from '../leg/leg.ts'
import type { Plan } from '../plan/plan.ts'
import type { Incident } from './incident.ts'

type In<P extends Incident['phase']> = Extract<Incident, { phase: P }>

/** `plan`: the one that it keeps. */
export function waitedFor(incident: Incident, plan: Plan | undefined): readonly Dial[] {
  if (waitsForSomebody(incident)) return incident.walk.passedOver
  return ownerIsWaitedFor(incident) && plan !== undefined ? ownerOf(plan, incident) : []
}

/** Nobody is rung, and somebody who was busy may be. */
export function waitsForSomebody(incident: Incident): incident is In<'ringing'> {
  if (incident.phase !== 'ringing' || incident.walk.passedOver.length === 0) return false
  return !Object.values(incident.legs).some(isUndecided)
}

/** Its owner is to be rung, and was busy. */
export function ownerIsWaitedFor(incident: Incident): incident is In<'acknowledged'> {
  return incident.phase === 'acknowledged' && incident.waits === true
}

/** At the telephone that would be rung. */
function ownerOf(plan: Plan, { owner, property }: Incident): readonly Dial[] {
  const person = owner?.person ?? ''
  const [phone] = plan.people[person]?.phones ?? []
  if (phone === undefined) return []
  return [{ person, phone, trunks: plan.properties[property]?.outbound ?? [], why: 'they own it' }]
}
