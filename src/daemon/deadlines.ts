// One timer a live stream: when its deadline comes the stream gets the input `due`. Called after every turn.
import type { EpochMs, StreamId } from '../core/world/ids.ts'
import { deadlineOf, type Stream } from '../core/world/world.ts'
import type { Clock } from './ports.ts'

export interface Deadlines {
  /** Takes the stream's deadline from its state; one that is over has none. */
  arm(stream: Stream): void
  stop(): void
}

export function openDeadlines(clock: Clock, due: (stream: StreamId) => void): Deadlines {
  const armed = new Map<StreamId, { at: EpochMs; cancel: () => void }>()

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
      const at = deadlineOf(stream)
      const known = armed.get(stream.id)
      if (known?.at === at) return
      known?.cancel()
      armed.delete(stream.id)
      if (at !== null) armed.set(stream.id, { at, cancel: clock.at(at, () => fire(stream.id, at)) })
    },
    stop() {
      for (const { cancel } of armed.values()) cancel()
      armed.clear()
    },
  }
}
