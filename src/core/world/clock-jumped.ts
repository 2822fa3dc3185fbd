// The machine's clock went forward at once: it was suspended, or it was set. Somebody who waits on a line, or is asked for a key, still has
// the time that was left, so the deadlines of that call or incident move along. What nobody waits for on a line (a reminder, a retry,
// a change of duty) follows the clock. Called by take-turn.ts.
import { type Decision, decision } from './decision.ts'
import type { Stream } from './world.ts'

/** Nobody is on a line for an incident in these. */
const FOLLOWS_THE_CLOCK: readonly string[] = ['acknowledged', 'unreached', 'resolved', 'closed']
const DEADLINES: readonly string[] = ['until', 'deadline', 'nextWordAt', 'maxAt', 'busyUntil', 'lookAgainAt']

export function clockJumped(stream: Stream, ms: number): Decision<Stream> | { readonly ignored: string } {
  if (stream.kind === 'standing' || (stream.kind === 'incident' && FOLLOWS_THE_CLOCK.includes(stream.phase)))
    return { ignored: 'it follows the clock' }
  const facts = [{ kind: 'clock-jumped', ms, why: 'the machine was suspended, or its clock was set' }] as const
  const moved = later(stream, ms)
  if (moved.kind !== 'incident') return decision<Stream>(moved, { facts })
  const legs = Object.fromEntries(Object.entries(moved.legs).map(([id, leg]) => [id, later(leg, ms)]))
  return decision<Stream>({ ...moved, legs }, { facts })
}

function later<S extends object>(state: S, ms: number): S {
  const moved = Object.entries(state).map(([key, value]) => [
    key,
    DEADLINES.includes(key) && typeof value === 'number' ? value + ms : value,
  ])
  return Object.fromEntries(moved) as S
}
