// The simulated telephone exchange: channels, bridges, sounds and recorders, as Asterisk has them, in virtual time. It goes on
// whether a daemon listens or not. dialplan.ts moves channels through it; connection.ts lets one daemon ask and listen.
import type { Input } from '../core/world/inputs.ts'
import type { Chance } from './chance.ts'
import type { Behaviour } from './people.ts'
import { lengthOf, wordsOf } from './spoken-sounds.ts'
import type { VirtualClock } from './virtual-clock.ts'

export interface Channel {
  readonly id: string
  readonly kind: 'caller' | 'leg'
  person: Behaviour
  /** What the channel told when it came, for callers. */
  readonly arrival: Extract<Input, { type: 'arrived' }> | null
  state: 'down' | 'ringing' | 'up'
  place: 'application' | 'queue' | 'failsafe' | 'dialplan'
  /** Arguments of Stasis(), while in the application. */
  args: readonly string[]
  bridge: string | null
  playing: { readonly id: string; readonly stop: () => void } | null
  recorder: { readonly name: string; readonly finish: (inTheEnd?: boolean) => void } | null
  /** Cancels the dead-man's switch. */
  deadMan: (() => void) | null
  answered: boolean
}

export interface Bridge {
  readonly id: string
  readonly type: 'hold' | 'talk'
  readonly members: Set<string>
}

export interface Testimony {
  answered: boolean
  /** Null while the channel lives. */
  cause: number | null
}

export interface Exchange {
  readonly clock: VirtualClock
  readonly chance: Chance
  readonly channels: Map<string, Channel>
  readonly bridges: Map<string, Bridge>
  readonly recordings: Map<string, number>
  /** Where each sound is heard, and each recorder runs, by their ids. */
  readonly playing: Map<string, Channel>
  readonly recording: Map<string, Channel>
  /** Its own record of who was together in a talk: the bridge, and both channels. */
  readonly met: Map<string, ReadonlySet<string>>
  /** What the event log has of every channel there ever was. */
  readonly log: Map<string, Testimony>
  add(channel: Channel): void
  end(id: string, cause: number, how?: { readonly sip?: number; readonly fax?: boolean }): void
  /** Out of bridge, sound and recorder, as when a channel leaves the application. */
  silence(channel: Channel): void
  play(channel: Channel, id: string, sounds: readonly string[]): void
  record(channel: Channel, name: string, maxMs: number, maxSilenceMs: number): void
  join(bridge: Bridge, channel: Channel): void
  leave(channel: Channel): void
  /** Tells whoever listens. */
  tell(input: Input): void
  onInput(listener: (input: Input) => void): () => void
  /** Whether a daemon is there to take channels. */
  applicationIsThere(): boolean
}

export function openExchange(clock: VirtualClock, chance: Chance): Exchange {
  const channels = new Map<string, Channel>()
  const bridges = new Map<string, Bridge>()
  const recordings = new Map<string, number>()
  const playing = new Map<string, Channel>()
  const recording = new Map<string, Channel>()
  const log = new Map<string, Testimony>()
  const met = new Map<string, Set<string>>()
  const listeners = new Set<(input: Input) => void>()

  function tell(input: Input): void {
    for (const listener of [...listeners]) listener(input)
  }

  function leave(channel: Channel): void {
    const bridge = channel.bridge === null ? undefined : bridges.get(channel.bridge)
    channel.bridge = null
    if (!bridge) return
    bridge.members.delete(channel.id)
    tell({ type: 'leftBridge', channel: channel.id, bridge: bridge.id })
  }

  function silence(channel: Channel): void {
    channel.playing?.stop()
    channel.recorder?.finish(true)
    leave(channel)
  }

  function end(id: string, cause: number, how: { readonly sip?: number; readonly fax?: boolean } = {}): void {
    const channel = channels.get(id)
    if (!channel) return
    channels.delete(id)
    channel.deadMan?.()
    const ended: Input = { type: 'ended', channel: id, cause, sip: how.sip ?? null, fax: how.fax ?? false }
    const told = log.get(id)
    if (told) told.cause = cause
    // Whether the file or the hang-up is reported first is not certain.
    const fileFirst = chance.happens(0.5)
    if (!fileFirst) tell(ended)
    silence(channel)
    if (fileFirst) tell(ended)
  }

  function play(channel: Channel, id: string, sounds: readonly string[]): void {
    channel.playing?.stop()
    let cancel = (): void => {}
    function finish(): void {
      cancel()
      if (channel.playing?.id === id) channel.playing = null
      if (playing.get(id) === channel) playing.delete(id)
      tell({ type: 'playbackFinished', channel: channel.id, playback: id, ok: channels.has(channel.id) })
    }
    cancel = clock.after(lengthOf(sounds) / 1000, finish)
    channel.playing = { id, stop: finish }
    playing.set(id, channel)
    channel.person.hears(wordsOf(sounds))
  }

  function record(channel: Channel, name: string, maxMs: number, maxSilenceMs: number): void {
    const began = clock.now()
    const speech = channel.person.speaks()
    let cancel = (): void => {}
    function finish(): void {
      cancel()
      if (channel.recorder?.name !== name) return
      channel.recorder = null
      recording.delete(name)
      const ms = clock.now() - began
      recordings.set(name, ms)
      tell({ type: 'recordingFinished', channel: channel.id, recording: name, ms, speechMs: Math.min(speech, ms) })
    }
    cancel = clock.after(Math.min(maxMs, speech + maxSilenceMs) / 1000, finish)
    channel.recorder = { name, finish }
    recording.set(name, channel)
  }

  return {
    clock,
    chance,
    channels,
    bridges,
    recordings,
    playing,
    recording,
    log,
    met,
    end,
    silence,
    play,
    record,
    leave,
    tell,
    add(channel) {
      channels.set(channel.id, channel)
      log.set(channel.id, { answered: channel.answered, cause: null })
    },
    join(bridge, channel) {
      if (channel.bridge === bridge.id) return
      leave(channel)
      channel.bridge = bridge.id
      bridge.members.add(channel.id)
      tell({ type: 'enteredBridge', channel: channel.id, bridge: bridge.id })
      if (bridge.type !== 'talk' || bridge.members.size < 2) return
      met.set(bridge.id, new Set([...(met.get(bridge.id) ?? []), ...bridge.members]))
      for (const member of bridge.members) channels.get(member)?.person.joinsTalk()
    },
    onInput(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    applicationIsThere: () => listeners.size > 0,
  }
}
