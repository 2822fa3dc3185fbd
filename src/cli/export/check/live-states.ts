// The states of what is not over at the end of an export: decided again, and believed where they
// have the hash that the turns say. Used by remake.ts: what happens next stands in a state alone.

import type { Stream } from '../../../core/world/stream.ts'
import { takeTurn } from '../../../core/world/take-turn.ts'
import { stateHash } from '../../../store/journal/chain.ts'
import { replayWith, STAND_INS } from '../../../store/read/replay-call.ts'
import type { GivenEvidence } from '../given.ts'
import { recordingOf } from '../recording-of.ts'

export interface LiveStates {
  readonly known: readonly Stream[]
  /** Streams that are not over, and can't be decided up to their end. */
  readonly unknown: ReadonlySet<string>
}

export function liveStates(evidence: GivenEvidence): LiveStates {
  const recording = recordingOf(evidence)
  const hashes = new Map<string, string>()
  for (const turn of evidence.turns) {
    for (const [stream, , state, , , over] of recording.changes(turn)) {
      if (over) hashes.delete(stream)
      else hashes.set(stream, state)
    }
  }
  const known = new Map<string, Stream>()
  for (const standIn of STAND_INS) {
    const last = new Map<string, Stream>()
    replayWith(recording, {
      takeTurn,
      standIn,
      onDecided(_, { changes }) {
        for (const stream of changes) last.set(stream.id, stream)
      },
    })
    for (const [id, stream] of last) if (hashes.get(id) === stateHash(stream)) known.set(id, stream)
  }
  const unknown = [...hashes.keys()].filter(id => recording.streams.has(id) && !known.has(id))
  return { known: [...known.values()], unknown: new Set(unknown) }
}
