// Accept is the incident's alone and happens in one turn: exactly one person wins, every other telephone stops, and one that was
// just answered hears who took it. Pressing 1 with the caller there means talk; without them, and on 5, it means owning the matter.
import { beforeTalk } from '../leg/before-talk.ts'
import type { Leg } from '../leg/leg.ts'
import { phrase } from '../words/speech.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import { legId } from '../world/our-legs.ts'
import type { Signal } from '../world/signals.ts'
import { base, type Event, type In, languageOf, nameOf, propertyOf, tellCaller } from './events.ts'
import type { Incident, IncidentBase, Walk } from './incident.ts'
import { legBase, legDismissed, speakTo, withLeg } from './leg-moves.ts'
import { acknowledged, callOffOthers, ownedWords } from './owning.ts'
import { mayCallNow, ringCaller } from './ringing-caller.ts'

export function accept(at: At, incident: In<'ringing'>, leg: Leg): Decision<Incident> {
  if (incident.caller.now === 'gone') return callBack(at, incident, leg)
  const { person } = leg.dial
  const owned: IncidentBase = { ...base(incident), owner: { person, at: at.now, leg: leg.id } }
  const won = first(
    { facts: [{ kind: 'accepted', leg: leg.id, person, waitedMs: at.now - incident.openedAt, why: 'pressed 1' }] },
    stopOthers(at, owned, leg),
  )
  return andThen(won, i => withCaller(at, i, incident.walk, leg))
}

/** Brings the leg and the caller, who is on the line, together: a word to each, and then the talk (before-talk.ts). */
export function withCaller(at: At, incident: IncidentBase, walk: Walk, leg: Leg): Decision<Incident> {
  // One person at the desk may talk with several callers, one after the other.
  const bridge = leg.lent ? `talk-${incident.id}-d${incident.nextLeg}` : `talk-${leg.id}`
  const words = [
    ...phrase(at.plan, languageOf(at, leg), 'you-have-it'),
    ...(propertyOf(at, incident).recordTalk ? phrase(at.plan, languageOf(at, leg), 'talk-recorded') : []),
  ]
  const said = speakTo(incident, leg, words)
  const joining: Leg = { ...legBase(leg), phase: 'joined', deadline: null }
  return decision<Incident>(
    {
      ...withLeg(said.incident, joining),
      phase: 'connecting',
      walk,
      leg: leg.id,
      bridge,
      in: [],
      ...beforeTalk(at.now, { channel: leg.id, playback: said.playback }, { channel: incident.caller.call, playback: null }),
    },
    {
      commands: said.commands,
      signals: tellCaller(incident, { type: 'connect', bridge, person: nameOf(at, leg.dial.person) }),
    },
  )
}

/** The caller is gone: they are called back, where that may be. */
function callBack(at: At, incident: In<'ringing'>, leg: Leg): Decision<Incident> {
  const may = mayCallNow(at, incident)
  const { callerNumber } = incident.caller
  if (!may.yes) {
    const facts = callerNumber === null ? [] : [{ kind: 'dial-refused', callerNumber, why: may.why } as const]
    return first({ facts }, own(at, incident, leg, 'key-1-caller-gone'))
  }
  const { person } = leg.dial
  const owned: IncidentBase = { ...base(incident), owner: { person, at: at.now, leg: leg.id } }
  const why = 'pressed 1, to call the caller back'
  const won = first(
    { facts: [{ kind: 'accepted', leg: leg.id, person, waitedMs: at.now - incident.openedAt, why }] },
    stopOthers(at, owned, leg),
  )
  return andThen(won, i => ringCaller(at, i, incident.walk, leg, may.number, 'call-back-begins'))
}

