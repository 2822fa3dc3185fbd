// After a start or a reconnect: each leg is compared with what the PBX shows, and the ordinary transitions bring it on. No old
// command is repeated blindly: a leg is dialled again only when Asterisk's own event log has no line of it.
import { isUndecided, type Leg } from '../leg/leg.ts'
import { flagOf, overAll } from '../leg/ways.ts'
import type { Command } from '../world/commands.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type CallId } from '../world/ids.ts'
import type { ObservedChannel } from '../world/inputs.ts'
import { hungUpWithIt, lineLost } from './after-calling-back.ts'
import { attemptEnded, settledLegEnded } from './attempts.ts'
import { wordsLeftOut } from './before-talk.ts'
import { answered } from './briefing.ts'
import { bothJoined } from './calling-back.ts'
import { type Event, type Live, propertyOf, ringLimit, rungOf } from './events.ts'
import type { Incident } from './incident.ts'
import { legNamed, legOver, speakTo, withLeg } from './leg-moves.ts'
import { residentSeen } from './observed-call-back.ts'
import { outcomeLegEnded } from './outcome.ts'
import { REMINDER_LIMIT_SECONDS, reminderAnswered, reminderLegEnded, reminderPromised } from './reminding.ts'
import { ringingAgain } from './ringing-caller.ts'
import { whoIsNext } from './ringing-rung.ts'
import { joined, talkLegEnded } from './talking.ts'

/** The dialplan tries for ten seconds to bring whoever picked up to the application (asterisk/extensions.conf, nightbell-leg). */
const COMING_SECONDS = 12

export function observed(at: At, incident: Live, { seen }: Event<'observed'>): Decision<Incident> {
  const legs = Object.values(incident.legs).filter(leg => seen.channels[leg.id] !== undefined)
  const looked = legs.reduce<Decision<Incident>>(
    (done, leg) =>
      andThen(done, i => {
        const channel = seen.channels[leg.id]
        return channel === undefined || i.phase === 'closed' ? decision<Incident>(i) : legSeen(at, i, leg.id, channel)
      }),
    decision<Incident>(incident),
  )
  const settled = andThen(looked, i => (i.phase === 'ringing' ? whoIsNext(at, i) : decision<Incident>(i)))
  return andThen(settled, i => residentSeen(at, i, seen.channels))
}

function legSeen(at: At, incident: Live, id: string, channel: ObservedChannel): Decision<Incident> {
  const leg = legNamed(incident, id)
  if (leg === undefined) return decision<Incident>(incident)
  return channel.state === 'gone' ? legGone(at, incident, leg, channel) : legThere(at, incident, leg, channel)
}

function legGone(at: At, incident: Live, leg: Leg, { witness }: Extract<ObservedChannel, { state: 'gone' }>): Decision<Incident> {
  if (leg.phase === 'over') return decision<Incident>(incident)
  const cause = witness !== 'unreadable' && witness.dialled ? witness.cause : 0
  // The desk, whose channel it is, leaves first and tells: the two must agree.
  if (leg.lent)
    return decision<Incident>(incident, {
      signals: [{ to: 'desk', id: leg.id as string as CallId, signal: { type: 'channelGone', cause } }],
    })
  if (witness === 'unreadable' && isUndecided(leg)) {
    const unknown = legOver<Incident>(incident, leg, {
      result: 'unknown',
      why: 'Asterisk’s event log can’t be read: not rung again under this id',
    })
    return first({ facts: [found(leg, 'gone')] }, unknown)
  }
  if (
    witness !== 'unreadable' &&
    !witness.dialled &&
    leg.phase === 'dialling' &&
    (incident.phase === 'ringing' || incident.phase === 'reminding')
  ) {
    return redial(at, incident, leg)
  }
  if (
    witness !== 'unreadable' &&
    witness.dialled &&
    witness.answered &&
    isUndecided(leg) &&
    (incident.phase === 'ringing' || incident.phase === 'reminding')
  ) {
    return incident.phase === 'ringing'
      ? promised(at, incident, leg)
      : first({ facts: [found(leg, 'gone')] }, reminderPromised(at, incident, leg))
  }
  const ended = { type: 'ended', channel: leg.id, cause, sip: null, fax: false } as const
  const decided = endedMeanwhile(at, incident, ended)
  return first({ facts: [found(leg, 'gone')] }, decided ?? decision<Incident>(incident))
}

/** As its end would have been decided when it came. */
function endedMeanwhile(at: At, incident: Live, ended: Event<'ended'>): Decision<Incident> | null {
  switch (incident.phase) {
    case 'ringing':
      return attemptEnded(at, incident, ended)
    case 'connecting':
    case 'talking':
      return talkLegEnded(at, incident, ended)
    case 'calling-back':
      // Whether they hung up, or the dialplan let them go and promised to ring again, nobody knows.
      if (ended.channel === incident.leg)
        return lineLost(at, incident, ended, 'their line ended while the caller was called back and the daemon was away')
      return hungUpWithIt(at, incident, ended)
    case 'talking-back':
    case 'call-back-menu':
      return hungUpWithIt(at, incident, ended)
    case 'reminding':
      return reminderLegEnded(at, incident, ended)
    case 'asking-outcome':
      return outcomeLegEnded(at, incident, ended)
    default:
      return settledLegEnded(at, incident, ended)
  }
}

/**
 * Picked up while the daemon was away, and promised by the dialplan: "we will ring you again". The same telephone goes first. So does that of
 * somebody who was being briefed: whatever they pressed, nobody heard it.
 */
