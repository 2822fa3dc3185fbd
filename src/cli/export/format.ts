// The files of an export that programs read, and their shapes. Written by contents.ts, read by
// read-export.ts. A file of a newer version is not read.
import { z } from 'zod'

export const FORMAT = 'nightbell-export'
export const VERSION = 1

export const MANIFEST_FILE = 'export.json'
export const TURNS_FILE = 'turns.json'
export const CHECKSUMS_FILE = 'checksums.txt'
export const README_FILE = 'README.txt'
export const FACTS_FILE = 'facts.json'
export const PROOF_FILE = 'proof.json'
export const STORY_PAGE = 'story.html'

export function summaryFile(kind: 'call' | 'incident'): string {
  return `${kind}.json`
}

export function planFile(hash: string): string {
  return `plan-${beginningOf(hash)}.json`
}

/** With a slash at its end. */
export function rulesFolder(hash: string): string {
  return `rules/${beginningOf(hash)}/`
}

export const AUDIO_FOLDER = 'audio/'

export function audioFile(recording: string): string {
  return `${AUDIO_FOLDER}${recording}.wav`
}

/** Plans of tests have names for hashes. */
function beginningOf(hash: string): string {
  return hash.replaceAll(/[^\w-]/g, '_').slice(0, 12)
}

/** Read before anything else: only what says whether the rest can be read. */
export const manifestShape = z.object({ format: z.literal(FORMAT), version: z.number() })

export const exportShape = z.object({
  kind: z.enum(['call', 'incident']),
  id: z.string(),
  zone: z.string(),
  redacted: z.boolean(),
  /** Of Nightbell. */
  program: z.string(),
})
export type ExportHead = z.infer<typeof exportShape>

const partShape = z.object({
  n: z.number(),
  stream: z.string().nullable(),
  digest: z.string(),
  /** Hexadecimal. */
  salt: z
    .string()
    .regex(/^[0-9a-f]*$/)
    .nullable(),
  body: z.string().nullable(),
  withheld: z.literal(true).optional(),
})

export const turnsShape = z.object({
  streams: z.array(z.string()),
  /** The end of the chain when this was made. */
  head: z.object({ seq: z.number(), at: z.number(), hash: z.string() }),
  /** The file of each plan, by its hash. */
  plans: z.record(z.string(), z.string()),
  turns: z.array(
    z.object({
      seq: z.number(),
      at: z.number(),
      input: z.string(),
      seen: z.string(),
      ignored: z.string().nullable(),
      facts: z.string(),
      changes: z.string(),
      hash: z.string(),
      before: z.string(),
      parts: z.array(partShape),
    }),
  ),
})
export type TurnsOfExport = z.infer<typeof turnsShape>

/** Of the summary: what the export says of its recordings. */
export const recordingsShape = z.object({
  recordings: z.array(z.object({ recording: z.string(), trouble: z.string().nullable() })),
})
/** Of the summary of an incident: what hangs on a state, and not on facts alone. */
export const aheadShape = z.object({
  incident: z.object({
    open: z.boolean(),
    retries: z.number(),
    next: z.object({ what: z.enum(['late', 'retry', 'reminder', 'expiry', 'closing']), at: z.number() }).nullable(),
  }),
})
