// The core threw: that is our bug, and no caller may pay for it with dead air. Makes the turn that gives the callers concerned to
// the dialplan's failsafe. Called by turn-queue.ts.

import type { Call } from '../core/call/call.ts'
import { base } from '../core/call/events.ts'
import type { Command } from '../core/world/commands.ts'
import type { Fact } from '../core/world/facts.ts'
import { after, callId, type EpochMs, incidentOfLeg, isIncident } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
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
  const changes = [...handed, ...withoutCaller]
  const facts: Fact[] = calls.map(call => ({ kind: 'in-failsafe', stream: call.id, at, why }))
  const commands: Command[] = [...calls.map((call): Command => ({ do: 'failsafe', channel: call.id })), ...stranded(input, calls)]
  return { input, at, seen: [], changes, facts, commands, ignored: calls.length === 0 ? why : null }
}

function concerned(world: World, input: Input): Call[] {
  const id = 'stream' in input ? input.stream : (incidentOfLeg(input.channel) ?? callId(input.channel))
  if (!isIncident(id)) return [world.calls.get(id)].filter(call => call !== undefined)
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
