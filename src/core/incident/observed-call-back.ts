// After a start or a reconnect: the leg to a caller who was being called back is compared with what the PBX shows, and legs of the incident
// that nobody claims any more are hung up. Called by observed.ts.
import { flagOf } from '../leg/ways.ts'
import type { Command } from '../world/commands.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import type { Observation, ObservedChannel } from '../world/inputs.ts'
import { talkBackEnded } from './after-calling-back.ts'
import { bothJoined, callBackLegEnded, callerAnswered } from './calling-back.ts'
import { base, type In, type Live, propertyOf } from './events.ts'
import type { Incident } from './incident.ts'
import { mayCallNow, ringCaller, technician } from './ringing-caller.ts'

/** `channels`: everything that was looked up for the incident. */
export function residentSeen(at: At, incident: Incident, channels: Observation['channels']): Decision<Incident> {
  if (incident.phase === 'closed') return decision<Incident>(incident)
  const mine = incident.phase === 'calling-back' || incident.phase === 'talking-back' ? incident : null
  const seen = mine ? channels[mine.resident.id] : undefined
  const followed = mine && seen ? legSeen(at, mine, seen) : decision<Incident>(incident)
  return andThen(followed, i => decision<Incident>(i, { commands: hangUpUnclaimed(incident, channels) }))
}

function hangUpUnclaimed(incident: Live, channels: Observation['channels']): Command[] {
  const resident = 'resident' in incident ? incident.resident.id : null
  return Object.entries(channels)
    .filter(([id, seen]) => seen.state !== 'gone' && id !== resident && !Object.hasOwn(incident.legs, id))
    .map(([channel]) => ({ do: 'hangUp', channel }))
}

function legSeen(at: At, incident: In<'calling-back' | 'talking-back'>, seen: ObservedChannel): Decision<Incident> {
  const { resident } = incident
  const facts = [found(seen.state)]
  if (seen.state === 'gone') return gone(at, incident, seen)
  if (incident.phase === 'talking-back' || resident.answered) {
    if (seen.bridge !== incident.bridge)
      return decision<Incident>(incident, { facts, commands: [{ do: 'talk', channel: resident.id, bridge: incident.bridge }] })
    const entered = { type: 'enteredBridge', channel: resident.id, bridge: seen.bridge } as const
    return first(
      { facts },
      (incident.phase === 'calling-back' ? bothJoined(at, incident, entered) : null) ?? decision<Incident>(incident),
    )
  }
  const picked =
    seen.state === 'up' && seen.inApp
      ? callerAnswered(at, incident, { type: 'legAnswered', channel: resident.id, dice: 0 })
      : null
  return first({ facts }, picked ?? decision<Incident>(incident))
}

function gone(
  at: At,
  incident: In<'calling-back' | 'talking-back'>,
  { witness }: Extract<ObservedChannel, { state: 'gone' }>,
): Decision<Incident> {
  const { resident } = incident
  if (incident.phase === 'calling-back' && witness !== 'unreadable' && !witness.dialled) {
    const { callerId, name } = propertyOf(at, incident)
    const { id, trunk, number } = resident
    return decision<Incident>(incident, {
      facts: [found('never dialled: dialled now')],
      commands: [
        { ...{ do: 'dial', channel: id, trunk, number, callerId, callerName: name, timeoutSeconds: 50 }, ...flagOf(resident) },
      ],
    })
  }
  const pickedUp = witness !== 'unreadable' && witness.dialled && witness.answered
  if (incident.phase === 'calling-back' && !resident.answered && pickedUp) {
    const again = promised(at, incident)
    if (again !== null) return again
  }
  const cause = witness !== 'unreadable' && witness.dialled ? witness.cause : 0
  const ended = { type: 'ended', channel: resident.id, cause, sip: null, fax: false } as const
  const decided = incident.phase === 'calling-back' ? callBackLegEnded(at, incident, ended) : talkBackEnded(at, incident, ended)
  return first({ facts: [found('gone')] }, decided ?? decision<Incident>(incident))
}

/** They picked up while the daemon was away, and the dialplan promised to ring them again. Null when they may not be rung now. */
function promised(at: At, incident: In<'calling-back'>): Decision<Incident> | null {
  const may = mayCallNow(at, incident)
  if (!may.yes) return null
  const why = 'picked up while the daemon was away: rung again'
  const { resident, walk } = incident
  const missed: FactBody = { kind: 'caller-not-reached', leg: resident.id, result: 'unknown', cause: null, sip: null, why }
  const again = ringCaller(at, base(incident), walk, technician(incident), may.number, 'call-back-again')
  return first({ facts: [found('gone'), missed] }, again)
}

function found(what: string): FactBody {
  return { kind: 'recovered', found: `the caller’s telephone: ${what}`, why: 'looked up after the daemon was away' }
}
