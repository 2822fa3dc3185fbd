// Nobody has said what became of an incident: its owner is reminded once, by text message (texting.ts) or by a call, and rung again when the
// rules let an acknowledgement expire. Whoever does not answer keeps it after a reminder, and loses it when it expires. They are rung, too, to
// hear what other callers have said (news.ts). Called by the transition table.
import { cameTo, DIAL_SECONDS, type Dial, endOf, type Leg } from '../leg/leg.ts'
import { overAll, whatIsLeft, whyOver } from '../leg/ways.ts'
import { phrase, wordsOf } from '../words/speech.ts'
import { waitWords } from '../words/wait-words.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type EpochMs } from '../world/ids.ts'
import { legId } from '../world/our-legs.ts'
import { legsDue, notSent, settledLegEnded } from './attempts.ts'
import { callerLeft, hasCallers } from './callers.ts'
import { asEnded, dialLeg } from './dialling-leg.ts'
import { base, type Event, type In, ladderOf, languageOf, lookAgain, propertyOf } from './events.ts'
import type { Asked, Incident, IncidentBase } from './incident.ts'
import { legBase, legCut, legNamed, legOver, withLeg } from './leg-moves.ts'
import { newsDueAt, newsHeard, newsTold, newsWords } from './news.ts'
import { askOutcome, withoutOutcome } from './outcome.ts'
import { dueTimes } from './owning.ts'
import { noRoom, roomAt } from './room-to-dial.ts'
import { canBeTexted, textOwner } from './texting.ts'

/** A reminder rings so long, seconds. */
const RING_SECONDS = 30
/** A line that was just let go needs a moment before it can be rung again, seconds. */
const CLEAR_SECONDS = 1
/** The PBX's own limit: ours comes first. */
export const REMINDER_LIMIT_SECONDS = DIAL_SECONDS + RING_SECONDS + 10

/** What is due of an acknowledged incident: its end, its expiry, its reminder, news for its owner, or only the last words of its telephones. */
export function acknowledgedDue(at: At, { waits: _waited, ...incident }: In<'acknowledged'>): Decision<Incident> {
  const looked = legsDue(at, incident, null)
  const due = (time: EpochMs | null | undefined) => typeof time === 'number' && at.now >= time
  const then = (next: (i: In<'acknowledged'>) => Decision<Incident>) => andThen(looked, i => next(i))
  const { ladder, mayText } = ways(at, incident)
  if (!due(incident.closeAt)) {
    if (due(newsDueAt(incident)) && mayText && ladder.addedWords === 'sms') return then(i => textOwner(at, i, 'added-words'))
    if (due(incident.remindAt) && mayText && ladder.remindBy === 'sms') return then(i => textOwner(at, i, 'reminder'))
  }
  // Somebody is on the line for it: their owner is rung when they are gone.
  if (hasCallers(incident)) return then(i => later(at, i))
  if (due(incident.closeAt))
    return first(looked, decision<Incident>({ ...base(looked.state), phase: 'closed' }, { facts: [closed(incident)] }))
  if (due(incident.expiresAt)) return then(i => ringOwner(at, i, 'expiry', WHY.expiry))
  if (due(incident.text?.until)) {
    const of = incident.text?.of ?? 'reminder'
    return then(i => ringOwner(at, i, of, `${WHY[of]} The text message about it could not be sent`))
  }
  if (due(incident.remindAt)) return then(i => ringOwner(at, i, 'reminder', WHY.reminder))
  if (due(newsDueAt(incident))) return then(i => ringOwner(at, i, 'added-words', WHY['added-words']))
  return then(i => later(at, i))
}

const WHY = {
  expiry: 'owned without an outcome for as long as the rules allow',
  reminder: 'a reminder: what became of it?',
  'added-words': 'other callers have said more about it.',
} as const

function ways(at: At, incident: In<'acknowledged'>) {
  return { ladder: ladderOf(at, incident), mayText: canBeTexted(at, incident.owner?.person ?? '') }
}

function closed({ owner }: In<'acknowledged'>) {
  const why = 'nobody has said what became of it within a day'
  return { kind: 'closed-without-outcome', person: owner?.person ?? 'nobody', why } as const
}

/** What is due and can't be done waits until it is told that somebody has left the line, and makes no turns meanwhile. */
function later(at: At, incident: In<'acknowledged'>): Decision<Incident> {
  const times = dueTimes(incident)
  const next = times.filter(time => time > at.now)
  const waits = next.length < times.length
  // A look every hour is for what was missed.
  const looks = waits ? [lookAgain(at.now), ...laterRoom(at, incident)] : []
  const lookAgainAt = Math.min(...next, ...looks) as EpochMs
  return decision<Incident>({ ...incident, ...(waits && { waits }), lookAgainAt })
}

function laterRoom(at: At, incident: IncidentBase): EpochMs[] {
  const room = roomAt(at, incident)
  return room !== null && room > at.now ? [room] : []
}

