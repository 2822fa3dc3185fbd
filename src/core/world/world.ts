// Everything that is live (calls, incidents, staff at the desk, what they have set), and what one turn does to it. take-turn.ts decides turns; the shell settles them here.
import { type Call, callDeadline } from '../call/call.ts'
import type { PinQuestion } from '../desk/desk.ts'
import { type Desk, deskDeadline } from '../desk/desk.ts'
import { HOUR_MS, type Load, type Room } from '../dialling/caps.ts'
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
  isStanding,
  type StandingId,
  type StreamId,
} from './ids.ts'
import type { Input } from './inputs.ts'
import { ownerOfLeg } from './our-legs.ts'

export type Stream = Call | Incident | Desk | Standing

export interface World {
  readonly calls: Map<CallId, Call>
  readonly incidents: Map<IncidentId, Incident>
  /** Calls of staff at the phone desk. */
  readonly desks: Map<CallId, Desk>
  readonly standing: Map<StandingId, Standing>
  /** Every plan that a live stream began with, and the one in force, by hash. */
  readonly plans: Map<string, Plan>
  /** Every telephone that was dialled within the hour. After a restart the journal tells it. */
  dialled: readonly Dialled[]
}

export interface Dialled {
  readonly leg: ChannelId
  readonly property: string
  readonly at: EpochMs
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
  | { readonly asked: 'callingBack'; readonly call: CallId; readonly answer: IncidentId | null }
  | { readonly asked: 'openIncidents'; readonly answer: readonly OpenIncident[] }
  | {
      readonly asked: 'load'
      readonly property: string
      readonly except: IncidentId | CallId
      /** `trunks`: calls that each carries, both ways. */
      readonly answer: {
        readonly box: Load
        readonly property: Load
        readonly trunks?: Readonly<Record<string, number>>
        readonly oldest?: EpochMs
      }
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
  return { calls: new Map(), incidents: new Map(), desks: new Map(), standing: new Map(), plans: new Map(), dialled: [] }
}

/** Puts a committed turn's new states in place. Streams that are over leave. */
export function settle(world: World, turn: Turn): void {
  for (const stream of turn.changes) keep(world, stream)
  if (turn.commands.some(command => command.do === 'dial')) remember(world, turn)
}

/** A leg that is sent once more after a crash, under its old id, is dialled once. */
function remember(world: World, turn: Turn): void {
  const dialled = turn.commands.flatMap(({ do: does, channel }): Dialled[] =>
    does !== 'dial' || world.dialled.some(({ leg }) => leg === channel)
      ? []
      : [{ leg: channel, property: dialledFor(turn, channel), at: turn.at }],
  )
  world.dialled = [...world.dialled.filter(one => one.at > turn.at - HOUR_MS), ...dialled]
}

function dialledFor({ changes }: Turn, leg: ChannelId): string {
  const owner = changes.find(stream => stream.id === ownerOfLeg(leg))
  return owner !== undefined && 'property' in owner ? (owner.property ?? '') : ''
}

/** Every live stream, callers first. */
export function liveStreams(world: World): Stream[] {
  return [...world.calls.values(), ...world.desks.values(), ...world.incidents.values(), ...world.standing.values()]
}

export function keep(world: World, stream: Stream): void {
  if (stream.kind === 'call') put(world.calls, stream.id, stream)
  else if (stream.kind === 'incident') put(world.incidents, stream.id, stream)
  else if (stream.kind === 'desk') put(world.desks, stream.id, stream)
  else put(world.standing, stream.id, stream)
}

function put<I, S extends Stream>(map: Map<I, S>, id: I, stream: S): void {
  if (isOver(stream)) map.delete(id)
  else map.set(id, stream)
}

/** Nothing more will happen to it: it leaves the world and stays in the journal. */
export function isOver({ phase }: Stream): boolean {
  return phase === 'gone' || phase === 'closed' || phase === 'ended'
}

export function streamOf(world: World, id: StreamId): Stream | undefined {
  if (isIncident(id)) return world.incidents.get(id)
  if (isStanding(id)) return world.standing.get(id)
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
