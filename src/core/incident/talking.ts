// From the accept to the end of the talk: both sides come into the bridge, and one of them leaves it. A technician's line that
// breaks early is not an end: they are rung once more, then the ladder resumes.
import { isLineLost, LOST_SECONDS } from '../leg/end-of-talk.ts'
import type { Dial, Leg } from '../leg/leg.ts'
import { overAll } from '../leg/ways.ts'
import { phrase } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import { after } from '../world/ids.ts'
import { legsDue, settledLegEnded } from './attempts.ts'
import { wordsDue } from './before-talk.ts'
import { base, type Event, type In, languageOf, lookAgain, nameOf, propertyOf, tellCaller } from './events.ts'
import type { Incident, IncidentBase, Walk } from './incident.ts'
import { type Ending, givenBack, legDismissed, legNamed, legOver } from './leg-moves.ts'
import { askAfterTalk } from './outcome.ts'
import { acknowledged, ownedWords } from './owning.ts'
import { talkBegins } from './recording-talk.ts'
import { beginPass, nextWave, onceMore } from './ringing-rung.ts'

/** After such a hang-up, a caller who still listens so many seconds later is one who needs help. */
const QUIT_SECONDS = 3

type Joint = In<'connecting' | 'talking'>

export function joined(
  at: At,
  incident: In<'connecting'>,
  event: Event<'enteredBridge' | 'callerJoined'>,
): Decision<Incident> | null {
  if (event.bridge !== incident.bridge || incident.in.includes(event.channel)) return null
  const present = [...incident.in, event.channel]
  const { leg: id, caller } = incident
  if (!present.includes(id) || !present.includes(caller.call)) return decision<Incident>({ ...incident, in: present })
  const { walk, leg, bridge } = incident
  const talking: In<'talking'> = {
    ...base(incident),
    phase: 'talking',
    walk,
    leg,
    bridge,
    quit: false,
    since: at.now,
    lookAgainAt: lookAgain(at.now),
  }
  return first({ signals: tellCaller(incident, { type: 'together', bridge }) }, talkBegins(at, talking, 'both are in the talk'))
}

/** They did not both come: the accept leads to nothing. */
export function notJoined(at: At, incident: In<'connecting'>): Decision<Incident> {
  const looked = legsDue(at, incident, null)
  if (at.now < incident.until) return looked
  return andThen(looked, i => wordsDue(at, i) ?? lost(at, i, 0, 'the two could not be connected in time', true))
}

export function talkLegEnded(at: At, incident: Joint, event: Event<'ended'>): Decision<Incident> | null {
  if (event.channel !== incident.leg) return settledLegEnded(at, incident, event)
  if (incident.phase === 'connecting') return lost(at, incident, 0, 'the line ended before the two were connected', false, event)
  const talkedMs = at.now - incident.since
  if (isLineLost(talkedMs, event)) return lost(at, incident, talkedMs, `the line broke (cause ${event.cause})`, false, event)
  if (talkedMs >= LOST_SECONDS * 1000) return overAfterTalk(at, incident, talkedMs, event)
  // "I am on my way, bye": both hang up, the technician a moment earlier.
  return decision<Incident>({ ...incident, quit: true, lookAgainAt: after(at.now, QUIT_SECONDS) })
}

function overAfterTalk(at: At, incident: In<'talking'>, talkedMs: number, event: Event<'ended'>): Decision<Incident> {
  const leg = legNamed(incident, incident.leg)
  if (leg === undefined) throw new Error(`${incident.id} talks with a leg that it does not have`)
  const { person } = leg.dial
  const ended = legOver(incident, leg, { result: 'accepted', why: 'the technician hung up', cause: event.cause, sip: event.sip })
  const parts = {
    facts: [{ kind: 'talk-ended', leg: leg.id, person, talkedMs, by: 'technician', why: 'the technician hung up' } as const],
    commands: [{ do: 'leaveTalk', channel: leg.id, bridge: incident.bridge } as const],
  }
  return first(
    parts,
    andThen(ended, i => acknowledged(at, i, person, 'pressed 1 and talked', tellCaller(i, { type: 'talkEnded', person }))),
  )
}

/** Accepted and gone again, with the caller still there: told so, the same person once more, then on along the ladder. */
export function lost(
  at: At,
  incident: Joint,
  talkedMs: number,
  why: string,
  hangUp: boolean,
  event: Event<'ended'> | null = null,
): Decision<Incident> {
  const leg = legNamed(incident, incident.leg)
  if (leg === undefined) throw new Error(`${incident.id} talks with a leg that it does not have`)
  const { person } = leg.dial
  const ending = { result: 'hung-up', why, cause: event?.cause ?? null, sip: event?.sip ?? null } as const
  const failed = phrase(at.plan, languageOf(at, leg), leg.lent ? 'call-back-failed' : 'connect-failed')
  const ended = hangUp ? legDropped(at, base(incident), leg, ending, failed) : legOver<IncidentBase>(base(incident), leg, ending)
  // Whoever is back at the phone desk can press 1 there again.
  const again = leg.lent && hangUp ? [] : onceMore(at, incident, leg)
  const stopped = stoppedFor(at, incident, leg)
  const waves = [...again, ...(stopped.length > 0 ? [stopped] : []), ...incident.walk.waves]
  const walk: Walk = { ...incident.walk, waves }
  const parts = {
    facts: [{ kind: 'technician-lost', leg: leg.id, person, talkedMs, why } as const],
    commands: [{ do: 'leaveTalk', channel: leg.id, bridge: incident.bridge } as const],
    signals: tellCaller(incident, { type: 'technicianLost', person }),
  }
  const reopened = andThen(ended, i => decision<IncidentBase>({ ...i, owner: null, lost: [...i.lost, person] }))
  return first(
    parts,
    andThen(reopened, i => nextWave(at, i, walk)),
  )
}

