// The core threw: that is our bug, and no caller may pay for it with dead air. Makes the turn that gives the callers concerned to
// the dialplan's failsafe. Called by turn-queue.ts.

import type { Call } from '../core/call/call.ts'
import { base } from '../core/call/events.ts'
import type { Desk } from '../core/desk/desk.ts'
import type { Command } from '../core/world/commands.ts'
import type { Fact } from '../core/world/facts.ts'
import { after, type CallId, callId, type EpochMs, isIncident } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import { legsOf } from '../core/world/legs-of.ts'
import { ownerOfLeg } from '../core/world/our-legs.ts'
import type { Stream, Turn, World } from '../core/world/world.ts'

export function brokenTurn(world: World, input: Input, at: EpochMs, error: unknown): Turn {
  const calls = concerned(world, input)
  const why = `the core broke on ${input.type}: ${error instanceof Error ? error.message : String(error)}`
  const withoutCaller = calls.flatMap(call => callerGone(world, call))
  const handed: Stream[] = calls.map(call => ({
    ...base(call),
    incident: null,
    outcome: 'failsafe',
    phase: 'in-failsafe',
    lookAgainAt: after(at, 600),
  }))
  const desk = deskConcerned(world, input)
  const changes = [...handed, ...withoutCaller, ...desk.map((one): Stream => ({ ...one, phase: 'gone' }) as Stream)]
  const facts: Fact[] = calls.map(call => ({ kind: 'in-failsafe', stream: call.id, at, why }))
  const commands: Command[] = [
    ...calls.flatMap(legsOf).map((leg): Command => ({ do: 'hangUp', channel: leg.id })),
    ...calls.map((call): Command => ({ do: 'failsafe', channel: call.id })),
    ...desk.map((one): Command => ({ do: 'hangUp', channel: one.id })),
    ...stranded(input, calls),
  ]
  return { input, at, seen: [], changes, facts, commands, ignored: calls.length === 0 ? why : null }
}

/** Staff at the desk can call again: they are hung up. */
function deskConcerned(world: World, input: Input): Desk[] {
  const desk = world.desks.get(('stream' in input ? input.stream : (ownerOfLeg(input.channel) ?? input.channel)) as CallId)
  return desk ? [desk] : []
}

function concerned(world: World, input: Input): Call[] {
  const id = 'stream' in input ? input.stream : (ownerOfLeg(input.channel) ?? callId(input.channel))
  if (!isIncident(id)) return [world.calls.get(id as CallId)].filter(call => call !== undefined)
  return [...world.calls.values()].filter(call => call.incident === id && call.phase !== 'in-failsafe')
}

/** The incident goes on without a caller who can't be connected any more. */
function callerGone(world: World, call: Call): Stream[] {
  const incident = call.incident === null ? undefined : world.incidents.get(call.incident)
  return incident ? [{ ...incident, caller: { ...incident.caller, now: 'gone' } }] : []
}

/** Somebody who has just arrived, and of whom nothing could be kept: to the failsafe all the same. */
function stranded(input: Input, calls: readonly Call[]): Command[] {
  return input.type === 'arrived' && calls.length === 0 ? [{ do: 'failsafe', channel: input.channel }] : []
}
