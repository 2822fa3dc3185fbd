// The world's order, in which every walk over its streams would go: calls, desks, incidents, what stands; of
// each kind the one that came first. It decides who is told first, so answers must keep it.
import type { StreamId } from './ids.ts'
import type { Stream } from './stream.ts'

export interface Places {
  readonly of: Map<StreamId, number>
  next: number
}

const KINDS: readonly Stream['kind'][] = ['call', 'desk', 'incident', 'standing']
/** More streams than a journal ever has. */
const MOST = 1e12

export function noPlaces(): Places {
  return { of: new Map(), next: 0 }
}

/** The last place of its kind, unless it has one. */
export function givePlace(places: Places, { id, kind }: Stream): void {
  if (!places.of.has(id)) places.of.set(id, KINDS.indexOf(kind) * MOST + places.next++)
}
