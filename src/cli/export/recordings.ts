// The recordings of a story: which there are by its facts, and their files as they were kept.
import { readFileSync } from 'node:fs'
import type { Fact } from '../../core/world/facts.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import { locate, TROUBLES, wrongWith } from '../../recordings/locate.ts'
import type { StoryFact } from '../../store/read/call-story.ts'
import { CliFailure, EXIT } from '../io.ts'

export interface StoryRecording {
  readonly recording: string
  readonly what: 'message' | 'statement' | 'talk'
  /** When it was over. */
  readonly at: EpochMs
  readonly ms: number | null
  /** What it must be, by the log; null where it was never kept. */
  readonly sha256: string | null
  /** Why it is not here, or not as it was kept; null where it is as it should be. */
  readonly trouble: string | null
  readonly audio: Uint8Array | null
}

export type Listed = Omit<StoryRecording, 'trouble' | 'audio'> & {
  /** Why it was removed. */
  readonly gone: string | null
}

/** What is said of a recording that nobody wanted in the export. */
export const LEFT_OUT = 'left out'

/** Whether an export can say this of a recording that is in no fact. */
export function isTrouble(said: string): boolean {
  return said === LEFT_OUT || TROUBLES.includes(said)
}

/** An hour of talk takes 60 MB. */
const MOST_BYTES = 1_000_000_000

export async function recordingsOf(
  facts: readonly StoryFact[],
  places: { readonly kept: string; readonly pbx: string | null },
  without: string | null,
): Promise<StoryRecording[]> {
  const found: StoryRecording[] = []
  let bytes = 0
  for (const { gone, ...listed } of recordingsIn(facts.map(({ fact }) => fact))) {
    const reason = gone ?? without
    if (reason !== null) {
      found.push({ ...listed, trouble: reason, audio: null })
      continue
    }
    const located = await locate(listed.recording, listed.sha256, places)
    const audio = located.file === null ? null : readFileSync(located.file)
    bytes += audio?.length ?? 0
    if (bytes > MOST_BYTES) throw new CliFailure(EXIT.cannot, 'The recordings are more than 1 GB: export it with --no-audio.')
    found.push({ ...listed, trouble: wrongWith(located, listed.sha256), audio })
  }
  return found
}

/** By the facts, in the order of their happening. */
export function recordingsIn(facts: readonly Fact[]): readonly Listed[] {
  const listed = new Map<string, Listed>()
  const add = (recording: string, more: Partial<Listed>): void => {
    const known = listed.get(recording) ?? { recording, what: 'talk', at: 0 as EpochMs, ms: null, sha256: null, gone: null }
    listed.set(recording, { ...known, ...more })
  }
  for (const fact of facts) {
    switch (fact.kind) {
      case 'message-taken':
      case 'statement-taken':
        add(fact.recording, { what: fact.kind === 'message-taken' ? 'message' : 'statement', at: fact.at, ms: fact.ms })
        if (fact.sha256 !== undefined) add(fact.recording, { sha256: fact.sha256 })
        break
      case 'talk-recorded':
        add(fact.recording, { what: 'talk', at: fact.at })
        break
      case 'recording-kept':
        add(fact.recording, { at: fact.at, ms: fact.ms, sha256: fact.sha256 })
        break
      case 'recording-removed':
        if (listed.has(fact.recording)) add(fact.recording, { gone: `removed: ${fact.why}` })
        break
      case 'recording-discarded':
        listed.delete(fact.recording)
    }
  }
  return [...listed.values()]
}
