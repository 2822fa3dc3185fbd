// Which live streams have something in common, found without looking at all the others: from a key, a
// person's name say, to the streams that have it. A stream may have a key several times, and is counted
// so often. The keys come from indexes.ts; world.ts puts a stream in with every state that it keeps.
import type { StreamId } from './ids.ts'

export interface Index {
  readonly under: Map<string, Under>
  /** What each stream is in it with. */
  readonly keys: Map<StreamId, readonly string[]>
}

interface Under {
  readonly ids: Set<StreamId>
  /** How often all of them together have the key. */
  times: number
}

const NO_KEYS: readonly string[] = []

export function emptyIndex(): Index {
  return { under: new Map(), keys: new Map() }
}

export function putInIndex(index: Index, id: StreamId, keys: readonly string[]): void {
  const had = keysIn(index, id)
  if (had.length === keys.length && had.every((key, n) => key === keys[n])) return
  for (const key of had) {
    const under = index.under.get(key)
    if (under === undefined) continue
    under.times--
    under.ids.delete(id)
    if (under.times === 0) index.under.delete(key)
  }
  for (const key of keys) {
    const under = index.under.get(key) ?? { ids: new Set(), times: 0 }
    under.times++
    under.ids.add(id)
    index.under.set(key, under)
  }
  if (keys.length === 0) index.keys.delete(id)
  else index.keys.set(id, keys)
}

export function keysIn(index: Index, id: StreamId): readonly string[] {
  return index.keys.get(id) ?? NO_KEYS
}

export function idsUnder(index: Index, key: string): Iterable<StreamId> {
  return index.under.get(key)?.ids ?? (NO_KEYS as readonly StreamId[])
}

export function timesUnder(index: Index, key: string): number {
  return index.under.get(key)?.times ?? 0
}
