// Which incidents wait for what a turn has let go: the telephone of somebody who was busy, a channel of a trunk, or room under a cap.
// Asked by take-turn.ts at the end of a turn, so that nobody has to ask every second whether somebody is free.
import { isLimited } from '../dialling/caps.ts'
import { peopleAt, sameNumber } from '../dialling/may-dial.ts'
import type { Incident } from '../incident/incident.ts'
import { waitedFor } from '../incident/waits-for.ts'
import type { Dial } from '../leg/leg.ts'
import { type Changed, found, keysNow } from './found.ts'
import type { IncidentId, StreamId } from './ids.ts'
import { inboundTrunk, legsOf } from './legs-of.ts'
import type { Stream } from './stream.ts'
import { personKey, phoneKey, placeWaitedAt } from './waiting.ts'
import { streamOf, type World } from './world.ts'

/** Something on the line, by its name. `of`: the person and the telephone that it keeps busy. */
type Lines = ReadonlyMap<string, readonly string[]>

/** The incidents that may ring somebody now because of what this turn has ended, in the world's order. */
export function waitingForThis(world: World, changed: Changed): IncidentId[] {
  const ended = endedBy(world, changed)
  const freed = ended.flatMap(({ of }) => of)
  if (freed.length === 0) return []
  const keys = [...placesWithCaps(world, changed), ...freed.flat().flatMap(one => keysOfFreed(world, one))]
  return found(world, changed, 'waiting', keys).flatMap(stream =>
    stream.kind === 'incident' && mayRingBecauseOf(ended, world, stream) ? [stream.id] : [],
  )
}

interface Ended {
  readonly id: StreamId
  /** For each line: the person and the telephone that it kept busy. */
  readonly of: readonly (readonly string[])[]
}

/** The lines of each stream that this turn has ended. */
export function endedBy(world: World, changed: Changed): readonly Ended[] {
  return [...changed.values()].map(stream => ({ id: stream.id, of: letGo(streamOf(world, stream.id), stream) }))
}

/** What it has ended itself has led it on already; and one that this turn has begun has looked just now. */
export function mayRingBecauseOf(ended: readonly Ended[], world: World, incident: Incident): boolean {
  const others = ended.filter(({ id }) => id !== incident.id).flatMap(({ of }) => of)
  if (others.length === 0 || !world.incidents.has(incident.id)) return false
  const plan = world.plans.get(incident.plan)
  return waitedFor(incident, plan).some(
    dial => concerns(dial, others) || (plan !== undefined && isLimited(plan, incident.property, dial.trunks)),
  )
}

/** Any line that ends may make room for those who wait where the rules set a cap. */
function placesWithCaps(world: World, changed: Changed): string[] {
  return [...keysNow(world, changed, 'waitingAt')].filter(key => {
    const { plan: hash, property } = placeWaitedAt(key)
    const plan = world.plans.get(hash)
    return plan !== undefined && isLimited(plan, property, plan.properties[property]?.outbound ?? [])
  })
}

/** `one`: a person or a telephone. Who waits for the owner of an incident waits for a person, by whose telephone they are found here. */
function keysOfFreed(world: World, one: string): string[] {
  const people = [...world.plans.values()].flatMap(plan => peopleAt(plan, one))
  return [personKey(one), phoneKey(one), ...people.map(personKey)]
}

function concerns({ person, phone }: Dial, others: readonly (readonly string[])[]): boolean {
  return others.some(of => of.some(one => one === person || sameNumber(one, phone)))
}

function letGo(before: Stream | undefined, after: Stream): (readonly string[])[] {
  if (before === undefined) return []
  const left = linesOf(after)
  return [...linesOf(before)].filter(([line]) => !left.has(line)).map(([, of]) => of)
}

/** A telephone that hears a last word is on the line still, and its person is busy no more: they count apart. */
function linesOf(stream: Stream): Lines {
  const inbound = inboundTrunk(stream)
  return new Map([
    ...(inbound === null ? [] : [[`from ${stream.id}`, []] as const]),
    ...legsOf(stream).map(({ id }) => [`to ${id}`, peopleOn(stream, id)] as const),
    ...busyLegs(stream),
  ])
}

function busyLegs(stream: Stream): (readonly [string, readonly string[]])[] {
  if (stream.kind !== 'incident') return []
  return Object.values(stream.legs)
    .filter(leg => leg.phase !== 'over' && leg.phase !== 'leaving')
    .map(({ id, dial }) => [`busy ${id}`, [dial.person, dial.phone]])
}

function peopleOn(stream: Stream, id: string): string[] {
  if (stream.kind === 'incident') {
    // They may be on call themselves.
    if ('resident' in stream && stream.resident.id === id) return [stream.resident.number]
    const dial = Object.values(stream.legs).find(leg => leg.id === id)?.dial
    return dial === undefined ? [] : [dial.person, dial.phone]
  }
  const transfers = stream.kind === 'call' && 'leg' in stream ? stream.leg.to : null
  return transfers === null ? [] : [transfers.person ?? '', transfers.phone]
}