/** Told so: at the desk they may press 1 again, any other telephone is rung once more. */
function legDropped(at: At, incident: IncidentBase, leg: Leg, ending: Ending, words: readonly Speech[]): Decision<IncidentBase> {
  return leg.lent ? givenBack(incident, leg, ending, words) : legDismissed(at, incident, leg, ending, words)
}

/** Star ends the talk of somebody at the phone desk, who is back there. The caller is asked whether they still need help. */
export function talkKey(at: At, incident: In<'talking'>, { channel, digit }: Event<'digit'>): Decision<Incident> | null {
  const leg = legNamed(incident, incident.leg)
  if (channel !== incident.leg || digit !== '*' || !leg?.lent) return null
  const { person } = leg.dial
  const why = 'the technician pressed star'
  const talkedMs = at.now - incident.since
  const parts = {
    facts: [{ kind: 'talk-ended', leg: leg.id, person, talkedMs, by: 'technician', why } as const],
    commands: [{ do: 'leaveTalk', channel: leg.id, bridge: incident.bridge } as const],
  }
  const had = acknowledged(
    at,
    base(incident),
    person,
    'pressed 1 and talked',
    tellCaller(incident, { type: 'talkEnded', person }),
  )
  return first(
    parts,
    andThen(had, i => askAfterTalk(at, i, leg, [])),
  )
}

/** The telephones that rang beside the winner's, or while it was taken at the desk, and were stopped: they had no chance to answer. */
function stoppedFor(at: At, incident: Joint, winner: Leg): Dial[] {
  const stopped = Object.values(incident.legs).filter(
    leg => (leg.phase === 'over' || leg.phase === 'leaving') && leg.result === 'taken-by-another',
  )
  const since = winner.lent ? Math.max(...stopped.map(leg => leg.dialledAt)) : winner.dialledAt
  return stopped
    .filter(leg => leg.dialledAt === since && leg.dial.phone !== winner.dial.phone)
    .map(leg => overAll(leg.dial, propertyOf(at, incident).outbound))
}

/** The caller hung up between the accept and the talk: the technician owns it and gets the number. */
export function callerLeftConnecting(at: At, incident: In<'connecting'>): Decision<Incident> {
  const leg = legNamed(incident, incident.leg)
  if (leg === undefined) throw new Error(`${incident.id} connects a leg that it does not have`)
  const without: IncidentBase = { ...base(incident), caller: { ...incident.caller, now: 'gone' } }
  const why = 'the caller hung up in the moment of the accept'
  const { call } = incident.caller
  const told = legDismissed(at, without, leg, { result: 'owned', why }, ownedWords(at, without, leg))
  const end = { do: 'leaveTalk', channel: leg.id, bridge: incident.bridge } as const
  return first(
    { facts: [{ kind: 'caller-left', call, why }], commands: [{ do: 'hush', channel: leg.id }, end] },
    andThen(told, i => acknowledged(at, i, leg.dial.person, `pressed 1; ${why}`)),
  )
}

export function callerLeftTalk(at: At, incident: In<'talking'>): Decision<Incident> {
  const leg = legNamed(incident, incident.leg)
  if (leg === undefined) throw new Error(`${incident.id} talks with a leg that it does not have`)
  const { person } = leg.dial
  const without: IncidentBase = { ...base(incident), caller: { ...incident.caller, now: 'gone' } }
  const why = 'the caller hung up'
  const parts = {
    facts: [
      { kind: 'caller-left', call: incident.caller.call, why } as const,
      { kind: 'talk-ended', leg: leg.id, person, talkedMs: at.now - incident.since, by: 'caller', why } as const,
    ],
    commands: [{ do: 'leaveTalk', channel: leg.id, bridge: incident.bridge } as const],
  }
  if (incident.quit) {
    const ended = legOver<IncidentBase>(without, leg, {
      result: 'accepted',
      why: 'the technician hung up, a moment before the caller',
    })
    return first(
      parts,
      andThen(ended, i => acknowledged(at, i, person, 'pressed 1 and talked')),
    )
  }
  return first(
    parts,
    andThen(acknowledged(at, without, person, 'pressed 1 and talked'), i =>
      askAfterTalk(at, i, leg, phrase(at.plan, languageOf(at, leg), 'outcome-after-talk')),
    ),
  )
}

/** The talk is over, but not the trouble: the ladder starts anew. */
export function stillNeedsHelp(at: At, incident: In<'acknowledged'>, _event: Event<'stillNeedsHelp'>): Decision<Incident> {
  const why = `the caller pressed 1 after the talk with ${incident.owner ? nameOf(at, incident.owner.person) : 'nobody'}`
  const reopened: IncidentBase = { ...base(incident), owner: null, lost: [] }
  return first({ facts: [{ kind: 'still-needs-help', call: incident.caller.call, why }] }, beginPass(at, reopened, 1, why))
}

export function lookAtTalk(at: At, incident: In<'talking'>): Decision<Incident> {
  if (incident.quit && at.now >= incident.lookAgainAt) {
    return lost(at, incident, at.now - incident.since, `hung up within ${LOST_SECONDS} s, and the caller stayed`, false)
  }
  return legsDue(at, { ...incident, lookAgainAt: incident.quit ? incident.lookAgainAt : after(at.now, 3600) }, null)
}
