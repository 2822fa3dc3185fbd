// Reads rule files, or takes over what was read of the same text before. Only what has nothing wrong is kept: problems are told anew each time.
import type { Kept } from './kept-pieces.ts'
import { type Dropped, type Reading, readYaml, type Spot, type Spots, type TreeMap } from './read-yaml.ts'

export type Reader = (file: string, text: string, spots: Spots, dropped: Dropped) => Reading

/** A path, then the line and column of its key (0, 0: none) and of its value. */
type KeptSpot = readonly [string, number, number, number, number]
interface Read {
  readonly tree: TreeMap
  readonly spots: readonly KeptSpot[]
}

export function readerOf(kept: Kept): Reader {
  return (name, text, spots, dropped) => {
    let now: Reading | null = null
    const before = kept<Read | null>('file', text, () => {
      const own: Spots = new Map()
      now = readYaml(name, text, own, dropped)
      for (const [path, spot] of own) spots.set(path, spot)
      return now.tree !== null && now.problems.length === 0 ? { tree: now.tree, spots: [...own].map(unplaced) } : null
    })
    if (now !== null) return now
    if (before === null) return readYaml(name, text, spots, dropped)
    for (const spot of before.spots) spots.set(spot[0], placed(name, spot))
    return { tree: before.tree, problems: [] }
  }
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