function promised(at: At, incident: Extract<Live, { phase: 'ringing' }>, leg: Leg): Decision<Incident> {
  const dial = { ...overAll(leg.dial, propertyOf(at, incident).outbound), why: 'answered while the daemon was away' }
  const walk = { ...incident.walk, waves: [[dial], ...incident.walk.waves] }
  const why = 'answered while the daemon was away: rung again'
  return first({ facts: [found(leg, 'gone')] }, legOver<Incident>({ ...incident, walk }, leg, { result: 'unknown', why }))
}

/** The dial was decided and never sent: the same leg, the same id. */
function redial(at: At, incident: Extract<Live, { phase: 'ringing' | 'reminding' }>, leg: Leg): Decision<Incident> {
  const { callerId, name } = at.plan.box
  const timeoutSeconds = incident.phase === 'ringing' ? ringLimit(rungOf(at, incident, incident.walk)) : REMINDER_LIMIT_SECONDS
  return decision<Incident>(incident, {
    facts: [found(leg, 'never dialled: dialled now')],
    commands: [
      {
        do: 'dial',
        channel: leg.id,
        trunk: leg.trunk,
        number: leg.dial.phone,
        callerId,
        callerName: name,
        timeoutSeconds,
        ...flagOf(leg.dial),
      },
    ],
  })
}

function legThere(at: At, incident: Live, leg: Leg, channel: Exclude<ObservedChannel, { state: 'gone' }>): Decision<Incident> {
  if (leg.phase === 'leaving' && channel.inApp) return lastWordAgain(at, incident, leg)
  // Given back: it is the desk's, which looks at it itself.
  if (leg.phase === 'over' && leg.lent) return decision<Incident>(incident)
  if (leg.phase === 'over' || leg.phase === 'leaving') {
    return decision<Incident>(incident, {
      facts: [found(leg, 'still there: hung up')],
      commands: [{ do: 'hangUp', channel: leg.id }],
    })
  }
  const facts = [found(leg, channel.state)]
  if (incident.phase === 'reminding' && channel.state === 'up' && channel.inApp)
    return first(
      { facts },
      reminderAnswered(at, incident, { type: 'legAnswered', channel: leg.id, dice: 0 }) ?? decision<Incident>(incident),
    )
  if (leg.phase === 'joined') return first({ facts }, joinedSeen(at, incident, leg, channel.bridge))
  if ((leg.phase === 'dialling' || leg.phase === 'ringing') && channel.state === 'up' && !channel.inApp)
    return decision(comesToUs(at, incident, leg), { facts })
  if (incident.phase !== 'ringing' || channel.state !== 'up' || !channel.inApp) return decision<Incident>(incident, { facts })
  const silence: Command[] = leg.phase === 'briefing' ? [{ do: 'hush', channel: leg.id, playback: leg.playback }] : []
  const ringing: Leg = leg.phase === 'briefing' ? { ...leg, phase: 'ringing', heard: true } : leg
  const asked = answered(
    at,
    { ...incident, legs: { ...incident.legs, [leg.id]: ringing } },
    { type: 'legAnswered', channel: leg.id, dice: diceOf(leg) },
  )
  return first({ facts, commands: silence }, asked ?? decision<Incident>(incident))
}

/** Picked up while the daemon was away, and on the way to it through the dialplan: no ring time ends before they are here. */
function comesToUs(at: At, incident: Live, leg: Extract<Leg, { phase: 'dialling' | 'ringing' }>): Incident {
  const until = after(at.now, COMING_SECONDS)
  const coming: Leg = { ...leg, phase: 'ringing', heard: true, deadline: leg.deadline > until ? leg.deadline : until }
  const next: Live = withLeg(incident, coming)
  return next.phase === 'reminding' && next.until < until ? { ...next, until } : next
}

/** The last word was cut short, or never said: somebody who pressed a key must hear what became of it. */
function lastWordAgain(at: At, incident: Live, leg: Extract<Leg, { phase: 'leaving' }>): Decision<Incident> {
  const said = speakTo(incident, leg, leg.speech)
  const again: Leg = { ...leg, playback: said.playback, deadline: after(at.now, 20) }
  const commands: Command[] = [{ do: 'hush', channel: leg.id, playback: leg.playback }, ...said.commands.slice(1)]
  return decision<Incident>(withLeg(said.incident, again), { facts: [found(leg, 'hearing a last word')], commands })
}

function joinedSeen(at: At, incident: Live, leg: Leg, bridge: string | null): Decision<Incident> {
  if (incident.phase === 'calling-back' && !incident.resident.answered) return ringingAgain(incident)
  if (
    incident.phase !== 'connecting' &&
    incident.phase !== 'talking' &&
    incident.phase !== 'calling-back' &&
    incident.phase !== 'talking-back'
  )
    return decision<Incident>(incident)
  if (bridge !== incident.bridge) {
    return andThen(wordsLeftOut(at, incident), i =>
      decision<Incident>(i, { commands: [{ do: 'talk', channel: leg.id, bridge: incident.bridge }] }),
    )
  }
  const entered = { type: 'enteredBridge', channel: leg.id, bridge } as const
  const there =
    incident.phase === 'connecting'
      ? joined(at, incident, entered)
      : incident.phase === 'calling-back'
        ? bothJoined(at, incident, entered)
        : null
  return there ?? decision<Incident>(incident)
}

function diceOf(leg: Leg): number {
  return leg.phase === 'briefing' ? leg.dice : leg.dialledAt % 10
}

function found(leg: Leg, what: string): FactBody {
  return { kind: 'recovered', found: `${leg.dial.person}'s telephone: ${what}`, why: 'looked up after the daemon was away' }
}
