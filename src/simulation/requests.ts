// What each request of the daemon does to the simulated exchange, when it is done at all: whether and when that is, connection.ts decides. The counterpart of
// ari/requests.ts; test/contract runs both.
import type { Done, Telephony } from '../daemon/ports.ts'
import type { Dialplan } from './dialplan.ts'
import type { Bridge, Channel, Exchange } from './exchange.ts'

const DONE: Done = { ok: true }
const UNSENT: Done = { ok: false, gone: false, reason: '500 Allocation failed' }
const OUTSIDE: Done = { ok: false, gone: false, reason: 'channel is not in the application' }

export function simulatedRequests(
  exchange: Exchange,
  dialplan: Dialplan,
  request: (act: () => Done) => Promise<Done>,
): Omit<Telephony, 'snapshot' | 'recordingState'> {
  const { channels, bridges, recordings } = exchange

  /** A request about a channel that must be in the application. */
  function inside(id: string, act: (channel: Channel) => Done | undefined): Promise<Done> {
    return request(() => {
      const channel = channels.get(id)
      if (!channel) return notFound('channel')
      if (channel.place !== 'application') return OUTSIDE
      return act(channel) ?? DONE
    })
  }

  function withBridge(id: string, act: (bridge: Bridge) => Done | undefined): Promise<Done> {
    return request(() => {
      const bridge = bridges.get(id)
      return bridge ? (act(bridge) ?? DONE) : notFound('bridge')
    })
  }

  return {
    answer: id =>
      inside(id, channel => {
        channel.state = 'up'
        channel.answered = true
        return DONE
      }),
    play: (id, playback, sounds, again = false) =>
      inside(id, channel => {
        if (again && channel.playing?.id === playback) return DONE
        exchange.play(channel, playback, sounds)
        return DONE
      }),
    stopPlaying: playback =>
      request(() => {
        const channel = exchange.playing.get(playback)
        channel?.playing?.stop()
        return channel ? DONE : notFound('playback')
      }),
    record: (id, { recording, maxSeconds, maxSilenceSeconds }) =>
      inside(id, channel => {
        if (recordings.has(recording) || channel.recorder) return { ok: false, gone: false, reason: 'recording exists' }
        exchange.record(channel, recording, maxSeconds * 1000, maxSilenceSeconds * 1000)
        return DONE
      }),
    stopRecording: name =>
      request(() => {
        const channel = exchange.recording.get(name)
        channel?.recorder?.finish()
        return channel ? DONE : notFound('recording')
      }),
    discardRecording: name =>
      request(() => {
        const channel = exchange.recording.get(name)
        channel?.recorder?.finish()
        recordings.delete(name)
        return channel ? DONE : notFound('recording')
      }),
    recordBridge: (id, recording) =>
      withBridge(id, () => {
        recordings.set(recording, 0)
        return DONE
      }),
    bridge: (id, type) =>
      request(() => {
        if (!bridges.has(id)) bridges.set(id, { id, type, members: new Set() })
        return DONE
      }),
    addToBridge: (id, ...channelIds) =>
      request(() => {
        const members = channelIds.flatMap(channelId => channels.get(channelId) ?? [])
        if (members.length < channelIds.length) return notFound('channel')
        if (members.some(({ place }) => place !== 'application')) return OUTSIDE
        const bridge = bridges.get(id)
        // The channel is not gone for that.
        if (!bridge) return { ok: false, gone: false, reason: '404 bridge not found' }
        for (const member of members) exchange.join(bridge, member)
        return DONE
      }),
    removeFromBridge: (id, channelId) =>
      withBridge(id, bridge => {
        const channel = channels.get(channelId)
        if (!channel) return notFound('channel')
        if (bridge.members.has(channelId)) exchange.leave(channel)
        return DONE
      }),
    destroyBridge: id =>
      withBridge(id, bridge => {
        for (const member of [...bridge.members]) {
          const channel = channels.get(member)
          if (channel) exchange.leave(channel)
        }
        bridges.delete(id)
        return DONE
      }),
    dial: command =>
      request(() => {
        if (!dialplan.sends(command.trunk, command.at !== undefined)) return UNSENT
        // An id that was ever used is not used again.
        if (!exchange.log.has(command.channel))
          dialplan.dial(command.channel, command.trunk, command.number, command.timeoutSeconds)
        return DONE
      }),
    hangUp: id =>
      request(() => {
        if (!channels.has(id)) return notFound('channel')
        exchange.end(id, 16)
        return DONE
      }),
    continueAt: (id, context, extension, variables) =>
      inside(id, channel => {
        if (context === 'nightbell-queue') dialplan.toQueue(channel, extension, Number(variables.NIGHTBELL_RING_SECONDS ?? 20))
        else dialplan.toFailsafe(channel)
        return DONE
      }),
    deadMan: (id, seconds) =>
      request(() => {
        const channel = channels.get(id)
        if (!channel) return notFound('channel')
        if (channel.place === 'application') dialplan.setDeadMan(channel, seconds)
        return DONE
      }),
  }
}

function notFound(what: string): Done {
  return { ok: false, gone: true, reason: `404 ${what} not found` }
}
