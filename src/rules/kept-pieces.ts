// What was made of pieces of rules the last time: files that were read, entries that were shaped, answers that took long. Each is kept by all that it
// was made of, so what is found is right whatever else has changed. A piece that is damaged or torn is passed over, and so is all that another
// compiler kept; whoever cannot keep anything does without. Called by `check`, and by the thread that loads the daemon's rules.
import { hash } from 'node:crypto'
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
  const { pieces, length } = piecesIn(file, mark)
  /** Pieces that this run has used, by their key. */
  const used = new Map<string, string>()
  const fresh: string[] = []

  return {
    kept<T>(kind: string, input: string, make: () => T): T {
      const key = digest(`${kind}\n${input}`)
      const before = used.get(key) ?? pieces.get(key)
      if (before !== undefined) {
        used.set(key, before)
        return JSON.parse(before)
      }
      const value = make()
      const json = JSON.stringify(value)
      used.set(key, json)
      fresh.push(key + json)
      return value
    },
    keep() {
      const needed = [...used.values()].reduce((sum, json) => sum + KEY_LENGTH + json.length, 0)
      const isWasteful = length > 0 && needed < length * (1 - MOST_UNUSED)
      try {
        if (length === 0 || isWasteful) writeAnew(file, mark, used)
        else if (fresh.length > 0) appendFileSync(file, batchOf(fresh))
      } catch {
        // A disk that is full or read-only costs time, not answers.
      }
    },
  }
}

const KEY_LENGTH = 32

/**
 * What one run has written: its length and a sum of it, so that half of it, or a wrong one, is
 * known; then a line for each piece.
 */
function batchOf(lines: readonly string[]): string {
  const body = lines.join('\n')
  return `\n#${body.length} ${digest(body)}\n${body}\n`
}

const BATCH = /\n#(\d{1,12}) ([0-9a-f]{32})\n/g

function digest(text: string): string {
  return hash('sha256', text).slice(0, KEY_LENGTH)
}

function piecesIn(file: string, mark: string): { readonly pieces: ReadonlyMap<string, string>; readonly length: number } {
  const pieces = new Map<string, string>()
  try {
    // Ours, or root's: main.ts and own-cache.ts see to where it is.
    if (!statSync(file).isFile()) return { pieces, length: 0 }
    const text = readFileSync(file, 'utf8')
    if (!text.startsWith(`${mark}\n`)) return { pieces, length: 0 }
    for (const { 0: head, 1: size, 2: sum, index } of text.matchAll(BATCH)) {
      const start = index + head.length
      const body = text.slice(start, start + Number(size))
      if (digest(body) !== sum) continue
      for (const line of body.split('\n')) pieces.set(line.slice(0, KEY_LENGTH), line.slice(KEY_LENGTH))
    }
    return { pieces, length: text.length }
  } catch {
    return { pieces: new Map(), length: 0 }
  }
}

function writeAnew(file: string, mark: string, pieces: ReadonlyMap<string, string>): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const aside = `${file}.${process.pid}`
  const lines = [...pieces].map(([key, json]) => key + json)
  writeFileSync(aside, `${mark}\n${batchOf(lines)}`, { mode: 0o600 })
  renameSync(aside, file)
}