/** Who waits for it looks again, when the line has had a moment to clear. */
export function ownerIsFree(at: At, incident: In<'acknowledged'>): Decision<Incident> | null {
  const soon = after(at.now, CLEAR_SECONDS)
  return incident.waits && incident.lookAgainAt > soon ? decision<Incident>({ ...incident, lookAgainAt: soon }) : null
}

/** Somebody who was on the line for it has hung up. */
export function callerLeftOwner(at: At, incident: In<'acknowledged'>, event: Event<'callerLeft'>): Decision<Incident> {
  return andThen(callerLeft(at, incident, event), left =>
    left.phase === 'acknowledged' ? (ownerIsFree(at, left) ?? decision<Incident>(left)) : decision<Incident>(left),
  )
}

function ringOwner(at: At, incident: In<'acknowledged'>, asked: Exclude<Asked, 'after-talk'>, why: string): Decision<Incident> {
  const person = incident.owner?.person ?? ''
  const [phone] = at.plan.people[person]?.phones ?? []
  // Nobody can be told: what was said stays with the incident.
  if (phone === undefined) return withoutOutcome(at, newsTold(incident, at.now), asked, 'they have no telephone in the rules')
  const engaged = at.around.engaged(person, incident.id, phone) !== null
  if (engaged || noRoom(at, incident, propertyOf(at, incident).outbound) !== null) return later(at, incident)
  return ring(at, incident, asked, { person, phone, trunks: propertyOf(at, incident).outbound, why }, why)
}

function ring(at: At, incident: IncidentBase, asked: Exclude<Asked, 'after-talk'>, dial: Dial, why: string): Decision<Incident> {
  const leg = legId(incident.id, incident.nextLeg)
  const until = after(at.now, DIAL_SECONDS + RING_SECONDS)
  // Told, as far as can be: whoever does not answer is not rung for the same again.
  const dialled = dialLeg(at, base(newsTold(incident, at.now)), dial, why, REMINDER_LIMIT_SECONDS)
  return andThen(dialled, i => decision<Incident>({ ...i, phase: 'reminding', leg, asked, until }))
}

export function reminderRings(_at: At, incident: In<'reminding'>, { channel }: Event<'legRinging'>): Decision<Incident> | null {
  const leg = legNamed(incident, channel)
  // Late, too: what rings is not refused by its trunk any more. The ring time runs from the dial all the same.
  if (leg?.phase !== 'dialling' && (leg?.phase !== 'ringing' || leg.heard)) return null
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
  const { person } = leg.dial
  const facts: FactBody[] = [{ kind: 'answered', leg: leg.id, person, why: 'somebody, or something, picked up' }]
  const news = newsWords(at, incident, language)
  const statements = incident.news?.unheard.length ?? 0
  if (news.length > 0)
    facts.push({ kind: 'owner-told', person, of: 'added-words', by: 'call', statements, why: 'played to them' })
  return first({ facts }, askOutcome(at, newsHeard(incident, at.now), leg, incident.asked, [...opening, ...news]))
}

export function reminderLegEnded(at: At, incident: In<'reminding'>, event: Event<'ended'>): Decision<Incident> | null {
  const leg = legNamed(incident, event.channel)
  if (leg === undefined || leg.id !== incident.leg) return settledLegEnded(at, incident, event)
  const { cause, sip } = event
  const left = whatIsLeft(leg.dial, at.plan.trunks)
  const { result, over } = endOf(cameTo(leg), event, { trunk: leg.trunk, trunks: left.trunks })
  const ended = legOver(base(incident), leg, { result, why: 'nobody answered the reminder', cause, sip })
  if (over !== null) return andThen(ended, i => ring(at, i, incident.asked, left, whyOver(left, over)))
  return andThen(ended, i => withoutOutcome(at, i, incident.asked, 'rung, and did not answer'))
}

/** Picked up while the daemon was away: the dialplan has promised to ring them again. */
export function reminderPromised(at: At, incident: In<'reminding'>, leg: Leg): Decision<Incident> {
  const why = 'answered while the daemon was away: rung again'
  const over = legOver(base(incident), leg, { result: 'unknown', why })
  return andThen(over, i => ring(at, i, incident.asked, { ...overAll(leg.dial, propertyOf(at, i).outbound), why }, why))
}

export function reminderRefused(at: At, incident: In<'reminding'>, event: Event<'commandFailed'>): Decision<Incident> | null {
  if (event.channel !== incident.leg || (event.command !== 'dial' && !event.gone)) return null
  if (event.refused !== undefined) return reminderNotSent(at, incident, event)
  return asEnded(event, ended => reminderLegEnded(at, notSent(incident, event), ended))
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
    // The ring time runs from the dial.
    const patient: Leg =
      leg.phase === 'dialling' ? { ...legBase(leg), phase: 'ringing', heard: false, deadline: incident.until } : leg
    return legsDue(at, withLeg(incident, patient), null)
  }
  const cut = legCut(base(incident), leg, { result: 'no-answer', why: 'nobody answered the reminder' })
  return andThen(cut, i => withoutOutcome(at, i, incident.asked, 'rung, and did not answer'))
}
