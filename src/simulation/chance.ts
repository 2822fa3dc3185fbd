// Chance that can be repeated: the same seed gives the same story. Used by everything in the simulation that may go either way.

export interface Chance {
  /** From 0 up to, but not including, 1. */
  random(): number
  /** True so often, 0 to 1. */
  happens(probability: number): boolean
  between(least: number, most: number): number
  pick<T>(from: readonly T[]): T
}

/** Mulberry32, a public-domain generator by Tommy Ettinger: 32 bits of state are plenty for a story. */
export function openChance(seed: number): Chance {
  let state = seed >>> 0
  function random(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    random,
    happens: probability => random() < probability,
    between: (least, most) => least + random() * (most - least),
    pick<T>(from: readonly T[]): T {
      const one = from[Math.floor(random() * from.length)]
      if (one === undefined) throw new Error('there is nothing to pick from')
      return one
    },
  }
}
