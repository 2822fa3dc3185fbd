// Nobody has said what became of an incident: its owner is rung, once as a reminder, and again when the rules let an acknowledgement expire.
// Whoever does not answer keeps it after a reminder, and loses it when it expires. Called by the transition table.
import { DIAL_SECONDS, type Dial, type Leg, resultOf } from '../leg/leg.ts'
import { phrase, wordsOf } from '../words/speech.ts'
import { waitWords } from '../words/wait-words.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import { after } from '../world/ids.ts'
import { legId } from '../world/our-legs.ts'
import { legsDue, settledLegEnded } from './attempts.ts'
import { base, type Event, type In, languageOf, legBase, legCut, legNamed, legOver, propertyOf, withLeg } from './events.ts'
import type { Asked, Incident, IncidentBase } from './incident.ts'
import { askOutcome, withoutOutcome } from './outcome.ts'
import { firstLook } from './owning.ts'
import { noRoom } from './room-to-dial.ts'

/** A reminder rings so long, seconds. */
const RING_SECONDS = 30
/** The PBX's own limit: ours comes first. */
export const REMINDER_LIMIT_SECONDS = DIAL_SECONDS + RING_SECONDS + 10
/** Somebody who is busy is reminded so much later, seconds. */
const BUSY_SECONDS = 120

/** What is due of an acknowledged incident: its end, its expiry, its reminder, or only the last words of its telephones. */
export function acknowledgedDue(at: At, incident: In<'acknowledged'>): Decision<Incident> {
  const looked = legsDue(at, incident, null)
  if (incident.caller.now !== 'gone' || (incident.others ?? []).length > 0) return andThen(looked, i => later(at, i, {}))
  if (at.now >= incident.closeAt)
    return first(looked, decision<Incident>({ ...base(looked.state), phase: 'closed' }, { facts: [closed(incident)] }))
  if (incident.expiresAt !== null && at.now >= incident.expiresAt) return andThen(looked, i => ringOwner(at, i, 'expiry'))
  if (incident.remindAt !== null && at.now >= incident.remindAt) return andThen(looked, i => ringOwner(at, i, 'reminder'))
  return andThen(looked, i => later(at, i, {}))
}

function closed({ owner }: In<'acknowledged'>) {
  const why = 'nobody has said what became of it within a day'
  return { kind: 'closed-without-outcome', person: owner?.person ?? 'nobody', why } as const
}

function later(at: At, incident: In<'acknowledged'>, times: Partial<In<'acknowledged'>>): Decision<Incident> {
  const next = { ...incident, ...times }
  const lookAgainAt = firstLook(next)
  return decision<Incident>({ ...next, lookAgainAt: lookAgainAt > at.now ? lookAgainAt : after(at.now, 60) })
}

function ringOwner(at: At, incident: In<'acknowledged'>, asked: Exclude<Asked, 'after-talk'>): Decision<Incident> {
  const person = incident.owner?.person ?? ''
  const [phone] = at.plan.people[person]?.phones ?? []
  if (phone === undefined) return notThere(at, incident, asked, 'they have no telephone in the rules')
  const busy = after(at.now, BUSY_SECONDS)
  if (at.around.engaged(person, incident.id) !== null)
    return later(at, incident, asked === 'expiry' ? { expiresAt: busy } : { remindAt: busy })
  if (noRoom(at, incident, propertyOf(at, incident).outbound) !== null)
    return later(at, incident, asked === 'expiry' ? { expiresAt: busy } : { remindAt: busy })
  const why = asked === 'expiry' ? 'owned without an outcome for as long as the rules allow' : 'a reminder: what became of it?'
  return ring(at, incident, asked, { person, phone, trunks: propertyOf(at, incident).outbound, why }, why)
}

function ring(at: At, incident: IncidentBase, asked: Exclude<Asked, 'after-talk'>, dial: Dial, why: string): Decision<Incident> {
  const id = legId(incident.id, incident.nextLeg)
  const [trunk = '', ...trunks] = dial.trunks
  const until = after(at.now, DIAL_SECONDS + RING_SECONDS)
  const leg: Leg = {
    id,
    dial: { ...dial, trunks },
    trunk,
    dialledAt: at.now,
    phase: 'dialling',
    deadline: after(at.now, DIAL_SECONDS),
  }
  const { name, callerId } = at.plan.box
  const next = { ...base(withLeg(incident, leg)), nextLeg: incident.nextLeg + 1 }
  return decision<Incident>(
    { ...next, phase: 'reminding', leg: id, asked, until },
    {
      facts: [{ kind: 'dialled', leg: id, person: dial.person, phone: dial.phone, trunk, why }],
      commands: [
        {
          ...{ do: 'dial', channel: id, trunk, number: dial.phone, callerId, callerName: name },
          timeoutSeconds: REMINDER_LIMIT_SECONDS,
        },
      ],
    },
  )
}

