// Reads an export that somebody sent: a file made by others. Nothing of it is unpacked to disk, only
// what is needed is read, and what does not have its checksum, or does not fit together, is refused.
import { readFileSync, statSync } from 'node:fs'
import type { z } from 'zod'
import { sha256 } from '../../store/journal/chain.ts'
import type { Evidence, EvidencePlan } from '../../store/read/evidence.ts'
import { CliFailure, EXIT } from '../io.ts'
import { oneLine } from '../plain-text.ts'
import { type Files, unzipped } from './archive.ts'
import {
  CHECKSUMS_FILE,
  type ExportHead,
  exportShape,
  FORMAT,
  MANIFEST_FILE,
  manifestShape,
  TURNS_FILE,
  turnsShape,
  VERSION,
} from './format.ts'
import { wrongIn } from './proof.ts'

export interface ReadExport {
  readonly head: ExportHead
  readonly evidence: Omit<Evidence, 'facts'>
}

/** Bytes of a zip. */
const LARGEST = 2_000_000_000

export async function readExport(file: string): Promise<ReadExport> {
  const files = await unzipped(file, bytesOf(file), name => NEEDED.has(name) || /^plan-[^/]*\.json$/.test(name))
  const { version } = parsed(file, files, MANIFEST_FILE, manifestShape)
  if (version > VERSION)
    throw new CliFailure(EXIT.cannot, `${file} was made by a newer Nightbell (format ${version}; this one reads ${VERSION}).`)
  checkSums(file, files)
  const head = parsed(file, files, MANIFEST_FILE, exportShape)
  const { streams, head: end, plans, turns } = parsed(file, files, TURNS_FILE, turnsShape)
  const evidence = {
    streams,
    head: end,
    plans: new Map(
      Object.entries(plans).map(([hash, name]): [string, EvidencePlan] => [
        hash,
        { json: textOf(file, files, name), sources: {} },
      ]),
    ),
    turns: turns.map(({ parts, ...turn }) => ({
      ...turn,
      parts: parts.map(({ salt, withheld, ...part }) => ({
        ...part,
        salt: salt === null ? null : Buffer.from(salt, 'hex'),
        ...(withheld === undefined ? {} : { withheld }),
      })),
    })),
  }
  const wrong = head.redacted ? null : wrongIn(evidence)
  if (wrong !== null) throw damaged(file, wrong)
  return { head, evidence }
}

const NEEDED: ReadonlySet<string> = new Set([MANIFEST_FILE, TURNS_FILE, CHECKSUMS_FILE])

function bytesOf(file: string): Uint8Array {
  try {
    if (statSync(file).size > LARGEST) throw new Error('it is larger than 2 GB')
    return readFileSync(file)
  } catch (error) {
    throw new CliFailure(EXIT.cannot, `${file} can't be read: ${error instanceof Error ? error.message : error}.`)
  }
}

function textOf(file: string, files: Files, name: string): string {
  const bytes = files.get(name)
  if (bytes === undefined) throw damaged(file, `${oneLine(name, 60)} is not in it`)
  return Buffer.from(bytes).toString()
}

function parsed<T>(file: string, files: Files, name: string, shape: z.ZodType<T>): T {
  const text = textOf(file, files, name)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw damaged(file, `${name} is no JSON`)
  }
  const { success, data, error } = shape.safeParse(json)
  if (success) return data
  const [issue] = error.issues
  throw damaged(file, `${name} is not as it should be: ${issue?.path.join('.')} ${issue?.message}`)
}

/** Of what is read. `sha256sum -c` checks the rest. */
function checkSums(file: string, files: Files): void {
  const sums = new Map(
    textOf(file, files, CHECKSUMS_FILE)
      .split('\n')
      .map(line => [line.slice(66), line.slice(0, 64)]),
  )
  for (const [name, bytes] of files)
    if (name !== CHECKSUMS_FILE && sums.get(name) !== sha256(bytes))
      throw damaged(file, `${oneLine(name, 60)} has not its checksum`)
}

function damaged(file: string, what: string): CliFailure {
  return new CliFailure(EXIT.cannot, `${file} is no export of Nightbell (${FORMAT}), or was changed: ${what}.`)
}
