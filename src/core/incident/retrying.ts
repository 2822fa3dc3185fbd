// An unreached incident is rung for again on the retry schedule of its ladder: by the rules in force that day, with the rungs that each
// retry adds, until a person owns it or the time for retries is over. Called by the transition table.
import { type At, type Decision, decision } from '../world/decision.ts'
import { base, type In, lookAgain } from './events.ts'
import type { Incident, IncidentBase } from './incident.ts'
import { beginPass } from './ringing-rung.ts'
import { soonerOf } from './unreached.ts'

/** The time for a retry has come; otherwise the state with its next look. */
export function retryDue(at: At, incident: In<'unreached'>): Decision<Incident> {
  const { retryAt = null, unreached: sofar } = incident
  if (retryAt === null || sofar === undefined || at.now < retryAt)
    return decision<Incident>({ ...incident, lookAgainAt: soonerOf(lookAgain(at.now), retryAt) })
  const retries = sofar.retries + 1
  const { plan, hash } = rulesOfToday(at, incident)
  const next = { ...base(incident), plan: hash, unreached: { ...sofar, retries } }
  const newer = hash === incident.plan ? '' : `, by the rules ${hash.slice(0, 12)}`
  return beginPass({ ...at, plan }, next, sofar.pass + 1, `retry ${retries} for somebody who was not reached${newer}`)
}

/** The rules in force now, unless they know the property or the ladder no more. */
function rulesOfToday(at: At, incident: IncidentBase): { readonly plan: At['plan']; readonly hash: string } {
  const { today } = at
  const knows = today?.plan.properties[incident.property] && today.plan.ladders[incident.ladder]
  return today && knows ? today : { plan: at.plan, hash: incident.plan }
}