export function reminderRings(_at: At, incident: In<'reminding'>, { channel }: Event<'legRinging'>): Decision<Incident> | null {
  const leg = legNamed(incident, channel)
  if (leg?.phase !== 'dialling') return null
  const ringing: Leg = { ...legBase(leg), phase: 'ringing', heard: true, deadline: incident.until }
  return decision<Incident>(withLeg(incident, ringing), {
    facts: [{ kind: 'rang', leg: leg.id, person: leg.dial.person, why: 'the telephone rings' }],
  })
}

export function reminderAnswered(
  at: At,
  incident: In<'reminding'>,
  { channel }: Event<'legAnswered'>,
): Decision<Incident> | null {
  const leg = legNamed(incident, channel)
  if (leg?.phase !== 'dialling' && leg?.phase !== 'ringing') return null
  const language = languageOf(at, leg)
  const property = propertyOf(at, incident)
  const category = property.categories[incident.category]
  const opening = phrase(at.plan, language, 'outcome-reminder', {
    box: at.plan.box.name,
    property: wordsOf(property.spoken, language),
    category: category ? wordsOf(category, language) : incident.category,
    wait: waitWords(at.plan, language, at.now - (incident.owner?.at ?? incident.openedAt)),
  })
  const answered = { kind: 'answered', leg: leg.id, person: leg.dial.person, why: 'somebody, or something, picked up' } as const
  return first({ facts: [answered] }, askOutcome(at, incident, leg, incident.asked, opening))
}

export function reminderLegEnded(at: At, incident: In<'reminding'>, event: Event<'ended'>): Decision<Incident> | null {
  const leg = legNamed(incident, event.channel)
  if (leg === undefined || leg.id !== incident.leg) return settledLegEnded(at, incident, event)
  const { cause, sip } = event
  const result = resultOf(leg, cause, sip)
  const ended = legOver(base(incident), leg, { result, why: 'nobody answered the reminder', cause, sip })
  if (result === 'congestion' && leg.dial.trunks.length > 0)
    return andThen(ended, i => ring(at, i, incident.asked, leg.dial, `trunk ${leg.trunk} is congested`))
  return andThen(ended, i => withoutOutcome(at, i, incident.asked, 'rung, and did not answer'))
}

export function reminderRefused(at: At, incident: In<'reminding'>, event: Event<'commandFailed'>): Decision<Incident> | null {
  if (event.channel !== incident.leg || (event.command !== 'dial' && !event.gone)) return null
  if (event.refused !== undefined) return reminderNotSent(at, incident, event)
  const ended = {
    type: 'ended',
    channel: event.channel,
    cause: event.command === 'dial' ? 34 : 0,
    sip: null,
    fax: false,
  } as const
  const decided = reminderLegEnded(at, incident, ended)
  return decided && first({ facts: [{ kind: 'command-failed', command: event.command, why: event.reason }] }, decided)
}

/** The gate would not have it. */
function reminderNotSent(at: At, incident: In<'reminding'>, event: Event<'commandFailed'>): Decision<Incident> | null {
  const leg = legNamed(incident, event.channel)
  if (leg?.phase !== 'dialling') return null
  const over = legOver(base(incident), leg, { result: 'refused', why: event.reason })
  return andThen(over, i => withoutOutcome(at, i, incident.asked, event.reason))
}

export function reminderDue(at: At, incident: In<'reminding'>): Decision<Incident> | null {
  const leg = legNamed(incident, incident.leg)
  if (leg === undefined) return null
  if (at.now < incident.until) {
    // Late signs of ringing change nothing: the ring time runs from the dial.
    const patient: Leg =
      leg.phase === 'dialling' ? { ...legBase(leg), phase: 'ringing', heard: false, deadline: incident.until } : leg
    return legsDue(at, withLeg(incident, patient), null)
  }
  const cut = legCut(base(incident), leg, { result: 'no-answer', why: 'nobody answered the reminder' })
  return andThen(cut, i => withoutOutcome(at, i, incident.asked, 'rung, and did not answer'))
}

function notThere(at: At, incident: In<'acknowledged'>, asked: Exclude<Asked, 'after-talk'>, why: string): Decision<Incident> {
  return withoutOutcome(at, incident, asked, why)
}
