// Bounded work with two ranks: what a caller waits for goes before what is made in advance. Used by sound-files.ts.
// The last slot is kept free of work in advance, so that a caller never queues behind it.
export interface WorkQueue {
  run<T>(rank: 'now' | 'advance', work: () => Promise<T>): Promise<T>
}

export function openWorkQueue(slots: number): WorkQueue {
  const waiting = { now: [] as (() => void)[], advance: [] as (() => void)[] }
  let running = 0
  let inAdvance = 0
  const mostInAdvance = Math.max(1, slots - 1)

  function next(): void {
    while (running < slots) {
      const start = waiting.now.shift() ?? (inAdvance < mostInAdvance ? waiting.advance.shift() : undefined)
      if (!start) return
      start()
    }
  }

  return {
    run(rank, work) {
      return new Promise((good, bad) => {
        waiting[rank].push(() => {
          running++
          if (rank === 'advance') inAdvance++
          work()
            .then(good, bad)
            .finally(() => {
              running--
              if (rank === 'advance') inAdvance--
              next()
            })
        })
        next()
      })
    },
  }
}
