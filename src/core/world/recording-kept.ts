// A recording is kept now: a talk, which is kept when it is over, or one of a call that could not be kept at once, for want of room or time.
// A fact of that incident or call, which may be long over. Called by take-turn.ts.
import { type EpochMs, isIncident } from './ids.ts'
import type { Input } from './inputs.ts'
import type { Turn } from './world.ts'

export function recordingKept(input: Extract<Input, { type: 'recordingKept' }>, now: EpochMs): Turn {
  const { stream, recording, ms, sha256 } = input
  const why = isIncident(stream) ? 'the talk is over' : 'it could not be kept at once'
  return {
    input,
    at: now,
    seen: [],
    changes: [],
    facts: [{ kind: 'recording-kept', stream, at: now, recording, ms, sha256, why }],
    commands: [],
    ignored: null,
  }
}
