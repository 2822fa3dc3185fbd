// A read-only look at the rest of the world for a stream that is deciding. Every answer is journalled with the turn, so that
// replay can give the same answers without the rest of the world.
import type { PinQuestion } from '../desk/desk.ts'
import type { Load, Room } from '../dialling/caps.ts'
import { sameNumber } from '../dialling/may-dial.ts'
import { type KnownTrouble, knownTrouble, type TroubleQuestion } from '../incident/known.ts'
import type { Standing } from '../standing/standing.ts'
import type { CallId, ChannelId, EpochMs, IncidentId, StreamId } from './ids.ts'
import { loadOfOthers, roomFor } from './load.ts'
import type { Answer, Dialled, OpenIncident, Stream, World } from './world.ts'

export interface Around {
  /** The other incident for which this person is rung or on the line, or the call that is transferred to them; or null. */
  engaged(person: string, except: IncidentId | CallId): IncidentId | CallId | null
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

/** Looks at the live world and keeps what it answered in `seen`. `changed`: what this turn has decided so far. */
export function around(world: World, seen: Answer[], now: EpochMs, changed: ReadonlyMap<StreamId, Stream> = new Map()): Around {
  return noting(seen, {
    engaged: (person, except) => engagedWith(world, changed, person, except),
    callingBack: (_call, callerNumber, property) => callingBack(world, callerNumber, property),
    standing: () => [...world.standing.values()],
    openPins: except => openPinsOf(world, except),
    openIncidents: () => openOnes(world),
    sameTrouble: (_call, question) => knownTrouble(world.incidents.values(), question, now),
    load: (property, except) => loadOfOthers(world, changed, property, except, now),
    room: asked => roomFor(world, changed, asked, now),
  })
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
    engaged: (person, except) => noted({ asked: 'engaged', person, except, answer: answers.engaged(person, except) }),
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

function openPinsOf(world: World, except: CallId): PinQuestion[] {
  return [...world.desks.values()].flatMap(desk =>
    desk.phase === 'awaiting-pin' && desk.id !== except && desk.asked ? [desk.asked] : [],
  )
}

function openOnes(world: World): OpenIncident[] {
  return [...world.incidents.values()]
    .filter(({ phase }) => phase !== 'resolved')
    .sort((a, b) => Number(a.owner !== null) - Number(b.owner !== null) || a.openedAt - b.openedAt)
    .map(({ id, property, category, openedAt, owner, statements }) => ({
      ...{ id, property, category, openedAt, owner: owner?.person ?? null },
      statements: statements.map(({ recording }) => recording),
    }))
}

function callingBack(world: World, callerNumber: string, property: string): IncidentId | null {
  for (const incident of world.incidents.values()) {
    const waits = incident.phase === 'call-back-menu' || (incident.phase === 'calling-back' && !incident.resident.answered)
    if (waits && incident.property === property && sameNumber(incident.caller.callerNumber, callerNumber)) return incident.id
  }
  return null
}

/** Whoever this turn has let go is free in it already. */
function engagedWith(
  world: World,
  changed: ReadonlyMap<StreamId, Stream>,
  person: string,
  except: IncidentId | CallId,
): IncidentId | CallId | null {
  const now = <S extends Stream>(stream: S): S => (changed.get(stream.id) as S | undefined) ?? stream
  for (const call of [...world.calls.values()].map(now)) {
    const mine = call.phase === 'transferring' || call.phase === 'transferred' || call.phase === 'seeing-off'
    if (mine && call.id !== except && call.leg.to.person === person) return call.id
  }
  for (const incident of [...world.incidents.values()].map(now)) {
    if (incident.id === except) continue
    for (const leg of Object.values(incident.legs)) {
      if (leg.dial.person === person && leg.phase !== 'over' && leg.phase !== 'leaving') return incident.id
    }
  }
  return null
}
