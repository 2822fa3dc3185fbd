// What the phone desk needs of the shell: keys of a PIN, gathered here so that they stand in no journal and no log, and the messages
// that wait. Called by daemon.ts for every command and every input; it does only those that are the desk's.
import type { Command } from '../core/world/commands.ts'
import { type ChannelId, callId } from '../core/world/ids.ts'
import type { DeskMessage, Input } from '../core/world/inputs.ts'
import type { World } from '../core/world/world.ts'
import { inMs } from './clock.ts'
import type { Clock } from './ports.ts'

export interface DeskAids {
  /** Compares what was typed with the secret at this reference. */
  checkPin(pinFrom: string, typed: string): 'right' | 'wrong' | 'unreadable'
  /** Oldest first. Rejects where they can't be looked up. */
  waitingMessages(): Promise<readonly DeskMessage[]>
}

export interface DeskHelpNeeds {
  readonly world: Pick<World, 'desks'>
  readonly clock: Clock
  readonly aids: DeskAids | undefined
  readonly push: (input: Input) => void
  /** What is being said on the channel ends. */
  readonly hush: (channel: ChannelId) => void
}

/** The longest PIN; more keys end it like #. */
const MOST_KEYS = 12

export function openDeskHelp({ world, clock, aids, push, hush }: DeskHelpNeeds) {
  const gathering = new Map<ChannelId, { typed: string; readonly pinFrom: string; readonly stop: () => void }>()

  function finish(channel: ChannelId): void {
    const gathered = gathering.get(channel)
    if (!gathered) return
    gathered.stop()
    gathering.delete(channel)
    const { typed, pinFrom } = gathered
    push({ type: 'pinChecked', channel, result: typed === '' ? 'none' : (aids?.checkPin(pinFrom, typed) ?? 'unreadable') })
  }

  /** Keys of a PIN that come before it is asked for anew, after a restart, or after it was refused: they are nobody's business. */
  function isPartOfPin(channel: ChannelId): boolean {
    const desk = world.desks.get(callId(channel))
    return desk?.phase === 'awaiting-pin' || (desk?.phase === 'leaving' && desk.person === null)
  }

  /** Nothing comes back when they can't be looked up: the desk's own deadline says so. */
  function find(channel: ChannelId): void {
    aids?.waitingMessages().then(
      messages => push({ type: 'messagesFound', channel, messages }),
      () => undefined,
    )
  }

  return {
    /** Does the command if it is one of the desk's. */
    does(command: Command): boolean {
      const { channel } = command
      switch (command.do) {
        case 'takePin': {
          gathering.get(channel)?.stop()
          const stop = inMs(clock, command.withinSeconds * 1000, () => finish(channel))
          gathering.set(channel, { typed: '', pinFrom: command.pinFrom, stop })
          return true
        }
        case 'findMessages':
          find(channel)
          return true
        case 'finishMessage':
          clock.soon(() => push({ type: 'messageDone', stream: command.call, recording: command.recording, who: command.who }))
          return true
        default:
          return false
      }
    },
    /** Whether the input was the desk's, and must go no further. */
    takes(input: Input): boolean {
      if (input.type === 'ended') {
        gathering.get(input.channel)?.stop()
        gathering.delete(input.channel)
        return false
      }
      if (input.type !== 'digit') return false
      const gathered = gathering.get(input.channel)
      if (!gathered) return isPartOfPin(input.channel)
      // Of what was typed before: not the first of these.
      if (gathered.typed === '' && (input.early || input.again)) return true
      if (gathered.typed === '') hush(input.channel)
      if (input.digit === '*') gathered.typed = ''
      else if (input.digit === '#') finish(input.channel)
      else {
        gathered.typed += input.digit
        if (gathered.typed.length >= MOST_KEYS) finish(input.channel)
      }
      return true
    },
  }
}
