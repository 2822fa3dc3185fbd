// Checks that an export shows what its turns say: everything in it is made once more, and must be
// the same. Called by read-export.ts, when each file has its checksum and the turns fit together.
// Another version of the program words a story otherwise: then only what has no words is compared.

import { CliFailure, EXIT } from '../../io.ts'
import { oneLine } from '../../plain-text.ts'
import type { Files } from '../archive.ts'
import { type Content, textsOf } from '../contents.ts'
import { FACTS_FILE, PROOF_FILE, TURNS_FILE } from '../format.ts'
import type { CheckedExport, ReadExport } from '../given.ts'
import { proofOf } from '../proof.ts'
import { callOf, streamsOf } from '../subject.ts'
import { remade } from './remake.ts'
import { rulesNotProven } from './rules-compiled.ts'
import { Wrong } from './wrong.ts'

/** `program`: the version of this one. Throws a Wrong. */
export function compareShown(read: ReadExport, program: string): Omit<CheckedExport, keyof ReadExport> {
  const { head, evidence } = read
  const { content, notProven } = attempt(read)
  const words = compare(read, content, program)
  const story = streamsOf(content.subject)
  const kept = evidence.turns.find(({ parts }) => parts.some(({ withheld, stream }) => withheld && isIn(story, stream)))
  if (kept !== undefined) throw new Wrong(`turn ${kept.seq} keeps back whose story this is`)
  return {
    call: callOf(content.subject),
    story,
    notProven: [...words, ...notProven],
    rulesNotProven: head.redacted ? [] : rulesNotProven(evidence),
  }
}

function isIn(streams: readonly string[], stream: string | null): boolean {
  return stream !== null && streams.includes(stream)
}

/** Gives what could not be compared. */
function compare(read: ReadExport, content: Content, program: string): readonly string[] {
  const version = oneLine(read.head.program, 40)
  if (version === program) {
    compareTexts(read, content)
    return []
  }
  compareFacts(read, content)
  compareProof(read, content)
  return [`it was made by version ${version}, and this is ${program}: its words were not compared`]
}

/** Turns of which no story can be made are none that this program wrote. */
function attempt(read: ReadExport): ReturnType<typeof remade> {
  try {
    return remade(read)
  } catch (error) {
    if (error instanceof Wrong || (error instanceof CliFailure && error.exitCode === EXIT.cannot)) throw error
    throw new Wrong(`no story can be made of its turns (${oneLine(error instanceof Error ? error.message : String(error), 200)})`)
  }
}

function compareTexts({ files, audio }: ReadExport, content: Content): void {
  const made = textsOf(content)
  // The turns first: whatever else differs may come of them.
  for (const name of [TURNS_FILE, ...made.keys()]) {
    const given = files.get(name)
    if (given === undefined) throw new Wrong(`${oneLine(name, 80)} is missing`)
    if (!Buffer.from(made.get(name) ?? '').equals(given))
      throw new Wrong(`${oneLine(name, 80)} does not say what its turns and rules say`)
  }
  for (const name of files.keys()) if (!made.has(name)) throw new Wrong(`${oneLine(name, 80)} does not belong in it`)
  compareAudio(audio, content)
}

function compareAudio(audio: ReadExport['audio'], { recordings }: Content): void {
  const known = new Set(recordings.map(({ recording }) => recording))
  for (const name of audio.keys())
    if (!known.has(name.replace(/^audio\//, '').replace(/\.wav$/, '')))
      throw new Wrong(`${oneLine(name, 80)} does not belong in it`)
}

/** The fields of each step; how they are worded is not looked at. */
function compareFacts({ files, audio }: ReadExport, content: Content): void {
  const wrong = (nth: number) => new Wrong(`${FACTS_FILE} does not say what its turns say, in step ${nth + 1}`)
  const given = jsonOf(files, FACTS_FILE)
  const { facts } = content.evidence
  const rows: readonly unknown[] = Array.isArray(given) ? given : []
  for (let nth = 0; nth < Math.max(rows.length, facts.length); nth++) {
    const [row, made] = [rows[nth], facts[nth]]
    if (typeof row !== 'object' || row === null || made === undefined) throw wrong(nth)
    const fields = new Map<string, unknown>(Object.entries(row))
    for (const [name, value] of Object.entries({ turn: made.turn, ...made.fact }))
      if (JSON.stringify(fields.get(name)) !== JSON.stringify(value)) throw wrong(nth)
  }
  compareAudio(audio, content)
}

function compareProof({ files, head }: ReadExport, { evidence }: Content): void {
  const { redacted, head: end, runs } = proofOf(evidence, head.redacted)
  const given = jsonOf(files, PROOF_FILE)
  const fields = new Map<string, unknown>(typeof given === 'object' && given !== null ? Object.entries(given) : [])
  for (const [name, value] of Object.entries({ redacted, head: end, runs }))
    if (JSON.stringify(fields.get(name)) !== JSON.stringify(value))
      throw new Wrong(`${PROOF_FILE} does not say what its turns say`)
}

function jsonOf(files: Files, name: string): unknown {
  try {
    return JSON.parse(Buffer.from(files.get(name) ?? '').toString())
  } catch {
    throw new Wrong(`${name} is missing, or no JSON`)
  }
}
