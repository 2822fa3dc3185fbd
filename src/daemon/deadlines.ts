// One timer a live stream: when its deadline comes the stream gets the input `due`. Called after every turn.
import type { EpochMs, StreamId } from '../core/world/ids.ts'
import { deadlineOf, type Stream } from '../core/world/world.ts'
import type { Clock } from './ports.ts'

/** A deadline that changed nothing comes again after so long, then after twice as long each time, ms. */
const AGAIN_MS = 5000
const AGAIN_AT_MOST_MS = 600_000

export interface Deadlines {
  /** Takes the stream's deadline from its state; one that is over has none. */
  arm(stream: Stream): void
  /** A deadline has come and the stream has none armed since: it is asked again in a while, and ever more rarely. */
  soon(stream: StreamId): void
  stop(): void
}

export function openDeadlines(
  clock: Clock,
  due: (stream: StreamId) => void,
  alive: (stream: StreamId) => boolean = () => true,
): Deadlines {
  let stopped = false
  const armed = new Map<StreamId, { at: EpochMs; cancel: () => void }>()
  /** How long each stream waited last for a deadline that had changed nothing, ms. */
  const waited = new Map<StreamId, number>()

  function fire(id: StreamId, at: EpochMs): void {
    // A timer may be early by a fraction; being late is the machine's business.
    if (clock.now() < at) {
      armed.set(id, { at, cancel: clock.at(at, () => fire(id, at)) })
      return
    }
    armed.delete(id)
    due(id)
  }

  return {
    arm(stream) {
      if (stopped) return
      const at = deadlineOf(stream)
      const known = armed.get(stream.id)
      if (known?.at === at) return
      known?.cancel()
      armed.delete(stream.id)
      if (at === null || at > clock.now()) waited.delete(stream.id)
      if (at !== null) armed.set(stream.id, { at, cancel: clock.at(at, () => fire(stream.id, at)) })
    },
    soon(id) {
      if (!alive(id)) waited.delete(id)
      if (stopped || armed.has(id) || !alive(id)) return
      const wait = Math.min((waited.get(id) ?? AGAIN_MS / 2) * 2, AGAIN_AT_MOST_MS)
      waited.set(id, wait)
      const at = (clock.now() + wait) as EpochMs
      armed.set(id, { at, cancel: clock.at(at, () => fire(id, at)) })
    },
    stop() {
      stopped = true
      for (const { cancel } of armed.values()) cancel()
      armed.clear()
      waited.clear()
    },
  }
}
