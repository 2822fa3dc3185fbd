// What the box rings and carries just now, and what it has dialled within the hour: counted for the caps (dialling/caps.ts) from the live
// streams and the list of late dials. Called by around.ts; it judges nothing.
import { HOUR_MS, type Load, type Room } from '../dialling/caps.ts'
import type { CallId, ChannelId, EpochMs, IncidentId, StreamId } from './ids.ts'
import { inboundTrunk, legsOf } from './legs-of.ts'
import type { Dialled, Stream, World } from './world.ts'

/** `changed`: streams that are ahead of the world in this turn. */
type Changed = ReadonlyMap<StreamId, Stream>

/** All but this incident or call, which counts its own from its state. */
export function loadOfOthers(
  world: World,
  changed: Changed,
  property: string,
  except: IncidentId | CallId,
  now: EpochMs,
): {
  readonly box: Load
  readonly property: Load
  readonly trunks: Readonly<Record<string, number>>
  readonly oldest?: EpochMs
} {
  const asked = changed.get(except) ?? world.incidents.get(except as IncidentId)
  const mine = asked?.kind === 'incident' ? asked.legs : {}
  const others = streams(world, changed).filter(stream => stream.id !== except)
  const trunks: Record<string, number> = {}
  for (const stream of others) {
    const inbound = inboundTrunk(stream)
    for (const trunk of [...(inbound === null ? [] : [inbound]), ...legsOf(stream).map(leg => leg.trunk)])
      trunks[trunk] = (trunks[trunk] ?? 0) + 1
  }
  const dialled = lately(world.dialled, now).filter(({ leg }) => !Object.hasOwn(mine, leg))
  const oldest = dialled[0]?.at
  return { ...counted(others, dialled, property), trunks, ...(oldest === undefined ? {} : { oldest }) }
}

/** Everything but the legs that this turn has not been allowed yet. `cleared`: dialled in this turn already. */
export function roomFor(
  world: World,
  changed: Changed,
  asked: {
    readonly property: string
    readonly trunk: string
    readonly pending: readonly ChannelId[]
    readonly cleared: readonly Dialled[]
  },
  now: EpochMs,
): Room {
  const all = streams(world, changed)
  const pending = new Set(asked.pending)
  const dialled = [...lately(world.dialled, now), ...asked.cleared].filter(({ leg }) => !pending.has(leg))
  const onTrunk = all.flatMap(stream => [
    ...(inboundTrunk(stream) === asked.trunk ? [stream.id] : []),
    ...legsOf(stream).filter(leg => leg.trunk === asked.trunk && !pending.has(leg.id)),
  ])
  return { ...counted(all, dialled, asked.property, pending), trunk: onTrunk.length }
}

function counted(
  all: readonly Stream[],
  dialled: readonly Dialled[],
  property: string,
  pending: ReadonlySet<string> = new Set(),
): { box: Load; property: Load } {
  const ringing = (of: readonly Stream[]) => of.flatMap(legsOf).filter(leg => !pending.has(leg.id)).length
  return {
    box: { now: ringing(all), hour: dialled.length },
    property: {
      now: ringing(all.filter(stream => 'property' in stream && stream.property === property)),
      hour: dialled.filter(one => one.property === property).length,
    },
  }
}

function lately(dialled: readonly Dialled[], now: EpochMs): readonly Dialled[] {
  return dialled.filter(({ at }) => at > now - HOUR_MS)
}

function streams(world: World, changed: Changed): Stream[] {
  const all: Stream[] = [...world.calls.values(), ...world.desks.values(), ...world.incidents.values()]
  const known = new Set<StreamId>(all.map(({ id }) => id))
  const ahead = all.map(stream => changed.get(stream.id) ?? stream)
  return [...ahead, ...[...changed.values()].filter(({ id }) => !known.has(id))]
}
