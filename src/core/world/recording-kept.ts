// A recording of a call that could not be kept at once, for want of room or time, and is kept now: a fact of that call, which may be
// long over. Called by take-turn.ts.
import type { EpochMs } from './ids.ts'
import type { Input } from './inputs.ts'
import type { Turn } from './world.ts'

export function recordingKept(input: Extract<Input, { type: 'recordingKept' }>, now: EpochMs): Turn {
  const { stream, recording, ms, sha256 } = input
  return {
    input,
    at: now,
    seen: [],
    changes: [],
    facts: [{ kind: 'recording-kept', stream, at: now, recording, ms, sha256, why: 'it could not be kept at once' }],
    commands: [],
    ignored: null,
  }
}
