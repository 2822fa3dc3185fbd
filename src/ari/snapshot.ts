// One look at the PBX: the channels and bridges that are ours. Called after every (re)connect and by the auditor.
// Office telephones, other dialplans and other applications on the same PBX are left out. Rejects when the PBX cannot be read.
import { isOurLeg } from '../core/world/our-legs.ts'
import type { Snapshot } from '../daemon/ports.ts'
import type { AriHttp } from './http.ts'
import { type AriChannel, BRIDGES, CHANNELS } from './shapes.ts'

export async function lookAtAll(http: AriHttp, app: string, see: (channel: AriChannel) => void = () => {}): Promise<Snapshot> {
  const [channels, bridges] = await Promise.all([http.ask('GET', '/channels'), http.ask('GET', '/bridges')])
  if (channels.status !== 200 || bridges.status !== 200) {
    throw new Error(`the PBX could not be looked at: ${channels.message || bridges.message}`)
  }
  const allBridges = BRIDGES.parse(bridges.body)
  const bridgeOf = new Map<string, string>()
  for (const bridge of allBridges) for (const channel of bridge.channels) bridgeOf.set(channel, bridge.id)

  const all = CHANNELS.parse(channels.body)
  for (const channel of all) see(channel)
  const ours = all.filter(
    channel => isOurLeg(channel.id) || stasisArgs(channel, app) !== null || channel.dialplan.context.startsWith('nightbell-'),
  )
  return {
    channels: ours.map(channel => ({
      id: channel.id,
      state: stateOf(channel.state),
      stasisArgs: stasisArgs(channel, app),
      inFailsafe: channel.dialplan.context.startsWith('nightbell-failsafe'),
      bridge: bridgeOf.get(channel.id) ?? null,
    })),
    // A bridge that the queue or a failsafe made is not ours to tidy up.
    bridges: allBridges
      .filter(bridge => bridge.bridge_class === 'stasis')
      .map(({ id, channels: inside }) => ({ id, channels: inside })),
  }
}

function stateOf(state: string): 'ringing' | 'up' | 'down' {
  if (state === 'Up') return 'up'
  return state === 'Ringing' || state === 'Ring' ? 'ringing' : 'down'
}

/** The arguments of Stasis(), when the channel is in it and it is ours. */
function stasisArgs(channel: AriChannel, app: string): string[] | null {
  if (channel.dialplan.app_name !== 'Stasis') return null
  const [name, ...args] = channel.dialplan.app_data.split(',')
  return name === app ? args : null
}
