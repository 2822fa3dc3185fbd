// The whole answer of the last `check`, kept for as long as nothing has changed: not a file, not the hour, not Nightbell, not a secret.
// Damaged, it is passed over. Called by `nightbell check`, which prints the answer; nothing goes live from here.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SecretUse } from '../core/plan/secret-text.ts'
import type { SecretCheck } from './check-secrets.ts'
import { compilerMark } from './compiler-mark.ts'
import type { Problem } from './problem.ts'

export interface Answer {
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
  /** Null when the rules have errors. */
  readonly inForce: { readonly hash: string; readonly files: readonly string[] } | null
}

interface Kept {
  readonly key: string
  /** What was said of each secret. */
  readonly secrets: readonly (readonly [string, SecretUse, string | null])[]
  readonly answer: Answer
}

const HOUR_MS = 3_600_000

/** What an answer depends on besides the secrets. `now` counts by the hour: that is as fine as the look ahead is told. */
export function answerKey(files: ReadonlyMap<string, string>, now: number): string {
  const hash = createHash('sha256').update(`${compilerMark()} ${Math.floor(now / HOUR_MS)}\n`)
  for (const [name, text] of files) hash.update(`${name}\n${text.length}\n${text}\n`)
  return hash.digest('hex')
}

export function keptAnswer(file: string, key: string, secretIsThere: SecretCheck): Answer | null {
  try {
    const text = readFileSync(file, 'utf8')
    const end = text.indexOf('\n')
    const body = text.slice(end + 1)
    if (text.slice(0, end) !== digest(body)) return null
    const kept = JSON.parse(body) as Kept
    return kept.key === key && kept.secrets.every(([secret, use, said]) => (secretIsThere(secret, use)?.said ?? null) === said)
      ? kept.answer
      : null
  } catch {
    return null
  }
}

export function keepAnswer(file: string, kept: Kept): void {
  const body = JSON.stringify(kept)
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.${process.pid}`, `${digest(body)}\n${body}`, { mode: 0o600 })
    renameSync(`${file}.${process.pid}`, file)
  } catch {
    // A disk that is full or read-only costs time, not answers.
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
