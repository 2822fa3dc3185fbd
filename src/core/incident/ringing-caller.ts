// The caller is gone and a technician has pressed 1: the box rings the caller under the property's number. What comes of it is decided in
// calling-back.ts and after-calling-back.ts. Whether the number may be called at all is dialling/may-dial.ts's.
import { mayCallBack } from '../dialling/may-dial.ts'
import type { Leg } from '../leg/leg.ts'
import { flagOf, type Ways, waysOf } from '../leg/ways.ts'
import { phrase } from '../words/speech.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import { after, type E164 } from '../world/ids.ts'
import { legId } from '../world/our-legs.ts'
import { base, type In, languageOf, propertyOf } from './events.ts'
import type { Incident, IncidentBase, ResidentLeg, Walk } from './incident.ts'
import { legBase, legNamed, speakTo, withLeg } from './leg-moves.ts'
import { noRoom } from './room-to-dial.ts'

/** A caller's telephone is rung so long, seconds. */
const RING_SECONDS = 40

/** Rings the caller for the technician on `leg`. */
export function ringCaller(
  at: At,
  incident: IncidentBase,
  walk: Walk,
  leg: Leg,
  number: E164,
  word: 'call-back-begins' | 'call-back-again',
): Decision<Incident> {
  // From here on they hear it ring, whenever the network says that it does.
  const said = speakTo(incident, leg, [...phrase(at.plan, languageOf(at, leg), word), { kind: 'ringback' }])
  const joined: Leg = { ...legBase(leg), phase: 'joined', deadline: null }
  const next = { ...base(withLeg(said.incident, joined)), walk, leg: leg.id, listens: said.playback }
  return first({ commands: said.commands }, dialCaller(at, next, number, { trunks: propertyOf(at, incident).outbound }, word))
}

type Begun = IncidentBase & { readonly walk: Walk; readonly leg: Leg['id']; readonly listens?: string }

/** Sends the caller's leg over the first of these trunks. */
export function dialCaller(at: At, incident: Begun, number: E164, ways: Ways, why: string): Decision<Incident> {
  const id = legId(incident.id, incident.nextLeg)
  const [trunk = '', ...trunks] = ways.trunks
  const { callerId, name } = propertyOf(at, incident)
  const person = legNamed(incident, incident.leg)?.dial.person ?? ''
  const resident: ResidentLeg = { ...waysOf({ ...ways, trunks }), id, number, trunk, rings: false, answered: false }
  return decision<Incident>(
    {
      ...base(incident),
      walk: incident.walk,
      leg: incident.leg,
      nextLeg: incident.nextLeg + 1,
      ...(incident.listens !== undefined && { listens: incident.listens }),
      phase: 'calling-back',
      bridge: `talk-${id}`,
      resident,
      in: [],
      until: after(at.now, RING_SECONDS),
    },
    {
      facts: [{ kind: 'caller-dialled', leg: id, person, callerNumber: number, trunk, why }],
      commands: [
        {
          do: 'dial',
          channel: id,
          trunk,
          number,
          callerId,
          callerName: name,
          timeoutSeconds: RING_SECONDS + 10,
          ...flagOf(ways),
        },
      ],
    },
  )
}

/** The number under which this incident's caller can be called, or why not. */
export function numberOfCaller(at: At, incident: IncidentBase): ReturnType<typeof mayCallBack> {
  return mayCallBack(at.plan, incident.caller.callerNumber)
}

/** The same, and whether there is room for one more telephone now. */
export function mayCallNow(at: At, incident: IncidentBase): ReturnType<typeof mayCallBack> {
  const full = noRoom(at, incident, propertyOf(at, incident).outbound)
  const may = numberOfCaller(at, incident)
  return may.yes && full !== null ? { yes: false, why: full } : may
}

export function technician(incident: In<'calling-back' | 'talking-back' | 'call-back-menu'>): Leg {
  const leg = legNamed(incident, incident.leg)
  if (leg === undefined) throw new Error(`${incident.id} calls back for a leg that it does not have`)
  return leg
}

/** The daemon was away: what rings in the technician's ear is stopped by its name, and rings again under a new one. */
export function ringingAgain(incident: In<'calling-back'>): Decision<Incident> {
  const { listens } = incident
  if (listens === undefined) return decision<Incident>(incident)
  const leg = technician(incident)
  const { incident: next, playback, commands } = speakTo(incident, leg, [{ kind: 'ringback' }])
  return decision<Incident>(
    { ...next, listens: playback },
    { commands: [{ do: 'hush', channel: leg.id, playback: listens }, ...commands.slice(1)] },
  )
}
