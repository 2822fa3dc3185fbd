// How an index is asked in the middle of a turn: the streams that the turn has changed count as they are
// now, all others as the index has them. Called for the questions of around.ts and free-again.ts.
import type { StreamId } from './ids.ts'
import { idsUnder, keysIn, timesUnder } from './index-of-streams.ts'
import { type IndexName, KEYS } from './indexes.ts'
import { isOver, type Stream } from './stream.ts'
import { streamOf, type World } from './world.ts'

/** What this turn has decided so far. */
export type Changed = ReadonlyMap<StreamId, Stream>

/** Streams with any of these keys: those of the world in its order, then those that this turn has begun. */
export function found(world: World, changed: Changed, name: IndexName, keys: readonly string[]): Stream[] {
  const known: Stream[] = []
  const begun: Stream[] = []
  for (const id of idsWith(world, name, keys)) {
    const stream = changed.has(id) ? undefined : streamOf(world, id)
    if (stream !== undefined) known.push(stream)
  }
  for (const stream of changed.values()) {
    if (isOver(stream) || !KEYS[name](stream).some(key => keys.includes(key))) continue
    if (!world.places.of.has(stream.id)) begun.push(stream)
    else known.push(stream)
  }
  known.sort((one, other) => placeOf(world, one) - placeOf(world, other))
  return [...known, ...begun]
}

/** How often all streams together have this key; `but`: this one is left out. */
export function counted(world: World, changed: Changed, name: IndexName, key: string, but?: StreamId): number {
  const index = world.indexes[name]
  let times = timesUnder(index, key)
  for (const [id, stream] of changed) {
    times -= timesIn(keysIn(index, id), key)
    if (id !== but) times += timesIn(KEYS[name](stream), key)
  }
  if (but !== undefined && !changed.has(but)) times -= timesIn(keysIn(index, but), key)
  return times
}

/** Every key that some stream has. */
export function keysNow(world: World, changed: Changed, name: IndexName): ReadonlySet<string> {
  return new Set([...world.indexes[name].under.keys(), ...[...changed.values()].flatMap(stream => KEYS[name](stream))])
}

function idsWith(world: World, name: IndexName, keys: readonly string[]): Iterable<StreamId> {
  const [only = '', ...more] = keys
  const ids = idsUnder(world.indexes[name], only)
  if (more.length === 0) return ids
  return new Set([...ids, ...more.flatMap(key => [...idsUnder(world.indexes[name], key)])])
}

function placeOf(world: World, { id }: Stream): number {
  return world.places.of.get(id) ?? 0
}

function timesIn(keys: readonly string[], key: string): number {
  return keys.filter(one => one === key).length
}
