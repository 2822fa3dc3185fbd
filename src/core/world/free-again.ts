// Which incidents wait for what a turn has let go: the telephone of somebody who was busy, a channel of a trunk, or room under a cap.
// Asked by take-turn.ts at the end of a turn, so that nobody has to ask every second whether somebody is free.
import { sameNumber } from '../dialling/may-dial.ts'
import type { Incident } from '../incident/incident.ts'
import { ownerWaitedFor } from '../incident/reminding.ts'
import { waitsForSomebody } from '../incident/ringing-rung.ts'
import { isLimited } from '../incident/room-to-dial.ts'
import type { Dial } from '../leg/leg.ts'
import type { IncidentId, StreamId } from './ids.ts'
import { inboundTrunk, legsOf } from './legs-of.ts'
import { type Stream, streamOf, type World } from './world.ts'

/** Something on the line, by its name. `of`: the person and the telephone that it keeps busy. */
type Lines = ReadonlyMap<string, readonly string[]>

/** The incidents that may ring somebody now because of what this turn has ended. */
export function waitingForThis(world: World, changed: ReadonlyMap<StreamId, Stream>): IncidentId[] {
  const waiting = [...world.incidents.values()].flatMap(incident => {
    const now = changed.get(incident.id) ?? incident
    const dials = now.kind === 'incident' ? waitedFor(world, now) : []
    return dials.length > 0 ? [{ ...incident, dials }] : []
  })
  if (waiting.length === 0) return []
  const ended = [...changed.values()].map(stream => ({ id: stream.id, of: letGo(streamOf(world, stream.id), stream) }))
  return waiting
    .filter(({ id, plan, property, dials }) => {
      // What it has ended itself has led it on already.
      const others = ended.filter(one => one.id !== id).flatMap(one => one.of)
      return others.length > 0 && dials.some(dial => concerns(dial, others) || isFull(dial, plan, property))
    })
    .map(({ id }) => id)

  function isFull({ trunks }: Dial, hash: string, property: string): boolean {
    const plan = world.plans.get(hash)
    return plan !== undefined && isLimited(plan, property, trunks)
  }
}

/** Whom this incident would ring if they were free: people of its rung, or its owner. */
function waitedFor(world: World, incident: Incident): readonly Dial[] {
  if (waitsForSomebody(incident)) return incident.walk.passedOver
  const plan = world.plans.get(incident.plan)
  const owner = incident.phase === 'acknowledged' && plan !== undefined ? ownerWaitedFor(plan, incident) : null
  return owner === null ? [] : [owner]
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
