// What was made of pieces of rules the last time: files that were read, entries that were shaped, answers that took long. Each is kept by all that it
// was made of, so what is found is right whatever else has changed. A piece that is damaged or torn is passed over, and so is all that another
// compiler kept; whoever cannot keep anything does without. Called by `check`, and by the thread that loads the daemon's rules.
import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { compilerMark } from './compiler-mark.ts'

/** What `make` gives for this input, which must be all that it depends on: made now, or kept from before. JSON must be able to say it. */
export type Kept = <T>(kind: string, input: string, make: () => T) => T

export interface KeptPieces {
  readonly kept: Kept
  /** Writes what was new in this run. */
  keep(): void
}

/** A file with more than this of pieces that nothing used any more is written anew, as a share of it. */
const MOST_UNUSED = 0.5

export const keepsNothing: Kept = (_kind, _input, make) => make()

export function openKeptPieces(file: string): KeptPieces {
  const mark = compilerMark()
  const { lines, length } = linesIn(file, mark)
  /** Lines that this run has used, by their key. */
  const used = new Map<string, string>()
  const fresh: string[] = []

  function found(key: string): { readonly value: unknown } | null {
    const line = used.get(key) ?? lines.get(key)
    if (line === undefined) return null
    const json = line.slice(KEY_LENGTH + SUM_LENGTH)
    if (line !== lineOf(key, json)) return null
    used.set(key, line)
    return { value: JSON.parse(json) }
  }

  return {
    kept<T>(kind: string, input: string, make: () => T): T {
      const key = digest(`${kind}\n${input}`)
      const before = found(key)
      if (before !== null) return before.value as T
      const value = make()
      const json = JSON.stringify(value)
      const line = lineOf(key, json)
      used.set(key, line)
      fresh.push(line)
      return value
    },
    keep() {
      const needed = [...used.values()].reduce((sum, line) => sum + line.length, 0)
      const isWasteful = length > 0 && needed < length * (1 - MOST_UNUSED)
      try {
        if (length === 0 || isWasteful) writeAnew(file, mark, used.values())
        else if (fresh.length > 0) appendFileSync(file, `\n${fresh.join('\n')}\n`)
      } catch {
        // A disk that is full or read-only costs time, not answers.
      }
    },
  }
}

const KEY_LENGTH = 32
const SUM_LENGTH = 12

/** A line begins with its key and a sum of both, so that half a line, or a wrong one, is known. */
function lineOf(key: string, json: string): string {
  return `${key}${digest(`${key}${json}`).slice(0, SUM_LENGTH)}${json}`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, KEY_LENGTH)
}

function linesIn(file: string, mark: string): { readonly lines: ReadonlyMap<string, string>; readonly length: number } {
  const none = { lines: new Map<string, string>(), length: 0 }
  try {
    // Ours, or root's: main.ts and own-cache.ts see to where it is.
    if (!statSync(file).isFile()) return none
    const text = readFileSync(file, 'utf8')
    if (!text.startsWith(`${mark}\n`)) return none
    const all = text.split('\n').slice(1)
    return { lines: new Map(all.map(line => [line.slice(0, KEY_LENGTH), line])), length: text.length }
  } catch {
    return none
  }
}

function writeAnew(file: string, mark: string, lines: Iterable<string>): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const aside = `${file}.${process.pid}`
  writeFileSync(aside, `${mark}\n${[...lines].join('\n')}\n`, { mode: 0o600 })
  renameSync(aside, file)
}
