// A read-only look at the rest of the world for a stream that is deciding. Every answer is journalled with the turn, so that
// replay can give the same answers without the rest of the world.
import type { PinQuestion } from '../desk/desk.ts'
import type { Load, OthersLoad, Room } from '../dialling/caps.ts'
import { plainNumber } from '../dialling/telephones.ts'
import type { Incident } from '../incident/incident.ts'
import { type KnownTrouble, knownTrouble, type TroubleQuestion } from '../incident/known.ts'
import type { Standing } from '../standing/standing.ts'
import { callBackKey } from './calling-back.ts'
import { busyKeys, engages } from './engaged.ts'
import { type Changed, found } from './found.ts'
import type { CallId, E164, EpochMs, IncidentId, StandingId } from './ids.ts'
import type { IndexName } from './indexes.ts'
import { ANYWHERE } from './legs-of.ts'
import { loadOfOthers, type RoomAsked, roomFor } from './load.ts'
import { ANY_OPEN, openFirst, troubleKeys } from './open-incidents.ts'
import { ANY_PIN, isAskedForPin } from './open-pins.ts'
import { type ForwardedQuestion, type RungNow, rungBy } from './rung-now.ts'
import { isOver } from './stream.ts'
import type { Answer, OpenIncident, World } from './world.ts'

export interface Around {
  /**
   * The other incident for which this person is rung or on the line, or the call that is transferred to them; or null. `phone`: the
   * telephone that would be rung. Two people may share it: rung or talked on for one of them, it is busy for the other, too.
   */
  engaged(person: string, except: IncidentId | CallId, phone?: E164): IncidentId | CallId | null
  /** The incident whose technician is calling this number back now, or null. The number is not kept with the answer. */
  callingBack(call: CallId, callerNumber: string, property: string): IncidentId | null
  /** Whose telephone, rung now, may have sent this call back to us; or null. The numbers are not kept with the answer. */
  rungNow(call: CallId, question: ForwardedQuestion): RungNow | null
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

/**
 * Looks at the live world and keeps what it answered in `seen`. `changed`: what this turn has decided so far. Every answer is about the
 * world as this turn has made it: with the streams that it has begun, and without those that it has ended.
 */
export function around(world: World, seen: Answer[], now: EpochMs, changed: Changed = new Map()): Around {
  const streams = (name: IndexName, keys: readonly string[]) => found(world, changed, name, keys)
  const incidents = (name: IndexName, keys: readonly string[]) =>
    streams(name, keys).flatMap(stream => (stream.kind === 'incident' ? [stream] : []))
  return noting(seen, {
    engaged(person, except, phone) {
      const others = streams('busy', busyKeys(person, phone)).filter(({ id }) => id !== except)
      return others.find(stream => engages(stream, person, phone))?.id ?? null
    },
    callingBack: (_call, number, property) =>
      incidents('callingBack', [callBackKey(property, number)]).map(({ id }) => id)[0] ?? null,
    rungNow: (_call, question) => {
      const named = streams('busy', question.numbers.map(plainNumber))
      const others = question.own === null ? [] : streams('rings', [ANYWHERE])
      return [...named, ...others].map(stream => rungBy(stream, question)).find(found => found !== null) ?? null
    },
    standing: () => standingNow(world, changed),
    openPins: except =>
      streams('pins', [ANY_PIN]).flatMap(desk => (isAskedForPin(desk) && desk.id !== except ? [desk.asked] : [])),
    openIncidents: () => incidents('open', [ANY_OPEN]).sort(openFirst).map(openIncident),
    sameTrouble: (_call, question) => knownTrouble(incidents('open', troubleKeys(question)), question, now),
    load: (property, except) => loadOfOthers(world, changed, property, except, now),
    room: asked => roomFor(world, changed, asked, now),
  })
}

function standingNow(world: World, changed: Changed): Standing[] {
  const begun = [...changed.values()].filter(({ id }) => !world.standing.has(id as StandingId))
  const known = [...world.standing.values()].map(one => changed.get(one.id) ?? one)
  // Holds decide nothing about calls, and every answer is journalled.
  return [...known, ...begun].flatMap(stream =>
    stream.kind === 'standing' && stream.what.is !== 'hold' && !isOver(stream) ? [stream] : [],
  )
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
    rungNow: call => told('rungNow', null, a => a.call === call),
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
    rungNow: (call, question) => noted({ asked: 'rungNow', call, answer: answers.rungNow(call, question) }),
    standing: () => noted({ asked: 'standing', answer: answers.standing() }),
    openPins: call => noted({ asked: 'openPins', call, answer: answers.openPins(call) }),
    openIncidents: () => noted({ asked: 'openIncidents', answer: answers.openIncidents() }),
    sameTrouble: (call, question) => noted({ asked: 'sameTrouble', call, answer: answers.sameTrouble(call, question) }),
    load: (property, except) => noted({ asked: 'load', property, except, answer: answers.load(property, except) }),
    room: asked => noted({ asked: 'room', channel: asked.channel, answer: answers.room(asked) }),
  }
}

function openIncident({ id, property, category, openedAt, owner, statements }: Incident): OpenIncident {
  return {
    id,
    property,
    category,
    openedAt,
    owner: owner?.person ?? null,
    statements: statements.map(({ recording }) => recording),
  }
}
