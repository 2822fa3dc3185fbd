// Somebody at the phone desk wants to talk with the caller: they own the incident if nobody does, their channel becomes a leg of it, and the
// two are brought together: at once when the caller is on the line, by calling them back when not. From there on it is a leg like
// any other (accepting.ts, calling-back.ts); when it is done with, it is given back to the desk. Called by the transition table.
import { type Leg, lentLeg } from '../leg/leg.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Signal } from '../world/signals.ts'
import { takenAlready, takenAtDesk, withCaller } from './accepting.ts'
import { base, type Event, type In, type Live, ladderOf, nameOf, propertyOf } from './events.ts'
import type { Incident, IncidentBase, Walk } from './incident.ts'
import { legCut } from './leg-moves.ts'
import { acknowledgedAgain, callOffOthers } from './owning.ts'
import { mayCallNow, ringCaller } from './ringing-caller.ts'

type Connectable = In<'ringing' | 'pausing' | 'unreached' | 'acknowledged' | 'reminding'>

/** A reminder is put off so long when its owner turns to another incident, seconds. */
const LATER_SECONDS = 120

export function connectAtDesk(at: At, incident: Connectable, event: Event<'connectAtDesk'>): Decision<Incident> {
  const { person, desk } = event
  const had = incident.owner
  if (had !== null && had.person !== person) return takenAlready(at, incident, event)
  const gone = incident.caller.now === 'gone'
  const may = gone ? mayCallNow(at, incident) : null
  if (may?.yes === false) return numberInstead(at, incident, event, may.why)
  const leg = lent(at, event)
  const why = 'pressed 1 at the phone desk'
  const accepted: FactBody = { kind: 'accepted', leg: leg.id, person, waitedMs: at.now - incident.openedAt, why }
  const lend: Signal = { to: 'desk', id: desk, signal: { type: 'lent' } }
  const owned: IncidentBase = {
    ...base(incident),
    owner: { person, at: had?.at ?? at.now, leg: leg.id },
    nextLeg: incident.nextLeg + 1,
  }
  const won = first(
    { facts: had === null ? [accepted] : [], signals: [lend] },
    callOffOthers(at, owned, null, 'taken-by-another', `${nameOf(at, person)} has it at the phone desk`, person),
  )
  const walk = walkOf(at, incident)
  return andThen(won, i =>
    may?.yes ? ringCaller(at, i, walk, leg, may.number, 'call-back-begins') : withCaller(at, i, walk, leg),
  )
}

/** They own it all the same, and hear the number. */
function numberInstead(at: At, incident: Connectable, event: Event<'connectAtDesk'>, why: string): Decision<Incident> {
  const { callerNumber } = incident.caller
  const facts: FactBody[] = callerNumber === null ? [] : [{ kind: 'dial-refused', callerNumber, why }]
  if (incident.phase === 'acknowledged' || incident.phase === 'reminding') {
    const yours: Signal = { to: 'desk', id: event.desk, signal: { type: 'yours', callerNumber } }
    return decision<Incident>(incident, { facts, signals: [yours] })
  }
  return first({ facts }, takenAtDesk(at, incident, { type: 'takenAtDesk', person: event.person, desk: event.desk }))
}

function lent(at: At, { person, desk, trunk, phone }: Event<'connectAtDesk'>): Leg {
  const dial = { person, phone: phone ?? '', trunks: [], why: 'at the phone desk' }
  return { id: lentLeg(desk), dial, trunk, dialledAt: at.now, lent: true, phase: 'joined', deadline: null }
}

/** Where the ladder goes on if their line breaks: where it was, or with the first rung. */
function walkOf(at: At, incident: Connectable): Walk {
  if (incident.phase === 'ringing') return incident.walk
  const pass = incident.phase === 'pausing' ? incident.pass : (incident.unreached?.pass ?? 1)
  const rung = pass > 1 ? (ladderOf(at, incident).repeatFrom ?? 0) : 0
  return { pass, rung, try: 0, waves: [], passedOver: [], done: [] }
}

/** They turn to the caller of another incident: whoever is rung next for this one, it is not them. */
export function letGo(at: At, incident: Live, { person, desk, other }: Event<'letGo'>): Decision<Incident> {
  const theirs = Object.values(incident.legs).filter(leg => leg.dial.person === person && leg.phase !== 'over')
  const answer = (type: 'isLetGo' | 'isElsewhere') => ({ signals: [{ to: 'desk', id: desk, signal: { type } }] as const })
  if (theirs.some(leg => leg.phase === 'joined')) return decision<Incident>(incident, answer('isElsewhere'))
  const why = `${nameOf(at, person)} is at the phone desk, about ${other}`
  const ringing = theirs.filter(leg => leg.phase !== 'leaving')
  const cut = ringing.reduce<Decision<IncidentBase>>(
    (done, leg) => andThen(done, i => legCut(i, leg, { result: 'called-off', why })),
    decision(base(incident)),
  )
  if (incident.phase === 'ringing' && ringing.length > 0) {
    const walk = { ...incident.walk, done: [...incident.walk.done, person] }
    // Who is next is decided when they are busy with the other one, so that the next rung does not ring them again.
    const lookAgainAt = after(at.now, 1)
    return first(
      answer('isLetGo'),
      andThen(cut, i => decision<Incident>({ ...incident, ...i, walk, lookAgainAt })),
    )
  }
  if (incident.phase === 'reminding' && ringing.length > 0) {
    const again = after(at.now, LATER_SECONDS)
    const when = incident.asked === 'expiry' ? { expiresAt: again } : { remindAt: again }
    return first(
      answer('isLetGo'),
      andThen(cut, i =>
        andThen(acknowledgedAgain(at, i, 'reminded'), j =>
          decision<Incident>(j.phase === 'acknowledged' ? { ...j, ...when, lookAgainAt: again } : j),
        ),
      ),
    )
  }
  return decision<Incident>(incident, answer('isLetGo'))
}

/** Tells the desk about it. */
export function describe(at: At, incident: Live, { desk, before, round, what }: Event<'describe'>): Decision<Incident> {
  const { caller, owner, openedAt, statements, others = [], joined = 0, phase } = incident
  const property = propertyOf(at, incident)
  const onTheLine = 'leg' in incident && phase !== 'reminding'
  const signal: Signal = {
    to: 'desk',
    id: desk,
    signal: {
      type: 'described',
      spoken: property.spoken,
      category: property.categories[incident.category] ?? {},
      openedAt,
      callerNumber: caller.callerNumber,
      owner: owner?.person ?? null,
      joined,
      before,
      round,
      what,
      statements,
      state: phase === 'resolved' ? 'over' : onTheLine ? 'talks' : 'open',
      waits: caller.now !== 'gone' || others.some(one => one.now === 'waiting'),
    },
  }
  return decision<Incident>(incident, { signals: [signal] })
}
