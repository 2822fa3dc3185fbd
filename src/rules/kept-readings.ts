// Reads rule files, or takes over what was read of the same text before. Only what has nothing wrong is kept: problems are told anew each time.
import type { Kept } from './kept-pieces.ts'
import { type Dropped, type Reading, readYaml, type Spot, type TreeMap } from './read-yaml.ts'
import { type FilePlaces, placesIn } from './spots.ts'

/** Either adds its places to `spots`, or gives them as they were kept. */
export type Reader = (file: string, text: string, spots: Map<string, Spot>, dropped: Dropped) => Read

export interface Read extends Reading {
  readonly places?: FilePlaces
}

interface KeptReading {
  readonly tree: TreeMap
  readonly places: FilePlaces
}

export function readerOf(kept: Kept): Reader {
  return (name, text, spots, dropped) => {
    let now: Reading | null = null
    const before = kept<KeptReading | null>('file', text, () => {
      now = readYaml(name, text, spots, dropped)
      const { tree, problems } = now
      const places = tree !== null && problems.length === 0 ? placesIn(tree, spots) : null
      return tree === null || places === null ? null : { tree, places }
    })
    if (now !== null) return now
    if (before === null) return readYaml(name, text, spots, dropped)
    return { ...before, problems: [] }
  }
}
