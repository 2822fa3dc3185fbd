// One simulated daemon's connection to the simulated exchange, behind the ports `Telephony`, `TelephonyEvents` and `Witness`:
// requests take a moment, may be slow, fail, or be done without an answer; events may be lost; the line may be cut. When its daemon
// dies nothing of it has any effect any more.
import type { Input, ObservedChannel } from '../core/world/inputs.ts'
import type { Done, Snapshot, Telephony, TelephonyEvents, Witness } from '../daemon/ports.ts'
import type { Dialplan } from './dialplan.ts'
import type { Bridge, Channel, Exchange } from './exchange.ts'

/** How often things go wrong, 0 to 1. */
export interface Faults {
  readonly loseEvent: number
  /** A request that takes seconds. */
  readonly slow: number
  /** A request that is refused. */
  readonly fail: number
  /** A request that is done, and answered with a failure all the same. */
  readonly failAfterwards: number
  readonly witnessUnreadable: number
}

export const NO_FAULTS: Faults = { loseEvent: 0, slow: 0, fail: 0, failAfterwards: 0, witnessUnreadable: 0 }

export interface Connection {
  readonly telephony: Telephony & TelephonyEvents
  readonly witness: Witness
  /** Connects, and says so. */
  connect(): void
  /** The event socket breaks; requests fail until `connect`. */
  cut(reason: string): void
  /** The daemon is dead: nothing more is done, said or heard. */
  die(): void
}

const DONE: Done = { ok: true }

export function openConnection(exchange: Exchange, dialplan: Dialplan, faults: Faults): Connection {
  const { clock, chance, channels, bridges, recordings } = exchange
  const inputs: ((input: Input) => void)[] = []
  const ups: ((about: { version: string }) => void)[] = []
  const downs: ((reason: string) => void)[] = []
  let unlisten: (() => void) | null = null
  let alive = true
  let lastTold = 0

  function hear(input: Input): void {
    // An arrival is the one event whose loss would need a broken Asterisk: everything else is lost with a broken line.
    if (input.type !== 'arrived' && chance.happens(faults.loseEvent)) return
    // A little late, but in order.
    lastTold = Math.max(lastTold, clock.now() + Math.floor(chance.between(0, 4)))
    const listening = unlisten
    clock.at(lastTold as never, () => {
      if (alive && unlisten === listening) for (const listener of inputs) listener(input)
    })
  }

  async function moment(seconds: number): Promise<void> {
    await new Promise<void>(resolve => clock.after(seconds, resolve))
    // A dead daemon never gets an answer.
    if (!alive) await new Promise<never>(() => {})
  }

  async function request(act: () => Done): Promise<Done> {
    await moment(chance.happens(faults.slow) ? chance.between(0.5, 5) : 0.002)
    if (unlisten === null) return { ok: false, gone: false, reason: 'no connection to the PBX' }
    if (chance.happens(faults.fail)) return { ok: false, gone: false, reason: 'refused, by chance' }
    const done = act()
    if (chance.happens(faults.failAfterwards)) return { ok: false, gone: false, reason: 'done, but the answer was lost' }
    return done
  }

  /** A request about a channel that must be in the application. */
  function inside(id: string, act: (channel: Channel) => Done | undefined): Promise<Done> {
    return request(() => {
      const channel = channels.get(id)
      if (!channel) return notFound('channel')
      if (channel.place !== 'application') return { ok: false, gone: false, reason: 'channel is not in the application' }
      return act(channel) ?? DONE
    })
  }

  function withBridge(id: string, act: (bridge: Bridge) => Done | undefined): Promise<Done> {
    return request(() => {
      const bridge = bridges.get(id)
      return bridge ? (act(bridge) ?? DONE) : notFound('bridge')
    })
  }

  const requests: Telephony = {
    answer: id =>
      inside(id, channel => {
        channel.state = 'up'
        channel.answered = true
        return DONE
      }),
    play: (id, playback, sounds) =>
      inside(id, channel => {
        exchange.play(channel, playback, sounds)
        return DONE
      }),
    stopPlaying: playback =>
      request(() => {
        const channel = [...channels.values()].find(one => one.playing?.id === playback)
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
        const channel = [...channels.values()].find(one => one.recorder?.name === name)
        channel?.recorder?.finish()
        return channel ? DONE : notFound('recording')
      }),
    discardRecording: name =>
      request(() => {
        const channel = [...channels.values()].find(one => one.recorder?.name === name)
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
    addToBridge: (id, channelId) =>
      inside(channelId, channel => {
        const bridge = bridges.get(id)
        // The channel is not gone for that.
        if (!bridge) return { ok: false, gone: false, reason: '404 bridge not found' }
        exchange.join(bridge, channel)
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
    async snapshot() {
      await moment(0.01)
      if (unlisten === null) throw new Error('no connection to the PBX')
      return snapshotOf(exchange)
    },
    async recordingState(name) {
      await moment(0.002)
      if ([...channels.values()].some(one => one.recorder?.name === name)) return { state: 'live', ms: 0 }
      const ms = recordings.get(name)
      return ms === undefined ? { state: 'absent', ms: 0 } : { state: 'stored', ms }
    },
  }

  return {
    telephony: {
      ...requests,
      onInput: listener => void inputs.push(listener),
      onConnected: listener => void ups.push(listener),
      onLost: listener => void downs.push(listener),
      onReplaced: () => {},
      enteredAs: (id, args) => enteredAs(exchange, id, args),
    },
    witness: {
      async of(id): Promise<ObservedChannel> {
        await moment(0.002)
        const told = exchange.log.get(id)
        if (chance.happens(faults.witnessUnreadable)) return { state: 'gone', witness: 'unreadable' }
        if (!told) return { state: 'gone', witness: { dialled: false } }
        return { state: 'gone', witness: { dialled: true, answered: told.answered, cause: told.cause ?? 0 } }
      },
    },
    connect() {
      if (!alive || unlisten !== null) return
      unlisten = exchange.onInput(hear)
      for (const listener of ups) listener({ version: '22.0.0-simulated' })
    },
    cut(reason) {
      if (unlisten === null) return
      unlisten()
      unlisten = null
      for (const listener of downs) listener(reason)
    },
    die() {
      alive = false
      unlisten?.()
      unlisten = null
    },
  }
}

function notFound(what: string): Done {
  return { ok: false, gone: true, reason: `404 ${what} not found` }
}

function snapshotOf({ channels, bridges }: Exchange): Snapshot {
  return {
    channels: [...channels.values()].map(({ id, state, place, args, bridge }) => {
      return { id, state, stasisArgs: place === 'application' ? args : null, inFailsafe: place === 'failsafe', bridge }
    }),
    bridges: [...bridges.values()].map(({ id, members }) => ({ id, channels: [...members] })),
  }
}

function enteredAs({ channels }: Exchange, id: string, [what, from, status]: readonly string[]): Input | null {
  if (what === 'arrive') return channels.get(id)?.arrival ?? null
  if (what === 'leg') return { type: 'legAnswered', channel: id, dice: 3 }
  if (what !== 'returned') return null
  return { type: 'returned', channel: id, from: from === 'queue' ? 'queue' : 'deadman', queueStatus: status || null }
}
