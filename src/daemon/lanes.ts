// Carries commands out, one lane a channel: what concerns one channel happens in order, what concerns different ones in parallel.
// A command waits until what is being said has been said, because most requests hang on the PBX while a channel plays; `hush` and
// `hangUp` do not wait. Whatever fails comes back as an input. Called by daemon.ts after the commit, never before.
import type { Command } from '../core/world/commands.ts'
import type { ChannelId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import { openBridges } from './bridges.ts'
import { inMs } from './clock.ts'
import { type Lane, type LaneNeeds, openLane } from './lane.ts'

/** A lane outlives its channel by so much, ms. */
const LINGER_MS = 10_000

/** With these a channel comes into our care. */
const ENTERS: ReadonlySet<Input['type']> = new Set(['arrived', 'returned', 'legAnswered'])

export interface Lanes {
  carryOut(commands: readonly Command[]): void
  /** What the PBX reports: a lane may be waiting for it. */
  heard(input: Input): void
  /** Renews the dead-man's switch of these channels; idle lanes of others are forgotten. */
  renew(channels: ReadonlySet<ChannelId>): void
  /** How many commands wait or run. */
  busy(): number
}

export function openLanes(given: Omit<LaneNeeds, 'bridges'>): Lanes {
  const needs: LaneNeeds = { ...given, bridges: openBridges(given.telephony, given.clock) }
  const lanes = new Map<ChannelId, Lane>()

  function laneOf(channel: ChannelId): Lane {
    const known = lanes.get(channel)
    if (known) return known
    const lane = openLane(channel, needs)
    lanes.set(channel, lane)
    return lane
  }

  return {
    carryOut(commands) {
      needs.bridges.expect(commands)
      for (const command of commands) laneOf(command.channel).add(command)
    },
    heard(input) {
      if (!('channel' in input)) return
      const lane = ENTERS.has(input.type) ? laneOf(input.channel) : lanes.get(input.channel)
      lane?.heard(input)
      // Not at once: a request that is under way must not be overtaken by the tidying up.
      if (input.type === 'ended') inMs(needs.clock, LINGER_MS, () => lanes.delete(input.channel))
    },
    renew(channels) {
      for (const [channel, lane] of lanes) if (!channels.has(channel) && lane.idle()) lanes.delete(channel)
      for (const channel of channels) laneOf(channel).renew()
    },
    busy: () => [...lanes.values()].reduce((sum, lane) => sum + lane.waiting(), 0),
  }
}
