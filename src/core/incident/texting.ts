// The owner of an incident is told something by text message: that they have not said what became of it, or that other callers have said more.
// A text can't take a key, so it says how to answer. If it is not known to be on its way soon, they are rung. Called by reminding.ts.
import { type At, type Decision, decision } from '../world/decision.ts'
import { after } from '../world/ids.ts'
import type { Event, In } from './events.ts'
import type { Incident, Texted } from './incident.ts'
import { newsTold } from './news.ts'
import { lookSoon } from './owning.ts'

/** The outbox tries for five minutes, and says so when it gives up; this is for when it says nothing. Seconds. */
const WAIT_SECONDS = 600

/** Whether they are told by text: where the rules say so, the box can, and they have a number for it. */
export function canBeTexted(at: At, person: string): boolean {
  return at.plan.sms !== undefined && at.plan.people[person]?.sms !== undefined
}

export function textOwner(at: At, incident: In<'acknowledged'>, of: Texted): Decision<Incident> {
  const person = incident.owner?.person ?? ''
  const statements = incident.news?.unheard.length ?? 0
  const before = incident.text
  const next: In<'acknowledged'> = {
    ...(of === 'added-words' ? newsTold(incident, at.now) : incident),
    ...(of === 'reminder' ? { remindAt: null } : {}),
    // A reminder that is not known to be sent is not forgotten over something less.
    text: before?.of === 'reminder' ? before : { of, until: after(at.now, WAIT_SECONDS) },
  }
  const why = of === 'reminder' ? 'nobody has said what became of it' : 'other callers have said more about it'
  return decision<Incident>(lookSoon(at, next), {
    facts: [{ kind: 'owner-told', person, of, by: 'sms', statements, why }],
  })
}

/** The outbox knows what became of a text. Given up: they are rung at once, unless it was to an owner of before or they were spoken to since. */
export function textSettled(
  at: At,
  incident: In<'acknowledged'>,
  { event, result, whom }: Event<'noticeSettled'>,
): Decision<Incident> | null {
  if (event !== 'reminder' && event !== 'added-words') return null
  const theirs = whom === at.plan.people[incident.owner?.person ?? '']?.sms
  if (incident.text === undefined || !theirs) return null
  if (result === 'given-up') return decision<Incident>({ ...incident, text: { of: event, until: at.now }, lookAgainAt: at.now })
  if (incident.text.of !== event) return null
  const { text: _sent, ...rest } = incident
  return decision<Incident>(lookSoon(at, rest))
}
