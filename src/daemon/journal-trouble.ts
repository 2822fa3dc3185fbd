// Why a commit failed: the disk, a lock, a damaged file, or a mistake of our own in one turn. Each has its own words and its own behaviour
// in turn-queue.ts. A journal says which by `kind` on the error that it throws.

export type TroubleKind =
  /** Full, failing or read-only: it may be well again at any moment. */
  | 'disk'
  /** Somebody else has the file, or writes to it. */
  | 'lock'
  /** The file is damaged: trying again mends nothing. */
  | 'corrupt'
  /** This turn can't be written, wherever. */
  | 'mistake'
  /** It says nothing. Whether another turn can be written shows which it is. */
  | 'unknown'

const KINDS: readonly string[] = ['disk', 'lock', 'corrupt', 'mistake'] satisfies readonly TroubleKind[]

export function kindOf(error: unknown): TroubleKind {
  if (typeof error !== 'object' || error === null || !('kind' in error)) return 'unknown'
  return KINDS.includes(String(error.kind)) ? (error.kind as TroubleKind) : 'unknown'
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

const WORDS: Readonly<Record<TroubleKind, string>> = {
  disk: 'the disk does not take the journal',
  lock: 'another process has the journal',
  corrupt: 'the journal is damaged',
  mistake: 'the journal refuses what Nightbell writes',
  unknown: 'the journal can not be written',
}

export function alarmWords(kind: TroubleKind, error: unknown, turns: number): string {
  return `${WORDS[kind]}: ${wordsOf(error)} Calls go on; ${turns} turns wait to be written.`
}
