// An administrator's own recordings: `<directory>/<language>/<phrase key or text hash>.wav` wins over the engine.
// Used by voice.ts; the directory is read when rules are loaded, not while a caller waits.
import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Language, Plan } from '../core/plan/plan.ts'
import { PHRASES } from '../core/words/phrases.ts'

export interface OwnRecording {
  readonly file: string
  /** Changes with the file. */
  readonly stamp: string
}

/** By `language/name`, the name without `.wav`. */
export type OwnRecordings = ReadonlyMap<string, OwnRecording>

/** Which text a phrase key stands for, by `language\ntext`. */
export type PhraseNames = ReadonlyMap<string, string>

/** The name under which a recording of any text can be kept: 16 hexadecimal digits of its SHA-256. */
export function textHash(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex').slice(0, 16)
}

export async function readOwnRecordings(directory: string | null): Promise<OwnRecordings> {
  const found = new Map<string, OwnRecording>()
  if (directory === null) return found
  for (const language of await namesIn(directory)) {
    for (const name of await namesIn(join(directory, language))) {
      if (!name.endsWith('.wav')) continue
      const file = join(directory, language, name)
      const about = await stat(file).catch(() => null)
      if (about?.isFile()) found.set(`${language}/${name.slice(0, -4)}`, { file, stamp: `${about.size}-${about.mtimeMs}` })
    }
  }
  return found
}

/** Phrases with {names} in them say something else every time: those are replaced by text hash only. */
export function phraseNames(plan: Plan): PhraseNames {
  const names = new Map<string, string>()
  for (const language of new Set([...Object.keys(PHRASES), ...Object.keys(plan.phrases)])) {
    for (const [key, said] of Object.entries({ ...PHRASES[language], ...plan.phrases[language] })) {
      if (!/\{\w+\}/.test(said)) names.set(`${language}\n${said.trim()}`, key)
    }
  }
  return names
}

export function ownRecordingOf(own: OwnRecordings, names: PhraseNames, language: Language, text: string): OwnRecording | null {
  if (own.size === 0) return null
  const key = names.get(`${language}\n${text.trim()}`)
  return (key === undefined ? undefined : own.get(`${language}/${key}`)) ?? own.get(`${language}/${textHash(text)}`) ?? null
}

async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => [])
}
