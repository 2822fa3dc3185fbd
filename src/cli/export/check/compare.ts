// Checks that an export shows what its turns say: everything in it is made once more, and must be
// the same. Called by read-export.ts, when each file has its checksum and the turns fit together.
// Another version of the program words a story otherwise: then only what has no words is compared.

import { CliFailure, EXIT } from '../../io.ts'
import { oneLine } from '../../plain-text.ts'
import type { Files } from '../archive.ts'
import { type Content, textsOf } from '../contents.ts'
import { FACTS_FILE, PROOF_FILE, STORY_PAGE, summaryFile, TURNS_FILE } from '../format.ts'
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
    wordsCompared: words.areCompared,
    notProven: [...words.notProven, ...notProven],
    rulesNotProven: head.redacted ? [] : rulesNotProven(evidence),
  }
}

interface Words {
  readonly areCompared: boolean
  readonly notProven: readonly string[]
}

function isIn(streams: readonly string[], stream: string | null): boolean {
  return stream !== null && streams.includes(stream)
}

/** Gives what could not be compared. */
function compare(read: ReadExport, content: Content, program: string): Words {
  const version = oneLine(read.head.program, 40)
  compareNames(read, content)
  if (version === program) {
    compareTexts(read, content)
    return { areCompared: true, notProven: [] }
  }
  compareFacts(read, content)
  compareProof(read, content)
  compareSummary(read, content)
  if (HAS_SCRIPT.test(Buffer.from(read.files.get(STORY_PAGE) ?? '').toString()))
    throw new Wrong(`${STORY_PAGE} has a script, and none that Nightbell writes has`)
  const what = `it was made by version ${version}, and this is ${program}: its words were not compared`
  return { areCompared: false, notProven: [what] }
}

const HAS_SCRIPT = /<(?:script|iframe|object|embed|link|base|form)\b|\son\w+\s*=|javascript:/i

/** Turns of which no story can be made are none that this program wrote. */
function attempt(read: ReadExport): ReturnType<typeof remade> {
  try {
    return remade(read)
  } catch (error) {
    if (error instanceof Wrong || (error instanceof CliFailure && error.exitCode === EXIT.cannot)) throw error
    throw new Wrong(`no story can be made of its turns (${oneLine(error instanceof Error ? error.message : String(error), 200)})`)
  }
}

function compareTexts({ files }: ReadExport, content: Content): void {
  const made = textsOf(content)
  // The turns first: whatever else differs may come of them.
  for (const name of [TURNS_FILE, ...made.keys()]) {
    if (!Buffer.from(made.get(name) ?? '').equals(files.get(name) ?? Buffer.alloc(0)))
      throw new Wrong(`${oneLine(name, 80)} does not say what its turns and rules say`)
  }
}

/** None is missing or too many, whichever version made it. */
function compareNames({ files, audio }: ReadExport, content: Content): void {
  const made = textsOf(content)
  for (const name of made.keys()) if (!files.has(name)) throw new Wrong(`${oneLine(name, 80)} is missing`)
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
function compareFacts({ files }: ReadExport, content: Content): void {
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
}

/** What this version says of the call or incident too; another one may say more. */
function compareSummary({ files, head }: ReadExport, content: Content): void {
  const name = summaryFile(head.kind)
  const made: unknown = JSON.parse(textsOf(content).get(name) ?? '{}')
  if (!saysAll(jsonOf(files, name), made)) throw new Wrong(`${name} does not say what its turns say`)
}

function saysAll(given: unknown, made: unknown): boolean {
  if (typeof made !== 'object' || made === null || typeof given !== 'object' || given === null) return given === made
  if (Array.isArray(made) && (!Array.isArray(given) || given.length !== made.length)) return false
  const fields = new Map<string, unknown>(Object.entries(given))
  return Object.entries(made).every(([key, value]) => !fields.has(key) || saysAll(fields.get(key), value))
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
