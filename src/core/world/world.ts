// Everything that is live (calls, incidents, staff at the desk, what they have set), and what one turn does to it. take-turn.ts decides turns; the shell settles them here.

import { type Call, callDeadline } from '../call/call.ts'
import { type Desk, deskDeadline, type PinQuestion } from '../desk/desk.ts'
import type { OthersLoad, Room } from '../dialling/caps.ts'
import { type Incident, incidentDeadline } from '../incident/incident.ts'
import type { KnownTrouble } from '../incident/known.ts'
import type { Plan } from '../plan/plan.ts'
import { type Standing, standingDeadline } from '../standing/standing.ts'
import type { Command } from './commands.ts'
import type { Fact } from './facts.ts'
import {
  type CallId,
  type ChannelId,
  type EpochMs,
  type IncidentId,
  isIncident,
  isPeriod,
  isStanding,
  isTrunkStream,
  type StandingId,
  type StreamId,
} from './ids.ts'
import { putInIndex } from './index-of-streams.ts'
import { emptyIndexes, INDEXES_OF, type Indexes, KEYS } from './indexes.ts'
import type { Input } from './inputs.ts'
import { forgetOldDials, type LateDials, noDials, rememberDial } from './late-dials.ts'
import { ownerOfLeg } from './our-legs.ts'
import { givePlace, noPlaces, type Places } from './places.ts'
import type { RungNow } from './rung-now.ts'
import { isOver, type Stream } from './stream.ts'

export type { Dialled } from './late-dials.ts'
export { isOver, type Stream } from './stream.ts'

/** Its streams are put in place by `keep` alone, which keeps the indexes true. */
export interface World {
  readonly calls: ReadonlyMap<CallId, Call>
  readonly incidents: ReadonlyMap<IncidentId, Incident>
  /** Calls of staff at the phone desk. */
  readonly desks: ReadonlyMap<CallId, Desk>
  readonly standing: ReadonlyMap<StandingId, Standing>
  readonly indexes: Indexes
  readonly places: Places
  /** Every plan that a live stream began with, and the one in force, by hash. */
  readonly plans: Map<string, Plan>
  /** After a restart the journal tells it. */
  readonly dialled: LateDials
}

/** A question about the rest of the world, and what around.ts answered. */
export type Answer =
  | {
      readonly asked: 'engaged'
      readonly person: string
      readonly except: IncidentId | CallId
      readonly answer: IncidentId | CallId | null
    }
  | { readonly asked: 'standing'; readonly answer: readonly Standing[] }
  | { readonly asked: 'openPins'; readonly call: CallId; readonly answer: readonly PinQuestion[] }
  | { readonly asked: 'rungNow'; readonly call: CallId; readonly answer: RungNow | null }
  | { readonly asked: 'callingBack'; readonly call: CallId; readonly answer: IncidentId | null }
  | { readonly asked: 'openIncidents'; readonly answer: readonly OpenIncident[] }
  | {
      readonly asked: 'load'
      readonly property: string
      readonly except: IncidentId | CallId
      readonly answer: OthersLoad
    }
  /** Asked by the gate that every leg passes. */
  | { readonly asked: 'room'; readonly channel: ChannelId; readonly answer: Room }
  | { readonly asked: 'sameTrouble'; readonly call: CallId; readonly answer: KnownTrouble | null }

/** No number of a caller is in it: answers are kept as they are. */
export interface OpenIncident {
  readonly id: IncidentId
  readonly property: string
  readonly category: string
  readonly openedAt: EpochMs
  readonly owner: string | null
  readonly statements: readonly string[]
}

/** One input, decided. Plain JSON: it is what the journal keeps. */
export interface Turn {
  readonly input: Input
  readonly at: EpochMs
  /** What was asked of the rest of the world, and what it answered. */
  readonly seen: readonly Answer[]
  /** The new state of each stream that changed. */
  readonly changes: readonly Stream[]
  readonly facts: readonly Fact[]
  readonly commands: readonly Command[]
  /** Why nothing happened, when nothing did. */
  readonly ignored: string | null
}

export function emptyWorld(): World {
  return {
    calls: new Map(),
    incidents: new Map(),
    desks: new Map(),
    standing: new Map(),
    plans: new Map(),
    indexes: emptyIndexes(),
    places: noPlaces(),
    dialled: noDials(),
  }
}

/** Puts a committed turn's new states in place. Streams that are over leave. */
export function settle(world: World, turn: Turn): void {
  for (const stream of turn.changes) keep(world, stream)
  for (const { do: does, channel } of turn.commands)
    if (does === 'dial') rememberDial(world.dialled, { leg: channel, property: dialledFor(turn, channel), at: turn.at })
  forgetOldDials(world.dialled, turn.at)
}

function dialledFor({ changes }: Turn, leg: ChannelId): string {
  const owner = changes.find(stream => stream.id === ownerOfLeg(leg))
  return owner !== undefined && 'property' in owner ? (owner.property ?? '') : ''
}

/** Every live stream, callers first. */
export function liveStreams(world: World): Stream[] {
  return [...world.calls.values(), ...world.desks.values(), ...world.incidents.values(), ...world.standing.values()]
}

/** A stream in its new state: in its place, and under its keys. One that is over leaves. */
export function keep(world: World, stream: Stream): void {
  const streams = likeIt(world, stream) as Map<StreamId, Stream>
  const over = isOver(stream)
  if (over) {
    streams.delete(stream.id)
    world.places.of.delete(stream.id)
  } else {
    streams.set(stream.id, stream)
    givePlace(world.places, stream)
  }
  for (const name of INDEXES_OF[stream.kind]) putInIndex(world.indexes[name], stream.id, over ? [] : KEYS[name](stream))
}

function likeIt(world: World, { kind }: Stream): ReadonlyMap<StreamId, Stream> {
  switch (kind) {
    case 'call':
      return world.calls
    case 'desk':
      return world.desks
    case 'incident':
      return world.incidents
    case 'standing':
      return world.standing
  }
}

export function streamOf(world: World, id: StreamId): Stream | undefined {
  if (isIncident(id)) return world.incidents.get(id)
  if (isStanding(id)) return world.standing.get(id)
  if (isPeriod(id) || isTrunkStream(id)) return undefined
  return world.calls.get(id) ?? world.desks.get(id)
}

/** When the stream wants to be looked at again, ms since the epoch; null when it is over. */
export function deadlineOf(stream: Stream): EpochMs | null {
  switch (stream.kind) {
    case 'call':
      return callDeadline(stream)
    case 'incident':
      return incidentDeadline(stream)
    case 'desk':
      return deskDeadline(stream)
    case 'standing':
      return standingDeadline(stream)
  }
}
