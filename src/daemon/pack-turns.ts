// Has old turns packed, some at a time, so that ten years of log take little room. They are found
// and compressed in the followers' thread; keeping them is a commit like that of a turn. Opened by
// run.ts. Nothing hangs on it: what is not packed is read as it stands.
import { inMs } from './clock.ts'
import type { Clock, Log } from './ports.ts'

export interface PackingNeeds<Turns> {
  /** The oldest turns that can be packed, in at most `most` packs. */
  readonly oldTurns: (most: number) => Promise<readonly Turns[]>
  readonly keep: (turns: Turns) => void
  /** Whether what is decided now is written down at once. */
  readonly isWritten: () => boolean
  readonly clock: Pick<Clock, 'inMs'>
  readonly log: Log
}

/** Calls that wait for a daemon that starts go first. */
const AFTER_START_MS = 60_000
const LOOK_MS = 3_600_000
/** Between two commits: the calls' own go first. */
const PAUSE_MS = 100

export function openPacking<Turns>(needs: PackingNeeds<Turns>): { stop(): void } {
  const { oldTurns, keep, isWritten, clock, log } = needs
  let stopped = false
  let cancel = inMs(clock, AFTER_START_MS, look)

  function lookIn(ms: number): void {
    if (!stopped) cancel = inMs(clock, ms, look)
  }

  function look(): void {
    next().then(
      more => lookIn(more ? PAUSE_MS : LOOK_MS),
      (error: unknown) => {
        log.error({ error: String(error) }, 'Old turns were not packed; trying again in an hour')
        lookIn(LOOK_MS)
      },
    )
  }

  /** Whether there may be more. */
  async function next(): Promise<boolean> {
    if (!isWritten()) return false
    const [turns] = await oldTurns(1)
    if (turns === undefined || stopped) return false
    keep(turns)
    return true
  }

  return {
    stop() {
      stopped = true
      cancel()
    },
  }
}
