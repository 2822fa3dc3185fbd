// A read-only look at the rest of the world for a stream that is deciding. Every answer is journalled with the turn, so that
// replay can give the same answers without the rest of the world.
import type { Call } from '../call/call.ts'
import type { PinQuestion } from '../desk/desk.ts'
import type { Load, Room } from '../dialling/caps.ts'
import { sameNumber } from '../dialling/may-dial.ts'
import type { Incident } from '../incident/incident.ts'
import { type KnownTrouble, knownTrouble, type TroubleQuestion } from '../incident/known.ts'
import type { Leg } from '../leg/leg.ts'
import type { Standing } from '../standing/standing.ts'
import type { CallId, ChannelId, E164, EpochMs, IncidentId, StreamId } from './ids.ts'
import { loadOfOthers, roomFor } from './load.ts'
import { type Answer, type Dialled, isOver, liveStreams, type OpenIncident, type Stream, type World } from './world.ts'

export interface Around {
  /**
   * The other incident for which this person is rung or on the line, or the call that is transferred to them; or null. `phone`: the
   * telephone that would be rung. Two people may share it: rung or talked on for one of them, it is busy for the other, too.
   */
  engaged(person: string, except: IncidentId | CallId, phone?: E164): IncidentId | CallId | null
  /** The incident whose technician is calling this number back now, or null. The number is not kept with the answer. */
  callingBack(call: CallId, callerNumber: string, property: string): IncidentId | null
  /** What staff have set and that stands now. */
  standing(): readonly Standing[]
  /** PINs that are being asked for at the desk now, this call's own left out. */
  openPins(except: CallId): readonly PinQuestion[]
  /** Incidents that are not done; those that nobody has first, then the oldest. */
  openIncidents(): readonly OpenIncident[]
  /** The open incident that this caller's trouble belongs to, or null. */
  sameTrouble(call: CallId, question: TroubleQuestion): KnownTrouble | null
  /** Telephones that all others ring, or have dialled within the hour: altogether, and for this property; and what each trunk carries. */
  load(property: string, except: IncidentId | CallId): OthersLoad
  /** The same for one leg that is about to be dialled, with everything else counted. Asked by the gate. */
  room(asked: RoomAsked): Room
}

export interface OthersLoad {
  readonly box: Load
  readonly property: Load
  readonly trunks?: Readonly<Record<string, number>>
  /** When the first of those that were dialled within the hour was. */
  readonly oldest?: EpochMs
}

export interface RoomAsked {
  readonly channel: ChannelId
  readonly property: string
  readonly trunk: string
  readonly pending: readonly ChannelId[]
  readonly cleared: readonly Dialled[]
}

/**
 * Looks at the live world and keeps what it answered in `seen`. `changed`: what this turn has decided so far. Every answer is about the
 * world as this turn has made it: with the streams that it has begun, and without those that it has ended.
 */
export function around(world: World, seen: Answer[], now: EpochMs, changed: ReadonlyMap<StreamId, Stream> = new Map()): Around {
  const present = () => presentStreams(world, changed)
  const incidents = () => present().flatMap(stream => (stream.kind === 'incident' ? [stream] : []))
  return noting(seen, {
    engaged: (person, except, phone) => engagedWith(present(), person, except, phone),
    callingBack: (_call, callerNumber, property) => callingBack(incidents(), callerNumber, property),
    standing: () => present().flatMap(stream => (stream.kind === 'standing' ? [stream] : [])),
    openPins: except => openPinsOf(present(), except),
    openIncidents: () => openOnes(incidents()),
    sameTrouble: (_call, question) => knownTrouble(incidents(), question, now),
    load: (property, except) => loadOfOthers(world, changed, property, except, now),
    room: asked => roomFor(world, changed, asked, now),
  })
}

/** Those of the world in its order, then those that this turn has begun. */
function presentStreams(world: World, changed: ReadonlyMap<StreamId, Stream>): Stream[] {
  if (changed.size === 0) return liveStreams(world)
  const before = liveStreams(world)
  const known = new Set<StreamId>(before.map(({ id }) => id))
  const begun = [...changed.values()].filter(({ id }) => !known.has(id))
  return [...before.map(stream => changed.get(stream.id) ?? stream), ...begun].filter(stream => !isOver(stream))
}

type Told<A extends Answer['asked']> = Extract<Answer, { asked: A }>