/** Owned without a talk: the caller, if still there, hears who has it. */
export function own(at: At, incident: In<'ringing'>, leg: Leg, how: 'key-5' | 'key-1-caller-gone'): Decision<Incident> {
  const { person } = leg.dial
  const why = how === 'key-5' ? 'pressed 5' : 'pressed 1 with the caller gone'
  const owned: IncidentBase = { ...base(incident), owner: { person, at: at.now, leg: leg.id } }
  const won = first({ facts: [{ kind: 'owned', leg: leg.id, person, how, why }] }, stopOthers(at, owned, leg))
  const told = andThen(won, i => legDismissed(at, i, leg, { result: 'owned', why }, ownedWords(at, i, leg)))
  return andThen(told, i => acknowledged(at, i, person, why, tellCaller(i, { type: 'owned', person })))
}

/** Somebody at the phone desk owns it now. The caller, if still there, hears who has it; the desk hears the caller's number. */
export function takenAtDesk(
  at: At,
  incident: In<'ringing' | 'pausing' | 'unreached'>,
  { person, desk }: Event<'takenAtDesk'>,
): Decision<Incident> {
  const why = 'taken at the phone desk'
  const leg = legId(incident.id, 0)
  const signals: Signal[] = [
    ...tellCaller(incident, { type: 'owned', person }),
    { to: 'desk', id: desk, signal: { type: 'yours', callerNumber: incident.caller.callerNumber } },
  ]
  const settled = ownedElsewhere(at, incident, person, why)
  return andThen(first({ facts: [{ kind: 'owned', leg, person, how: 'desk', why }] }, settled), i =>
    acknowledged(at, i, person, why, signals),
  )
}

/** Somebody at the command line owns it. The caller, if still there, hears who has it. */
export function ownedByHand(
  at: At,
  incident: In<'ringing' | 'pausing' | 'unreached'>,
  { who, why }: Event<'ownedByHand'>,
): Decision<Incident> {
  const leg = legId(incident.id, 0)
  const settled = ownedElsewhere(at, incident, who, why)
  return andThen(first({ facts: [{ kind: 'owned', leg, person: who, how: 'by-hand', why }] }, settled), i =>
    acknowledged(at, i, who, why, tellCaller(incident, { type: 'owned', person: nameOf(at, who) })),
  )
}

/** Too late: the desk hears who has it. */
export function takenAlready(
  at: At,
  incident: In<
    | 'ringing'
    | 'pausing'
    | 'unreached'
    | 'connecting'
    | 'talking'
    | 'calling-back'
    | 'talking-back'
    | 'call-back-menu'
    | 'acknowledged'
    | 'reminding'
    | 'asking-outcome'
    | 'resolved'
  >,
  { desk }: Event<'takenAtDesk' | 'resolvedAtDesk' | 'connectAtDesk'>,
): Decision<Incident> {
  const by = nameOf(at, incident.owner?.person ?? '')
  return decision<Incident>(incident, { signals: [{ to: 'desk', id: desk, signal: { type: 'taken', by } }] })
}

/** Somebody took the caller outside the application: nobody else is rung for it, and others who wait hear who has it. */
export function takenOutside(
  at: At,
  incident: In<'ringing' | 'pausing' | 'unreached'>,
  { by }: Event<'takenOutside'>,
): Decision<Incident> {
  const why = `${nameOf(at, by)} pressed 1 in the dialplan’s failsafe`
  // The failsafe may ring a number that is nobody's.
  const person = at.plan.people[by]?.name ?? propertyOf(at, incident).name
  const told = tellCaller(incident, { type: 'owned', person })
  return andThen(ownedElsewhere(at, incident, by, why), i => acknowledged(at, i, by, why, told))
}

/** Without a telephone that we rang: every one that still rings is called off. */
function ownedElsewhere(at: At, incident: Incident, by: string, why: string): Decision<IncidentBase> {
  const owned: IncidentBase = { ...base(incident), owner: { person: by, at: at.now, leg: legId(incident.id, 0) } }
  return callOffOthers(at, owned, null, 'called-off', why, by)
}

/** Nobody is rung after a decision. */
function stopOthers(at: At, incident: IncidentBase, winner: Leg): Decision<IncidentBase> {
  const { person } = winner.dial
  return callOffOthers(at, incident, winner, 'taken-by-another', `${nameOf(at, person)} took it`, person)
}
