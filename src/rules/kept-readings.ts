// Rule files as they were read last time, kept by the content of each, so that `check` reads only what has changed. A kept reading that
// is damaged, of another version or of another reader is passed over, and whoever cannot keep any does without.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Dropped, type Reading, readYaml, type Spot, type Spots, type TreeMap } from './read-yaml.ts'

export type Reader = (file: string, text: string, spots: Spots, dropped: Dropped) => Reading

/** A path, then the line and column of its key (0, 0: none) and of its value. */
type KeptSpot = readonly [string, number, number, number, number]
interface Kept {
  readonly tree: TreeMap
  readonly spots: readonly KeptSpot[]
}

export interface KeptReadings {
  readonly read: Reader
  /** Writes what this run has used; nothing when all of it was kept already. */
  keep(): void
}

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/** What a reading depends on besides the text: Nightbell's version and the code that reads. */
function readerMark(): string {
  const hash = createHash('sha256').update(`${process.versions.node}\n`)
  hash.update(readFileSync(new URL('../../package.json', import.meta.url)))
  for (const part of [
    'read-yaml',
    'yaml-syntax',
    'yaml-layout',
    'yaml-indents',
    'yaml-brackets',
    'yaml-mistakes',
    'kept-readings',
  ])
    hash.update(readFileSync(new URL(`./${part}.${EXTENSION}`, import.meta.url)))
  return hash.digest('hex')
}

export function openKeptReadings(file: string): KeptReadings {
  const mark = readerMark()
  const before = keptIn(file, mark)
  const now = new Map<string, Kept>()
  let isNew = false
  return {
    read(name, text, spots, dropped) {
      const key = digest(text)
      const kept = before.get(key) ?? now.get(key)
      if (kept) {
        now.set(key, kept)
        for (const spot of kept.spots) spots.set(spot[0], placed(name, spot))
        return { tree: kept.tree, problems: [] }
      }
      const own: Spots = new Map()
      const reading = readYaml(name, text, own, dropped)
      // What is wrong is read again each time: its problems are told anew.
      if (reading.tree !== null && reading.problems.length === 0) {
        now.set(key, { tree: reading.tree, spots: [...own].map(unplaced) })
        isNew = true
      }
      for (const [path, spot] of own) spots.set(path, spot)
      return reading
    },
    keep() {
      if (!isNew && now.size === before.size) return
      const body = JSON.stringify([...now])
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
        const aside = `${file}.${process.pid}`
        writeFileSync(aside, `${mark} ${digest(body)}\n${body}`, { mode: 0o600 })
        renameSync(aside, file)
      } catch {
        // A disk that is full or read-only costs time, not answers.
      }
    },
  }
}

function keptIn(file: string, mark: string): ReadonlyMap<string, Kept> {
  try {
    const text = readFileSync(file, 'utf8')
    const end = text.indexOf('\n')
    const body = text.slice(end + 1)
    if (text.slice(0, end) !== `${mark} ${digest(body)}`) return new Map()
    return new Map(JSON.parse(body) as [string, Kept][])
  } catch {
    return new Map()
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function placed(file: string, [, keyLine, keyColumn, line, column]: KeptSpot): Spot {
  return {
    key: keyLine === 0 ? null : { file, line: keyLine, column: keyColumn },
    value: { file, line, column },
  }
}

function unplaced([path, { key, value }]: [string, Spot]): KeptSpot {
  return [path, key?.line ?? 0, key?.column ?? 0, value.line, value.column]
}
