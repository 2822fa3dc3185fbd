// Counts what a piece of work does, so that two houses can be compared without a stopwatch: how often each
// function of the product is called, and each step of a walk over a list, a map or a set. The same work gives
// the same count, to a hundredth or two. Blocks within functions are not counted: V8 knows them only of
// functions that were compiled after the counting began.
import { Session } from 'node:inspector'

interface Profiler {
  result: { url: string; functions: { ranges: { count: number }[] }[] }[]
}

/** The three kinds of iterators, whatever they walk over. */
const ITERATORS: readonly { next: () => unknown }[] = [
  Object.getPrototypeOf([].values()),
  Object.getPrototypeOf(new Map().values()),
  Object.getPrototypeOf(new Set().values()),
]

export function countSteps(work: () => void): number {
  const session = new Session()
  session.connect()
  let walked = 0
  const originals = ITERATORS.map(({ next }) => next)
  try {
    session.post('Profiler.enable')
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
    // Counts go back to nothing when they are taken, not at the start: what ran before is taken out.
    callsOfProduct(session)
    for (const [n, iterator] of ITERATORS.entries()) {
      const next = originals[n] as () => unknown
      iterator.next = function (this: unknown) {
        walked++
        return next.call(this)
      }
    }
    work()
  } finally {
    for (const [n, iterator] of ITERATORS.entries()) iterator.next = originals[n] as () => unknown
  }
  const ran = callsOfProduct(session)
  session.post('Profiler.stopPreciseCoverage')
  session.disconnect()
  if (ran === 0) throw new Error('nothing of the product was seen to run')
  return ran + walked
}

function callsOfProduct(session: Session): number {
  let ran = 0
  session.post('Profiler.takePreciseCoverage', (error: Error | null, seen?: Profiler) => {
    if (error) throw error
    const ranges = (seen?.result ?? []).flatMap(({ url, functions }) =>
      url.includes('/src/') && !url.includes('node_modules') ? functions.flatMap(each => each.ranges) : [],
    )
    ran = ranges.reduce((sum, { count }) => sum + count, 0)
  })
  return ran
}
