// Tells of each key whether it came before the question that is asked now could be heard: it was meant for the one before. What is asked is known from
// the decisions (`asks`), and that it can be heard from the lanes. Used by daemon.ts; what such a key means is the core's (world/presses.ts).
import type { Command } from '../core/world/commands.ts'
import type { ChannelId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Press } from '../core/world/presses.ts'
import { inMs } from './clock.ts'
import type { Clock, HowKeysCome } from './ports.ts'

/** From the PBX's answer to the first sound in somebody's ear, ms. */
const HEARD_AFTER_MS = 100
/** Whoever hears nothing for so long is not kept from pressing, ms: better a key too many. */
const LONGEST_MS = 10_000

/** The same key that comes in two ways comes so far apart at most, ms: the audio tells its end, INFO often its beginning. */
const TWO_WAYS_MS = 1000

type Digit = Extract<Input, { type: 'digit' }>

/** A question that can't be heard yet. */
interface Question {
  readonly playbacks: ReadonlySet<string>
  readonly since: number
}

export interface Keys {
  /** What a turn has decided. */
  asked(commands: readonly Command[]): void
  /** The PBX has begun to say this. */
  began(channel: ChannelId, playback: string): void
  /** As it is told, and once more when it is decided: much may have been decided in between. */
  heard(input: Input): Input
}

export function openKeys(clock: Clock, howKeysCome: (channel: ChannelId) => HowKeysCome | null = () => null): Keys {
  const waiting = new Map<ChannelId, Question>()

  function canBeHeard(channel: ChannelId, playback: string): void {
    if (waiting.get(channel)?.playbacks.has(playback)) waiting.delete(channel)
  }

  function take(command: Command): void {
    const { channel } = command
    const before = waiting.get(channel)
    if (command.do === 'say' && command.asks) waiting.set(channel, { playbacks: new Set([command.playback]), since: clock.now() })
    else if (command.do === 'say' && before !== undefined)
      waiting.set(channel, { ...before, playbacks: new Set([...before.playbacks, command.playback]) })
    else if (command.do === 'hangUp' || command.do === 'failsafe') waiting.delete(channel)
  }

  /** Of each line on which keys come by INFO: the last one. */
  const byInfo = new Map<ChannelId, Press>()

  /** The same press may come by INFO and in the audio, and a long one far apart. Told once. */
  function came(input: Digit): Digit {
    const by = input.by === undefined ? howKeysCome(input.channel) : 'events'
    if (by === null || by === 'events') return input
    if (by === 'audio') return { ...input, by }
    const press = { digit: input.digit, at: clock.now() }
    const last = byInfo.get(input.channel)
    byInfo.set(input.channel, press)
    const again = input.again || (last?.digit === press.digit && press.at - last.at < TWO_WAYS_MS)
    return { ...input, by, ...(again && { again: true }) }
  }

  function isEarly(channel: ChannelId): boolean {
    const question = waiting.get(channel)
    return question !== undefined && clock.now() - question.since < LONGEST_MS
  }

  return {
    asked(commands) {
      for (const command of commands) take(command)
      const said = new Set(commands.flatMap(({ do: does, channel }) => (does === 'say' ? [channel] : [])))
      // Silenced, and nothing is said instead: there is nothing to wait for.
      for (const { do: does, channel } of commands) if (does === 'hush' && !said.has(channel)) waiting.delete(channel)
    },
    began: (channel, playback) => void inMs(clock, HEARD_AFTER_MS, () => canBeHeard(channel, playback)),
    heard(input) {
      if (input.type === 'ended') byInfo.delete(input.channel)
      if (input.type === 'ended' || input.type === 'commandFailed') waiting.delete(input.channel)
      else if (input.type === 'playbackFinished') canBeHeard(input.channel, input.playback)
      else if (input.type === 'digit') {
        const digit = came(input)
        return !digit.early && isEarly(digit.channel) ? { ...digit, early: true } : digit
      }
      return input
    },
  }
}
