// What a follower has read or written may be remembered while turns follow one another. Where one
// does not, a batch was rolled back, or another process took turns meanwhile: then what is
// remembered may be wrong, and is forgotten.

export interface Remembered<Value> {
  /** To be called with each turn first. */
  at(turn: number): void
  get(key: string): Value | undefined
  set(key: string, value: Value): void
}

/** Keeps at most `most` values; the oldest goes first. */
export function remembered<Value>(most: number): Remembered<Value> {
  const known = new Map<string, Value>()
  let last = 0
  return {
    at(turn) {
      if (turn !== last + 1) known.clear()
      last = turn
    },
    get: key => known.get(key),
    set(key, value) {
      known.delete(key)
      known.set(key, value)
      if (known.size <= most) return
      const [oldest] = known.keys()
      if (oldest !== undefined) known.delete(oldest)
    },
  }
}
