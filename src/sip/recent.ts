// A bounded map: when it is full, the entry put longest ago is dropped.
export function openRecent<V>(most: number): {
  get(key: string): V | undefined
  put(key: string, value: V): void
  delete(key: string): void
  entries(): IterableIterator<[string, V]>
  readonly size: number
} {
  const kept = new Map<string, V>()
  return {
    get: key => kept.get(key),
    put(key, value) {
      kept.delete(key)
      kept.set(key, value)
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    },
    delete: key => void kept.delete(key),
    entries: () => kept.entries(),
    get size() {
      return kept.size
    },
  }
}
