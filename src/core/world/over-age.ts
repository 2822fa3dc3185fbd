// A recording is older than the rules keep it, or its caller was erased: a fact of the call or incident it belongs to, unless one that could still play it is open.
// The fact comes first; the file is removed by whoever made the input, once the turn is in the journal. Called by take-turn.ts.
import type { EpochMs } from './ids.ts'
import type { Input } from './inputs.ts'
import { streamOf, type Turn, type World } from './world.ts'

export function overAge(world: World, input: Extract<Input, { type: 'overAge' }>, now: EpochMs): Turn {
  const { stream, recording, what, takenAt, keepSeconds, incidents, erasedBy } = input
  const open = [stream, ...incidents].find(id => streamOf(world, id) !== undefined)
  const young = erasedBy === undefined && takenAt + keepSeconds * 1000 > now
  const turn = { input, at: now, seen: [], changes: [], commands: [] }
  if (open !== undefined) return { ...turn, facts: [], ignored: `${open} is not over: the recording may still be played` }
  if (young) return { ...turn, facts: [], ignored: 'it is not old enough' }
  const why = erasedBy === undefined ? `the rules keep ${what} for ${daysText(keepSeconds)}` : `${erasedBy} erased the caller`
  return { ...turn, facts: [{ kind: 'recording-removed', stream, at: now, recording, what, takenAt, why }], ignored: null }
}

function daysText(seconds: number): string {
  const days = Math.round((seconds / 86_400) * 10) / 10
  return days === 1 ? '1 day' : `${days} days`
}
