// What deciding one event for one stream gives, and how two decisions become one. Used by every phase.
import type { Plan } from '../plan/plan.ts'
import type { Around } from './around.ts'
import type { Command } from './commands.ts'
import type { FactBody } from './facts.ts'
import type { EpochMs } from './ids.ts'
import type { Signal } from './signals.ts'

export interface Decision<S> {
  readonly state: S
  readonly facts: readonly FactBody[]
  readonly commands: readonly Command[]
  readonly signals: readonly Signal[]
}

/** What a phase may look at: the plan that the stream keeps, the rest of the world, the time. */
export interface At {
  readonly plan: Plan
  readonly around: Around
  readonly now: EpochMs
  /** The rules in force, told with a deadline that may begin something new. */
  readonly today?: { readonly plan: Plan; readonly hash: string }
}

export interface Parts {
  readonly facts?: readonly FactBody[]
  readonly commands?: readonly Command[]
  readonly signals?: readonly Signal[]
}

export function decision<S>(state: S, parts: Parts = {}): Decision<S> {
  return { state, facts: parts.facts ?? [], commands: parts.commands ?? [], signals: parts.signals ?? [] }
}

/** The same, with these facts, commands and signals coming first. */
export function first<S>(parts: Parts, next: Decision<S>): Decision<S> {
  return {
    state: next.state,
    facts: [...(parts.facts ?? []), ...next.facts],
    commands: [...(parts.commands ?? []), ...next.commands],
    signals: [...(parts.signals ?? []), ...next.signals],
  }
}

/** Decides on from the state that a decision reached. */
export function andThen<S, T>(done: Decision<S>, next: (state: S) => Decision<T>): Decision<T> {
  return first(done, next(done.state))
}
