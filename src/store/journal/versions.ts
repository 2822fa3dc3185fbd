// The versions of what the journal stores, and the upcasters that lift an older stored shape to today's. Called wherever stored JSON
// is read. A shape that changes gets a new number and an upcaster here; test/store/examples keeps one example of each released version.
import { withoutSettled } from '../../core/incident/settled.ts'
import type { Plan } from '../../core/plan/plan.ts'
import type { Fact } from '../../core/world/facts.ts'
import type { Input } from '../../core/world/inputs.ts'
import type { Answer, Stream } from '../../core/world/world.ts'
import { JournalError } from './journal-error.ts'

/** Inputs, answers and facts of one turn share a version; states and plans have their own. */
export const TURN_VERSION = 2
export const STATE_VERSION = 2
export const PLAN_VERSION = 1

type Upcaster = (stored: unknown) => unknown
/** `[n]` lifts version n to n + 1. */
const upcasters: Readonly<Record<'input' | 'seen' | 'fact' | 'state' | 'plan', Readonly<Record<number, Upcaster>>>> = {
  input: { 1: same },
  seen: { 1: same },
  fact: { 1: same },
  state: { 1: withoutOldLegs },
  plan: {},
}

/** Version 2 of a turn says the same in the same words, and was decided with states of version 2. */
function same(stored: unknown): unknown {
  return stored
}

/** In version 1 an incident kept every telephone that it had ever rung. Those that nothing can happen to any more stay out of memory. */
function withoutOldLegs(stored: unknown): unknown {
  const state = stored as Stream
  return state.kind === 'incident' ? withoutSettled(state, state.openedAt) : state
}

export function storedInput(v: number, json: string): Input {
  return lifted('input', v, TURN_VERSION, json) as Input
}

export function storedAnswers(v: number, json: string): readonly Answer[] {
  return lifted('seen', v, TURN_VERSION, json) as readonly Answer[]
}

export function storedFact(v: number, json: string): Fact {
  return lifted('fact', v, TURN_VERSION, json) as Fact
}

export function storedState(v: number, json: string): Stream {
  return lifted('state', v, STATE_VERSION, json) as Stream
}

export function storedPlan(v: number, json: string): Plan {
  return lifted('plan', v, PLAN_VERSION, json) as Plan
}

function lifted(shape: keyof typeof upcasters, from: number, to: number, json: string): unknown {
  if (from > to) {
    throw new JournalError(
      'newer',
      `The journal holds a ${shape} of version ${from}; this program knows up to ${to}. Install the newer Nightbell again.`,
    )
  }
  let value: unknown = JSON.parse(json)
  for (let v = from; v < to; v++) {
    const upcast = upcasters[shape][v]
    if (upcast === undefined)
      throw new JournalError('older', `No way is known from version ${v} of a stored ${shape} to ${v + 1}.`)
    value = upcast(value)
  }
  return value
}
