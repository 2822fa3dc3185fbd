// Reads an export that somebody sent: a file made by others. Nothing of it is unpacked to disk. Each
// file must have its checksum, none may be missing or too many, the turns must fit together, and
// what is shown must be what they say (check/compare.ts). Anything else is refused.
import { readFileSync, statSync } from 'node:fs'
import type { z } from 'zod'
import { sha256 } from '../../store/journal/chain.ts'
import type { EvidencePlan } from '../../store/read/evidence.ts'
import { CliFailure, EXIT } from '../io.ts'
import { oneLine } from '../plain-text.ts'
import { type Files, unzipped } from './archive.ts'
import {
  AUDIO_FOLDER,
  CHECKSUMS_FILE,
  exportShape,
  FORMAT,
  MANIFEST_FILE,
  manifestShape,
  rulesFolder,
  TURNS_FILE,
  turnsShape,
  VERSION,
} from './format.ts'
import type { CheckedExport, GivenEvidence } from './given.ts'
import { wrongPlan, wrongTurns } from './proof.ts'

/** Bytes of a zip. */
const LARGEST = 2_000_000_000
/** Bytes of its recordings: an export has a GB at most. */
const MOST_AUDIO = 1_100_000_000

/** `program`: the version of this one. Throws a failure that says the first thing that is wrong with it. */
export async function readExport(file: string, program: string): Promise<CheckedExport> {
  const bytes = bytesOf(file)
  const sounds: string[] = []
  const files = await unzipped(file, bytes, name => {
    if (!name.startsWith(AUDIO_FOLDER)) return true
    sounds.push(name)
    return false
  })
  const { version } = parsed(file, files, MANIFEST_FILE, manifestShape)
  if (version > VERSION)
    throw new CliFailure(EXIT.cannot, `${file} was made by a newer Nightbell (format ${version}; this one reads ${VERSION}).`)
  const audio = await checksumsOf(file, bytes, sounds)
  const sums = [...files].flatMap(([name, text]) => (name === CHECKSUMS_FILE ? [] : [[name, sha256(text)] as const]))
  checkSums(file, textOf(file, files, CHECKSUMS_FILE), new Map([...sums, ...audio]))
  const head = parsed(file, files, MANIFEST_FILE, exportShape)
  const evidence = evidenceIn(file, files)
  const wrong = (head.redacted ? null : wrongTurns(evidence)) ?? wrongPlan(evidence)
  if (wrong !== null) throw damaged(file, wrong)
  const others = new Map([...files].filter(([name]) => name !== CHECKSUMS_FILE))
  const read = { head, evidence, files: others, audio }
  const [{ compareShown }, { Wrong }] = await Promise.all([import('./check/compare.ts'), import('./check/wrong.ts')])
  try {
    return { ...read, ...compareShown(read, program) }
  } catch (error) {
    if (error instanceof Wrong) throw damaged(file, error.message)
    throw error
  }
}

function evidenceIn(file: string, files: Files): GivenEvidence {
  const { streams, head, plans, turns } = parsed(file, files, TURNS_FILE, turnsShape)
  return {
    streams,
    head,
    plans: new Map(
      Object.entries(plans).map(([hash, name]): [string, EvidencePlan] => [
        hash,
        { json: textOf(file, files, name), sources: sourcesIn(files, rulesFolder(hash)) },
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
}

function sourcesIn(files: Files, folder: string): EvidencePlan['sources'] {
  const own = [...files].filter(([name]) => name.startsWith(folder))
  return Object.fromEntries(own.map(([name, text]) => [name.slice(folder.length), Buffer.from(text).toString()]))
}

/** Of recordings: one after the other, because all at once may not fit into memory. */
async function checksumsOf(file: string, bytes: Uint8Array, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const sums = new Map<string, string>()
  let size = 0
  for (const wanted of names) {
    const sound = (await unzipped(file, bytes, name => name === wanted)).get(wanted)
    if (sound === undefined) throw damaged(file, `${oneLine(wanted, 60)} is not in it`)
    size += sound.length
    if (size > MOST_AUDIO) throw new CliFailure(EXIT.cannot, `${file} is not read: its recordings are more than 1 GB.`)
    sums.set(wanted, sha256(sound))
  }
  return sums
}

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

/** `actual`: the checksum of each file that is there. */
function checkSums(file: string, text: string, actual: ReadonlyMap<string, string>): void {
  const said = new Map<string, string>()
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const [, sum, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
    if (sum === undefined || name === undefined || said.has(name)) throw damaged(file, `${CHECKSUMS_FILE} is not as it should be`)
    said.set(name, sum)
  }
  for (const [name, sum] of actual) {
    if (!said.has(name)) throw damaged(file, `${oneLine(name, 80)} stands not in ${CHECKSUMS_FILE}`)
    if (said.get(name) !== sum) throw damaged(file, `${oneLine(name, 80)} has not its checksum`)
  }
  for (const name of said.keys()) if (!actual.has(name)) throw damaged(file, `${oneLine(name, 80)} is missing`)
}

function damaged(file: string, what: string): CliFailure {
  return new CliFailure(EXIT.cannot, `${file} is no export of Nightbell (${FORMAT}), or was changed: ${what}.`)
}
