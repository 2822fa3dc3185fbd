// Whether somebody hears the briefing on a channel just now. Asked by the shell, which tells nothing of voices anywhere else.
import type { ChannelId, LegId } from './ids.ts'
import { ownerOfLeg } from './our-legs.ts'
import { streamOf, type World } from './world.ts'

export function isBriefed(world: World, channel: ChannelId): boolean {
  const owner = ownerOfLeg(channel)
  const stream = owner === null ? undefined : streamOf(world, owner)
  return stream?.kind === 'incident' && stream.legs[channel as LegId]?.phase === 'briefing'
}
