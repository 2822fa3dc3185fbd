// Two are in a talk: recorded from here on where the property says so, and both have been told. Called by talking.ts and calling-back.ts. The file is
// kept when the talk is over, by the shell; nobody here waits for it.
import { type At, type Decision, decision } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { recordingName } from '../world/ids.ts'
import { type In, propertyOf } from './events.ts'
import type { Incident } from './incident.ts'

export function talkBegins(at: At, talking: In<'talking' | 'talking-back'>, why: string): Decision<Incident> {
  const { leg, bridge, owner, caller, id } = talking
  const bridged: FactBody = { kind: 'bridged', leg, person: owner?.person ?? '', call: caller.call, why }
  if (!propertyOf(at, talking).recordTalk) return decision<Incident>(talking, { facts: [bridged] })
  const recording = recordingName(id, 'talk', talking.nextLeg)
  return decision<Incident>(talking, {
    facts: [bridged, { kind: 'talk-recorded', recording, why: 'the property records its talks, and both have been told' }],
    commands: [{ do: 'recordTalk', channel: leg, bridge, recording }],
  })
}
