// Which incidents wait for what a turn has let go: the telephone of somebody who was busy, or room under a cap that was reached.
// Asked by take-turn.ts at the end of a turn, so that nobody has to ask every second whether somebody is free.
import { peopleAt, sameNumber } from '../dialling/telephones.ts'
import type { Incident } from '../incident/incident.ts'
import { waitedFor } from '../incident/waits-for.ts'
import type { Dial, Leg } from '../leg/leg.ts'
import type { Plan } from '../plan/plan.ts'
import { type Changed, counted, found, keysNow } from './found.ts'
import type { IncidentId, StreamId } from './ids.ts'
import { timesUnder } from './index-of-streams.ts'
import { KEYS } from './indexes.ts'
import { ANYWHERE, inboundTrunk, legsOf, ofProperty } from './legs-of.ts'
import type { Stream } from './stream.ts'
import { personKey, phoneKey, placeWaitedAt } from './waiting.ts'
import { streamOf, type World } from './world.ts'

/** The incidents that may ring somebody now because of what this turn has ended, in the world's order. */
export function waitingForThis(world: World, changed: Changed): IncidentId[] {
  if (!doesAnybodyWait(world, changed)) return []
  const ended = endedBy(world, changed)
  const freed = ended.flatMap(({ of }) => of)
  if (freed.length === 0) return []
  const lines = linesOfTurn(world, changed)
  const keys = [...placesWithRoom(world, changed, lines), ...freed.flat().flatMap(one => keysOfFreed(world, one))]
  return found(world, changed, 'waiting', keys).flatMap(stream =>
    stream.kind === 'incident' && mayRingBecauseOf(ended, lines, world, stream) ? [stream.id] : [],
  )
}

function doesAnybodyWait(world: World, changed: Changed): boolean {
  if (world.indexes.waiting.keys.size > 0) return true
  for (const stream of changed.values()) if (KEYS.waiting(stream).length > 0) return true
  return false
}

export interface Ended {
  readonly id: StreamId
  /** For each line: the person and the telephone that it kept busy. */
  readonly of: readonly (readonly string[])[]
}

/** How many lines there were under this key before the turn, and how many there are now. */
export type CountLines = (index: 'rings' | 'trunks', key: string) => { readonly before: number; readonly now: number }

/** The lines of each stream that this turn has ended. */
export function endedBy(world: World, changed: Changed): readonly Ended[] {
  return [...changed.values()].map(stream => ({ id: stream.id, of: letGo(streamOf(world, stream.id), stream) }))
}

/** What it has ended itself has led it on already; and one that this turn has begun has looked just now. */
export function mayRingBecauseOf(ended: readonly Ended[], lines: CountLines, world: World, incident: Incident): boolean {
  const others = ended.filter(({ id }) => id !== incident.id).flatMap(({ of }) => of)
  if (others.length === 0 || !world.incidents.has(incident.id)) return false
  const plan = world.plans.get(incident.plan)
  return waitedFor(incident, plan).some(
    dial => concerns(dial, others) || (plan !== undefined && hasRoomAgain(lines, plan, incident.property, dial.trunks)),
  )
}

function linesOfTurn(world: World, changed: Changed): CountLines {
  return (index, key) => ({ before: timesUnder(world.indexes[index], key), now: counted(world, changed, index, key) })
}

/** Where a cap was reached, and is no more. Room within the hour comes with time: incident/room-to-dial.ts. */
function placesWithRoom(world: World, changed: Changed, lines: CountLines): string[] {
  return [...keysNow(world, changed, 'waitingAt')].filter(key => {
    const { plan: hash, property } = placeWaitedAt(key)
    const plan = world.plans.get(hash)
    return plan !== undefined && hasRoomAgain(lines, plan, property, plan.properties[property]?.outbound ?? [])
  })
}

/**
 * Below a cap that was not reached nobody waits for room, but for a person: any line that ends would wake them. An
 * incident that has met a cap in the turn that makes room under it is not woken: it looks again within a minute.
 */
function hasRoomAgain(lines: CountLines, plan: Plan, property: string, trunks: readonly string[]): boolean {
  const isUnder = (most: number | undefined, index: 'rings' | 'trunks', key: string): boolean => {
    if (most === undefined) return false
    const { before, now } = lines(index, key)
    return before >= most && now < most
  }
  return (
    isUnder(plan.box.dialling?.atOnce, 'rings', ANYWHERE) ||
    isUnder(plan.properties[property]?.dialling?.atOnce, 'rings', ofProperty(property)) ||
    trunks.some(trunk => isUnder(plan.trunks[trunk]?.channels, 'trunks', trunk))
  )
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
  if (before === undefined || hasSameLegs(before, after)) return []
  const had = linesOf(before)
  const left = linesOf(after)
  return had.filter(({ name }) => !left.some(line => line.name === name)).map(({ of }) => of)
}

/** Most turns of an incident leave its telephones as they are. */
function hasSameLegs(before: Stream, after: Stream): boolean {
  return before.kind === 'incident' && after.kind === 'incident' && before.legs === after.legs && !('resident' in before)
}

/** Something on the line. `of`: the person and the telephone that it keeps busy. */
interface Line {
  readonly name: string
  readonly of: readonly string[]
}

/** A telephone that hears a last word is on the line still, and its person is busy no more: they count apart. */
function linesOf(stream: Stream): Line[] {
  const lines: Line[] = inboundTrunk(stream) === null ? [] : [{ name: 'caller', of: [] }]
  for (const { id } of legsOf(stream)) lines.push({ name: `to ${id}`, of: peopleOn(stream, id) })
  if (stream.kind !== 'incident') return lines
  for (const { id, phase, dial } of Object.values<Leg>(stream.legs))
    if (phase !== 'over' && phase !== 'leaving') lines.push({ name: `busy ${id}`, of: [dial.person, dial.phone] })
  return lines
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