/** Gives the journalled answers again, in order; a question that was not asked then is answered with nobody. */
export function remembered(answers: readonly Answer[], seen: Answer[]): Around {
  const left = [...answers]

  function told<A extends Answer['asked']>(
    asked: A,
    nobody: Told<A>['answer'],
    same: (answer: Told<A>) => boolean = () => true,
  ): Told<A>['answer'] {
    const at = left.findIndex(answer => answer.asked === asked && same(answer as Told<A>))
    const [found] = at === -1 ? [] : left.splice(at, 1)
    return found === undefined ? nobody : (found.answer as Told<A>['answer'])
  }

  return noting(seen, {
    engaged: (person, except) => told('engaged', null, a => a.person === person && a.except === except),
    callingBack: call => told('callingBack', null, a => a.call === call),
    standing: () => told('standing', []),
    openPins: call => told('openPins', [], a => a.call === call),
    openIncidents: () => told('openIncidents', []),
    sameTrouble: call => told('sameTrouble', null, a => a.call === call),
    load: (property, except) => told('load', { box: NONE, property: NONE }, a => a.property === property && a.except === except),
    // A journal from before the gate has no such answers: what it dialled was dialled.
    room: ({ channel }) => told('room', { box: NONE, property: NONE, trunk: 0 }, a => a.channel === channel),
  })
}

const NONE: Load = { now: 0, hour: 0 }

/** Every answer is kept with what tells its question from others; numbers of callers are not. */
function noting(seen: Answer[], answers: Around): Around {
  function noted<A extends Answer>(answer: A): A['answer'] {
    seen.push(answer)
    return answer.answer
  }
  return {
    engaged: (person, except, phone) =>
      noted({ asked: 'engaged', person, except, answer: answers.engaged(person, except, phone) }),
    callingBack: (call, number, property) =>
      noted({ asked: 'callingBack', call, answer: answers.callingBack(call, number, property) }),
    standing: () => noted({ asked: 'standing', answer: answers.standing() }),
    openPins: call => noted({ asked: 'openPins', call, answer: answers.openPins(call) }),
    openIncidents: () => noted({ asked: 'openIncidents', answer: answers.openIncidents() }),
    sameTrouble: (call, question) => noted({ asked: 'sameTrouble', call, answer: answers.sameTrouble(call, question) }),
    load: (property, except) => noted({ asked: 'load', property, except, answer: answers.load(property, except) }),
    room: asked => noted({ asked: 'room', channel: asked.channel, answer: answers.room(asked) }),
  }
}

function openPinsOf(present: readonly Stream[], except: CallId): PinQuestion[] {
  return present.flatMap(desk =>
    desk.kind === 'desk' && desk.phase === 'awaiting-pin' && desk.id !== except && desk.asked ? [desk.asked] : [],
  )
}

function openOnes(incidents: readonly Incident[]): OpenIncident[] {
  return incidents
    .filter(({ phase }) => phase !== 'resolved')
    .sort((a, b) => Number(a.owner !== null) - Number(b.owner !== null) || a.openedAt - b.openedAt)
    .map(({ id, property, category, openedAt, owner, statements }) => ({
      ...{ id, property, category, openedAt, owner: owner?.person ?? null },
      statements: statements.map(({ recording }) => recording),
    }))
}

function callingBack(incidents: readonly Incident[], callerNumber: string, property: string): IncidentId | null {
  for (const incident of incidents) {
    const waits = incident.phase === 'call-back-menu' || (incident.phase === 'calling-back' && !incident.resident.answered)
    if (waits && incident.property === property && sameNumber(incident.caller.callerNumber, callerNumber)) return incident.id
  }
  return null
}

/** Calls come first. People and telephones that this turn has let go are free in it already. */
function engagedWith(
  present: readonly Stream[],
  person: string,
  except: IncidentId | CallId,
  phone: E164 | undefined,
): IncidentId | CallId | null {
  const isMeant = (one: Rung) => one.person === person || (phone !== undefined && sameNumber(one.phone, phone))
  for (const stream of present) {
    if (stream.id === except || (stream.kind !== 'call' && stream.kind !== 'incident')) continue
    if (rungBy(stream).some(isMeant)) return stream.id
  }
  return null
}

/** Somebody whose telephone rings or who is on the line. `person`: null for a caller, and for a bare number of the rules. */
interface Rung {
  readonly person: string | null
  readonly phone: string
}

function rungBy(stream: Call | Incident): Rung[] {
  if (stream.kind === 'call') {
    const rings = stream.phase === 'transferring' || stream.phase === 'transferred' || stream.phase === 'seeing-off'
    return rings ? [stream.leg.to] : []
  }
  const live = Object.values<Leg>(stream.legs).filter(leg => leg.phase !== 'over' && leg.phase !== 'leaving')
  const people = live.map(leg => leg.dial)
  return 'resident' in stream ? [...people, { person: null, phone: stream.resident.number }] : people
}
