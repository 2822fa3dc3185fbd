// Look, then decide: after a start or a reconnect one look at the PBX is compared with every live stream, and what was found goes
// to the core as inputs. No old command is repeated here. Also used by the auditor for a single stream.
import type { Leg } from '../core/leg/leg.ts'
import { type ChannelId, callId, type StreamId } from '../core/world/ids.ts'
import type { Input, Observation, ObservedChannel } from '../core/world/inputs.ts'
import { legsOf } from '../core/world/legs-of.ts'
import { ownerOfLeg } from '../core/world/our-legs.ts'
import { type Stream, streamOf, type World } from '../core/world/world.ts'
import type { Clock, Log, Snapshot, Telephony, TelephonyEvents, Witness } from './ports.ts'

export interface RecoverNeeds {
  readonly world: World
  readonly telephony: Telephony & Pick<TelephonyEvents, 'enteredAs'>
  readonly witness: Witness
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** Channels of which the failsafe has left a note that is not read yet. */
  readonly notes?: () => Promise<ReadonlySet<ChannelId>>
}

/** What the core should hear now, callers first. Rejects when the PBX can't be looked at. */
export async function recover(needs: RecoverNeeds): Promise<Input[]> {
  const { world, telephony, log } = needs
  const snapshot = await telephony.snapshot()
  const streams: Stream[] = [...world.calls.values(), ...world.desks.values(), ...world.incidents.values()]
  // After the snapshot: a channel that is gone in it has left its note before it went.
  const there = sorted(snapshot, await needs.notes?.())
  const seen = await Promise.all(streams.map(stream => observe(needs, there, stream)))
  const strangers = unknownChannels(needs, snapshot)
  await Promise.all(strangers.hangUp.map(channel => telephony.hangUp(channel)))
  await Promise.all(unusedBridges(world, snapshot).map(bridge => telephony.destroyBridge(bridge)))
  log.info({ streams: streams.length, arrivals: strangers.arrivals.length, hungUp: strangers.hangUp.length }, 'looked at the PBX')
  return [...seen, ...strangers.arrivals]
}

/** A snapshot as streams are compared with it, one after the other: hundreds of callers, and as many telephones. */
export interface There {
  readonly channels: ReadonlyMap<ChannelId, Snapshot['channels'][number]>
  readonly legs: ReadonlyMap<StreamId, readonly ChannelId[]>
  readonly notes: ReadonlySet<ChannelId>
}

export function sorted(snapshot: Snapshot, notes: ReadonlySet<ChannelId> = new Set()): There {
  const legs = new Map<StreamId, ChannelId[]>()
  for (const { id } of snapshot.channels) {
    const owner = ownerOfLeg(id)
    if (owner !== null) legs.set(owner, [...(legs.get(owner) ?? []), id])
  }
  return { channels: new Map(snapshot.channels.map(channel => [channel.id, channel])), legs, notes }
}

export async function observe(needs: RecoverNeeds, there: There, stream: Stream): Promise<Input> {
  const channels: Record<ChannelId, ObservedChannel> = {}
  await Promise.all(
    channelsOf(stream, there).map(async id => {
      const channel = there.channels.get(id)
      channels[id] = channel
        ? { state: channel.state, inApp: channel.stasisArgs !== null, inFailsafe: channel.inFailsafe, bridge: channel.bridge }
        : await needs.witness.of(id)
    }),
  )
  const recordings: Record<string, Observation['recordings'][string]> = {}
  if (stream.kind === 'call' && 'recording' in stream) {
    recordings[stream.recording] = await needs.telephony.recordingState(stream.recording)
  }
  const note = there.notes.has(stream.id as string as ChannelId) ? ({ note: true } as const) : {}
  return { type: 'observed', stream: stream.id, seen: { at: needs.clock.now(), channels, recordings, ...note } }
}

/** The channels that a stream claims, and settled legs that are on the PBX all the same. */
export function channelsOf(stream: Stream, { legs }: There): ChannelId[] {
  if (stream.kind === 'standing') return []
  const present = legs.get(stream.id) ?? []
  if (stream.kind !== 'incident') {
    // Whoever hears that the caller has gone is alone on the line.
    const own = stream.kind === 'call' && stream.phase === 'seeing-off' ? [] : [stream.id]
    return [...new Set([...own, ...legsOf(stream).map(({ id }) => id), ...present])]
  }
  const live = Object.values<Leg>(stream.legs).filter(leg => leg.phase !== 'over')
  const resident = stream.phase === 'calling-back' || stream.phase === 'talking-back' ? [stream.resident.id] : []
  return [...new Set([...live.map(leg => leg.id), ...resident, ...present])]
}

/** Callers whose arrival nobody heard, and legs that belong to nobody. */
function unknownChannels(needs: RecoverNeeds, snapshot: Snapshot): { arrivals: Input[]; hangUp: ChannelId[] } {
  const arrivals: Input[] = []
  const hangUp: ChannelId[] = []
  for (const { id, stasisArgs } of snapshot.channels) {
    const owner = ownerOfLeg(id)
    if (owner !== null) {
      if (!streamOf(needs.world, owner)) hangUp.push(id)
      continue
    }
    if (stasisArgs === null || streamOf(needs.world, callId(id))) continue
    const input = needs.telephony.enteredAs(id, stasisArgs)
    if (input?.type === 'arrived' || input?.type === 'returned') arrivals.push(input)
    else hangUp.push(id)
  }
  return { arrivals, hangUp }
}

/** Talks of ours that no live stream claims. */
export function unusedBridges(world: World, snapshot: Snapshot): string[] {
  const claimed = new Set<string>()
  for (const stream of [...world.calls.values(), ...world.incidents.values()]) if ('bridge' in stream) claimed.add(stream.bridge)
  return snapshot.bridges.map(b => b.id).filter(id => /^talk-/.test(id) && !claimed.has(id))
}
