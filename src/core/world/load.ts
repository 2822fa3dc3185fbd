// What the box rings and carries just now, and what it has dialled within the hour: counted for the caps
// (dialling/caps.ts) from the indexes. Called by around.ts; it judges nothing.
import type { OthersLoad, Room } from '../dialling/caps.ts'
import { type Changed, counted, keysNow } from './found.ts'
import type { CallId, ChannelId, EpochMs, IncidentId } from './ids.ts'
import { type Dialled, loadOfTheHour } from './late-dials.ts'
import { ANYWHERE, legsOf, ofProperty } from './legs-of.ts'
import { ownerOfLeg } from './our-legs.ts'
import { streamOf, type World } from './world.ts'

export interface RoomAsked {
  readonly channel: ChannelId
  readonly property: string
  readonly trunk: string
  readonly pending: readonly ChannelId[]
  readonly cleared: readonly Dialled[]
}

/** All but this incident or call, which counts its own from its state. */
export function loadOfOthers(
  world: World,
  changed: Changed,
  property: string,
  except: IncidentId | CallId,
  now: EpochMs,
): OthersLoad {
  const asked = changed.get(except) ?? world.incidents.get(except as IncidentId)
  const mine = asked?.kind === 'incident' ? Object.keys(asked.legs) : []
  const hour = loadOfTheHour(world.dialled, now, property, mine)
  const rings = (key: string) => counted(world, changed, 'rings', key, except)
  const trunks = [...keysNow(world, changed, 'trunks')].map(
    trunk => [trunk, counted(world, changed, 'trunks', trunk, except)] as const,
  )
  return {
    box: { now: rings(ANYWHERE), hour: hour.box },
    property: { now: rings(ofProperty(property)), hour: hour.property },
    trunks: Object.fromEntries(trunks.filter(([, times]) => times > 0)),
    ...(hour.oldest === undefined ? {} : { oldest: hour.oldest }),
  }
}

/** Everything but the legs that this turn has not been allowed yet. `cleared`: dialled in this turn already. */
export function roomFor(world: World, changed: Changed, asked: RoomAsked, now: EpochMs): Room {
  const pending = new Set(asked.pending)
  const cleared = asked.cleared.filter(({ leg }) => !pending.has(leg))
  const hour = loadOfTheHour(world.dialled, now, asked.property, pending)
  // They are legs of the stream that is deciding, and of no other.
  const owner = ownerOfLeg(asked.channel)
  const stream = owner === null ? undefined : (changed.get(owner) ?? streamOf(world, owner))
  const legs = stream === undefined ? [] : legsOf(stream).filter(({ id }) => pending.has(id))
  const ofThis = stream !== undefined && 'property' in stream && stream.property === asked.property ? legs.length : 0
  const rings = (key: string) => counted(world, changed, 'rings', key)
  return {
    box: { now: rings(ANYWHERE) - legs.length, hour: hour.box + cleared.length },
    property: {
      now: rings(ofProperty(asked.property)) - ofThis,
      hour: hour.property + cleared.filter(({ property }) => property === asked.property).length,
    },
    trunk: counted(world, changed, 'trunks', asked.trunk) - legs.filter(({ trunk }) => trunk === asked.trunk).length,
  }
}
