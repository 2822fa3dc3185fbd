// Small steps one after the other. What one of them promised is kept before the next begins: Node
// does that between two immediates. It asks the operating system for news only once for a whole
// batch of them, because that takes longer than most steps.

/** Of one batch. The first is small: many runs are over after a step or two. */
const FIRST_BATCH = 2
const LARGEST_BATCH = 64

/** Calls `step` until it is done. What it throws rejects, and ends it. */
export function stepByStep(step: () => 'goes on' | 'done'): Promise<void> {
  return new Promise((resolve, reject) => {
    let over = false

    function one(): void {
      if (over) return
      try {
        over = step() === 'done'
        if (over) resolve()
      } catch (error) {
        over = true
        reject(error)
      }
    }

    function batch(size: number): void {
      if (over) return
      for (let n = 0; n < size; n++) setImmediate(one)
      setImmediate(batch, Math.min(size * 2, LARGEST_BATCH))
    }
    batch(FIRST_BATCH)
  })
}
