// An export as it was read: what stands in it, and what was found of it. Made by read-export.ts, used
// by its checks (check/) and by the commands.
import type { CallId, StreamId } from '../../core/world/ids.ts'
import type { Evidence } from '../../store/read/evidence.ts'
import type { Files } from './archive.ts'
import type { ExportHead } from './format.ts'

/** As it stands in the export. */
export type GivenEvidence = Omit<Evidence, 'facts'>

export interface ReadExport {
  readonly head: ExportHead
  readonly evidence: GivenEvidence
  /** All files but recordings and checksums, by name. */
  readonly files: Files
  /** The checksum of each recording, by the name of its file. */
  readonly audio: ReadonlyMap<string, string>
}

export interface CheckedExport extends ReadExport {
  /** From which its turns are found, and of whom it tells. */
  readonly call: CallId
  readonly story: readonly StreamId[]
  /** Not where another version made it. */
  readonly wordsCompared: boolean
  /** What the turns in it don't prove, in sentences without an end. */
  readonly notProven: readonly string[]
  /** The same of the files of the rules, of which the log can say more. */
  readonly rulesNotProven: readonly string[]
}
