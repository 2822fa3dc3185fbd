// The life of the telephones of a rung: ringing, ended, out of time. What an end means for the ladder is said here; who is next
// is ringing-rung.ts. Late events of settled legs end in quiet.
import { cameTo, type Dial, endOf, type Leg, looksLikeTheirs, whyUnrung } from '../leg/leg.ts'
import { unsentOver, whatIsLeft, whyOver } from '../leg/ways.ts'
import { phrase } from '../words/speech.ts'
import { type At, andThen, type Decision, decision } from '../world/decision.ts'
import type { AttemptResult, FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import { asEnded } from './dialling-leg.ts'
import { type Event, type In, type Live, languageOf, rungOf } from './events.ts'
import type { Incident, Walk } from './incident.ts'
import { legBase, legCut, legDismissed, legNamed, legOver, speakTo, withLeg } from './leg-moves.ts'
import { takenWords } from './owning.ts'
import { dialOne, dialOver, waitForRoom, whoIsNext } from './ringing-rung.ts'

export function rang(at: At, incident: In<'ringing'>, { channel }: Event<'legRinging'>): Decision<Incident> | null {
  const leg = legNamed(incident, channel)
  if (leg?.phase === 'ringing' && !leg.heard) {
    return decision<Incident>(withLeg(incident, { ...leg, heard: true }), { facts: [ringsNow(leg)] })
  }
  if (leg?.phase !== 'dialling') return null
  const deadline = after(at.now, rungOf(at, incident, incident.walk).ringSeconds)
  return decision<Incident>(withLeg(incident, { ...leg, phase: 'ringing', heard: true, deadline }), { facts: [ringsNow(leg)] })
}

function ringsNow(leg: Leg): FactBody {
  return { kind: 'rang', leg: leg.id, person: leg.dial.person, why: 'the telephone rings' }
}

/**
 * A leg ended while its rung is being rung: over another trunk when this one is congested, or
 * refused it before it rang; else the next telephone.
 */
export function attemptEnded(at: At, incident: In<'ringing'>, event: Event<'ended'>): Decision<Incident> | null {
  const leg = legNamed(incident, event.channel)
  if (leg === undefined) return null
  if (leg.phase === 'leaving') return whoIsNext(at, farewell(incident, leg))
  if (leg.phase === 'over' || leg.phase === 'joined') return null
  const { cause, sip } = event
  const left = whatIsLeft(leg.dial, at.plan.trunks)
  const { result, over } = endOf(cameTo(leg), event, { trunk: leg.trunk, trunks: left.trunks })
  const ended = legOver(incident, leg, { result, why: whyEnded(result, leg, event), cause, sip })
  const again = over === null ? ended : andThen(ended, i => dialOver(at, i, left, whyOver(left, over)))
  return andThen(again, i => whoIsNext(at, i))
}

/** The gate would not have it: rung no more, or as soon as there is room. */
function refused(at: At, incident: In<'ringing'>, event: Event<'commandFailed'>): Decision<Incident> | null {
  const leg = legNamed(incident, event.channel)
  if (leg?.phase !== 'dialling') return null
  const ended = legOver(incident, leg, { result: 'refused', why: event.reason })
  const dial = { ...leg.dial, trunks: [leg.trunk, ...leg.dial.trunks] }
  const waits = event.refused === 'room' ? andThen(ended, i => waitForRoom(i, dial, event.reason)) : ended
  return andThen(waits, i => whoIsNext(at, i))
}

function whyEnded(result: AttemptResult, leg: Leg, event: Event<'ended'>): string {
  // Nobody has declined, or not answered, what never rang.
  if (looksLikeTheirs(cameTo(leg), event) && result !== 'dead-number') return whyUnrung(leg.trunk, event)
  switch (result) {
    case 'busy':
      return 'the telephone is busy'
    case 'declined':
      return 'the call was declined'
    case 'dead-number':
      return 'the number is not in service'
    case 'congestion':
      return `trunk ${leg.trunk} could not carry the call`
    case 'hung-up':
      return 'hung up during the briefing without a key'
    default:
      return 'the telephone stopped ringing without an answer'
  }
}

export function dialFailed(at: At, incident: In<'ringing'>, event: Event<'commandFailed'>): Decision<Incident> | null {
  if (event.refused !== undefined) return refused(at, incident, event)
  if (event.command !== 'dial' && !event.gone) return commandNoted(at, incident, event)
  return asEnded(event, ended => attemptEnded(at, notSent(incident, event), ended))
}

/** The leg, with its trunk among those over which nothing could be sent. */
export function notSent<I extends Live>(incident: I, { channel, command }: Event<'commandFailed'>): I {
  const leg = legNamed(incident, channel)
  return leg?.phase === 'dialling' && command === 'dial'
    ? withLeg(incident, { ...leg, dial: unsentOver(leg.dial, leg.trunk) })
    : incident
}

export function commandNoted(_at: At, incident: Live, event: Event<'commandFailed'>): Decision<Incident> {
  const leg = legNamed(incident, event.channel)
  // Something was still to be said to whoever has just hung up.
  if (event.gone && event.command === 'say' && (leg?.phase ?? 'over') === 'over') return decision<Incident>(incident)
  const state = event.gone && leg?.phase === 'leaving' ? farewell(incident, leg) : incident
  return decision<Incident>(state, { facts: [{ kind: 'command-failed', command: event.command, why: event.reason }] })
}

/** Every leg whose time is up: dialling becomes ringing, ringing and briefing end, a last word is cut. */
export function legsDue<I extends Live>(at: At, incident: I, walk: Walk | null): Decision<I> {
  return Object.values(incident.legs)
    .filter(leg => leg.deadline !== null && leg.deadline <= at.now)
    .reduce<Decision<I>>((done, leg) => andThen(done, i => legDue(at, i, leg, walk)), decision(incident))
}

/** Not a sign of life from this trunk: the same telephone over the next one. */
function overNextTrunk<I extends Live>(at: At, incident: I, leg: Leg, walk: Walk, left: Dial): Decision<I> {
  const why = whyOver(left, `trunk ${leg.trunk} gave no sign of ringing`)
  const cut = legCut(incident, leg, { result: 'congestion', why })
  return andThen(cut, i =>
    'walk' in i && i.phase === 'ringing' ? (dialOver(at, i, left, why) as Decision<I>) : dialOne(at, i, walk, left, why),
  )
}

function legDue<I extends Live>(at: At, incident: I, leg: Leg, walk: Walk | null): Decision<I> {
  switch (leg.phase) {
    case 'dialling': {
      const seconds = walk ? rungOf(at, incident, walk).ringSeconds : 0
      return decision(withLeg(incident, { ...leg, phase: 'ringing', heard: false, deadline: after(at.now, seconds) }))
    }
    case 'ringing': {
      const left = whatIsLeft(leg.dial, at.plan.trunks)
      if (!leg.heard && walk !== null && left.trunks.length > 0) return overNextTrunk(at, incident, leg, walk, left)
      return legCut(incident, leg, { result: 'no-answer', why: 'the ring time is over' })
    }
    case 'briefing':
      return legDismissed(
        at,
        incident,
        leg,
        { result: 'no-key', why: 'no key within the accept time: not an answer' },
        phrase(at.plan, languageOf(at, leg), 'no-key-leg'),
      )
    case 'leaving':
      return decision(farewell(incident, leg), { commands: [{ do: 'hangUp', channel: leg.id }] })
    default:
      return decision(incident)
  }
}

export function ringingDue(at: At, incident: In<'ringing'>): Decision<Incident> {
  const looked = legsDue(at, { ...incident, lookAgainAt: after(at.now, 60) }, incident.walk)
  return andThen(looked, i => whoIsNext(at, i))
}

/** The last word to a settled leg has been said. */
export function lastWordToLeg(at: At, incident: Live, event: Event<'playbackFinished'>): Decision<Incident> | null {
  const leg = legNamed(incident, event.channel)
  if (leg?.phase !== 'leaving' || leg.playback !== event.playback) return null
  return decision<Incident>(withLeg(incident, { ...leg, deadline: after(at.now, 5) }), {
    commands: [{ do: 'hangUp', channel: leg.id }],
  })
}

/** A settled leg's channel is gone. */
export function settledLegEnded(_at: At, incident: Live, event: Event<'ended'>): Decision<Incident> | null {
  const leg = legNamed(incident, event.channel)
  return leg?.phase === 'leaving' ? decision<Incident>(farewell(incident, leg)) : null
}

/** Answered after everything was settled: whoever picked up hears why there is nothing left to do. */
export function answeredTooLate(at: At, incident: Live, event: Event<'legAnswered'>): Decision<Incident> | null {
  const leg = legNamed(incident, event.channel)
  if (leg === undefined) return hungUpAsUnknown(incident, event)
  if (leg.phase !== 'over') return null
  const { owner } = incident
  const words = owner
    ? takenWords(at, leg, owner.person)
    : phrase(at.plan, languageOf(at, leg), incident.phase === 'ringing' ? 'passed-on' : 'called-off')
  const said = speakTo(incident, leg, words)
  const leaving: Leg = { ...leg, phase: 'leaving', playback: said.playback, speech: words, deadline: after(at.now, 20) }
  const by = owner?.person ?? 'nobody'
  return decision<Incident>(withLeg(said.incident, leaving), {
    facts: [
      { kind: 'already-taken', leg: leg.id, person: leg.dial.person, by, why: 'answered in the moment in which it was settled' },
    ],
    commands: said.commands,
  })
}

/** Settled so long ago that it has left the state: there is nothing to say, and nobody may be left in silence. */
function hungUpAsUnknown(incident: Live, { channel }: Event<'legAnswered'>): Decision<Incident> | null {
  if ('resident' in incident && incident.resident.id === channel) return null
  return decision<Incident>(incident, { commands: [{ do: 'hangUp', channel }] })
}

/** A second 1 in the same moment: said in words already, noted here. */
export function keyTooLate(_at: At, incident: Live, { channel, digit }: Event<'digit'>): Decision<Incident> | null {
  const leg = legNamed(incident, channel)
  if (leg?.phase !== 'leaving' || digit !== '1' || incident.owner === null || incident.owner.leg === leg.id) return null
  const { person } = incident.owner
  return decision<Incident>(incident, {
    facts: [{ kind: 'already-taken', leg: leg.id, person: leg.dial.person, by: person, why: 'pressed 1 after somebody else' }],
  })
}

function farewell<I extends Live>(incident: I, leg: Extract<Leg, { phase: 'leaving' }>): I {
  return withLeg(incident, { ...legBase(leg), phase: 'over', result: leg.result, deadline: null })
}
