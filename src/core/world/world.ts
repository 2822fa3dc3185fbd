// The live calls and incidents, and what one turn does to them. take-turn.ts decides turns; the shell settles them here.
import { type Call, callDeadline } from '../call/call.ts'
import { type Incident, incidentDeadline } from '../incident/incident.ts'
import type { Plan } from '../plan/plan.ts'
import type { Command } from './commands.ts'
import type { Fact } from './facts.ts'
import { type CallId, type EpochMs, type IncidentId, isIncident, type StreamId } from './ids.ts'
import type { Input } from './inputs.ts'

export type Stream = Call | Incident

export interface World {
  readonly calls: Map<CallId, Call>
  readonly incidents: Map<IncidentId, Incident>
  /** Every plan that a live stream began with, and the one in force, by hash. */
  readonly plans: Map<string, Plan>
}

/** A question about the rest of the world, and what around.ts answered. */
export type Answer = {
  readonly asked: 'engaged'
  readonly person: string
  readonly except: IncidentId
  readonly answer: IncidentId | null
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
  return { calls: new Map(), incidents: new Map(), plans: new Map() }
}

/** Puts a committed turn's new states in place. Streams that are over leave. */
export function settle(world: World, turn: Turn): void {
  for (const stream of turn.changes) {
    if (stream.kind === 'call') {
      if (stream.phase === 'gone') world.calls.delete(stream.id)
      else world.calls.set(stream.id, stream)
    } else if (stream.phase === 'closed') world.incidents.delete(stream.id)
    else world.incidents.set(stream.id, stream)
  }
}

export function streamOf(world: World, id: StreamId): Stream | undefined {
  return isIncident(id) ? world.incidents.get(id) : world.calls.get(id)
}

/** When the stream wants to be looked at again, ms since the epoch; null when it is over. */
export function deadlineOf(stream: Stream): EpochMs | null {
  return stream.kind === 'call' ? callDeadline(stream) : incidentDeadline(stream)
}
