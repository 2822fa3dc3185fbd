// Whether nothing more will happen to a stream: such a stream leaves the world and keeps only its hashes in the journal.
import type { Stream } from '../../core/world/world.ts'

export function isOver(stream: Stream): boolean {
  return stream.phase === 'gone' || stream.phase === 'closed'
}
