// What the indexes of the world must answer, found by looking at every live stream: slow and plain. Used by
// test/properties/indexes.test.ts.
import { HOUR_MS, type Load } from '../../src/core/dialling/caps.ts'
import { sameNumber } from '../../src/core/dialling/may-dial.ts'
import type { Incident } from '../../src/core/incident/incident.ts'
import { knownTrouble } from '../../src/core/incident/known.ts'
import type { Leg } from '../../src/core/leg/leg.ts'
import type { Around } from '../../src/core/world/around.ts'
import { type CountLines, endedBy, mayRingBecauseOf } from '../../src/core/world/free-again.ts'
import type { ChannelId, EpochMs, StreamId } from '../../src/core/world/ids.ts'
import { KEYS } from '../../src/core/world/indexes.ts'
import { inboundTrunk, legsOf } from '../../src/core/world/legs-of.ts'
import { rungBy as rungForwarded } from '../../src/core/world/rung-now.ts'
import { type Dialled, isOver, liveStreams, type Stream, type World } from '../../src/core/world/world.ts'

/** Answers as around.ts does. `dialled`: everything that was ever dialled. */
export function walked(world: World, dialled: readonly Dialled[], now: EpochMs, changed: ReadonlyMap<StreamId, Stream>): Around {
  const incidents = () => present(world, changed).flatMap(stream => (stream.kind === 'incident' ? [stream] : []))
  const late = () => dialled.filter(({ at }) => at > now - HOUR_MS)
  return {
    engaged(person, except, phone) {
      const busy = present(world, changed).find(
        stream =>
          stream.id !== except &&
          rungBy(stream).some(one => one.person === person || (phone !== undefined && sameNumber(one.phone, phone))),
      )
      return (busy?.id as Incident['id'] | undefined) ?? null
    },
    rungNow: (_call, question) =>
      present(world, changed)
        .map(stream => rungForwarded(stream, question))
        .find(found => found !== null) ?? null,
    callingBack(_call, number, property) {
      const found = incidents().find(
        one =>
          (one.phase === 'call-back-menu' || (one.phase === 'calling-back' && !one.resident.answered)) &&
          one.property === property &&
          sameNumber(one.caller.callerNumber, number),
      )
      return found?.id ?? null
    },
    standing: () => present(world, changed).flatMap(stream => (stream.kind === 'standing' ? [stream] : [])),
    openPins: except =>
      present(world, changed).flatMap(desk =>
        desk.kind === 'desk' && desk.phase === 'awaiting-pin' && desk.id !== except && desk.asked ? [desk.asked] : [],
      ),
    openIncidents: () =>
      incidents()
        .filter(({ phase }) => phase !== 'resolved')
        .sort((a, b) => Number(a.owner !== null) - Number(b.owner !== null) || a.openedAt - b.openedAt)
        .map(({ id, property, category, openedAt, owner, statements }) => ({
          ...{ id, property, category, openedAt, owner: owner?.person ?? null },
          statements: statements.map(({ recording }) => recording),
        })),
    sameTrouble: (_call, question) => knownTrouble(incidents(), question, now),
    load(property, except) {
      const asked = changed.get(except) ?? world.incidents.get(except as Incident['id'])
      const mine = asked?.kind === 'incident' ? asked.legs : {}
      const others = ahead(world, changed).filter(({ id }) => id !== except)
      const trunks = new Map<string, number>()
      for (const trunk of others.flatMap(trunksOf)) trunks.set(trunk, (trunks.get(trunk) ?? 0) + 1)
      const of = late().filter(({ leg }) => !Object.hasOwn(mine, leg))
      const [first] = of
      return {
        ...loads(others, of, property),
        trunks: Object.fromEntries(trunks),
        ...(first === undefined ? {} : { oldest: first.at }),
      }
    },
    room({ property, trunk, pending, cleared }) {
      const all = ahead(world, changed)
      const of = [...late(), ...cleared].filter(({ leg }) => !pending.includes(leg))
      const waits = all.flatMap(legsOf).filter(leg => leg.trunk === trunk && pending.includes(leg.id))
      const carried = all.flatMap(trunksOf).filter(one => one === trunk)
      return { ...loads(all, of, property, pending), trunk: carried.length - waits.length }
    },
  }
}

/** The incidents to be woken, as free-again.ts finds them. */
export function walkedWaiting(world: World, changed: ReadonlyMap<StreamId, Stream>): string[] {
  const ended = endedBy(world, changed)
  const times = (of: readonly Stream[], index: 'rings' | 'trunks', key: string) =>
    of.flatMap(stream => KEYS[index](stream)).filter(one => one === key).length
  const lines: CountLines = (index, key) => ({
    before: times(liveStreams(world), index, key),
    now: times(ahead(world, changed), index, key),
  })
  return [...world.incidents.values()].flatMap(({ id }) => {
    const now = changed.get(id) ?? world.incidents.get(id)
    return now?.kind === 'incident' && !isOver(now) && mayRingBecauseOf(ended, lines, world, now) ? [id] : []
  })
}

function loads(all: readonly Stream[], dialled: readonly Dialled[], property: string, but: readonly ChannelId[] = []) {
  const rings = (of: readonly Stream[]) => of.flatMap(legsOf).filter(({ id }) => !but.includes(id)).length
  const here = all.filter(stream => 'property' in stream && stream.property === property)
  const box: Load = { now: rings(all), hour: dialled.length }
  const own: Load = { now: rings(here), hour: dialled.filter(one => one.property === property).length }
  return { box, property: own }
}

function trunksOf(stream: Stream): string[] {
  const inbound = inboundTrunk(stream)
  return [...(inbound === null ? [] : [inbound]), ...legsOf(stream).map(({ trunk }) => trunk)]
}

function rungBy(stream: Stream): readonly { readonly person: string | null; readonly phone: string }[] {
  if (stream.kind === 'call')
    return stream.phase === 'transferring' || stream.phase === 'transferred' || stream.phase === 'seeing-off'
      ? [stream.leg.to]
      : []
  if (stream.kind !== 'incident') return []
  const live = Object.values<Leg>(stream.legs).filter(leg => leg.phase !== 'over' && leg.phase !== 'leaving')
  const people = live.map(leg => leg.dial)
  return 'resident' in stream ? [...people, { person: null, phone: stream.resident.number }] : people
}

/** Those of the world in its order, as this turn has made them, then those that it has begun. */
function ahead(world: World, changed: ReadonlyMap<StreamId, Stream>): Stream[] {
  const before = liveStreams(world)
  const known = new Set(before.map(({ id }) => id))
  return [...before.map(one => changed.get(one.id) ?? one), ...[...changed.values()].filter(({ id }) => !known.has(id))]
}

function present(world: World, changed: ReadonlyMap<StreamId, Stream>): Stream[] {
  return ahead(world, changed).filter(stream => !isOver(stream))
}
