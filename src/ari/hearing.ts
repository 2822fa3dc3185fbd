// What is heard of a channel reaches the daemon through here: in the order of its happening, each thing once, a finished recording only when it is kept.
// Used by connect.ts; decides nothing about calls.
import type { Input } from '../core/world/inputs.ts'
import type { Log, Recordings, Witness } from '../daemon/ports.ts'
import type { AriHttp } from './http.ts'
import { openInOrder } from './in-order.ts'
import { isGone, type Listening, openListening } from './listen.ts'
import { finished } from './recordings.ts'
import type { Memory } from './remember.ts'

export interface HearingNeeds {
  readonly ask: AriHttp['ask']
  readonly app: string
  readonly witness: Witness
  readonly log: Log
  readonly memory: Memory
  readonly recordings: Recordings | undefined
  /** Nothing more is told once another daemon has taken over. */
  readonly acting: () => boolean
  readonly tell: (input: Input) => void
  /** A recorder has stopped, and its file is not kept yet. */
  readonly recorderEnded: (channel: string, recording: string) => void
}

export interface Hearing {
  readonly listening: Listening
  heard(input: Input): void
  /** It has left the application, and has not asked to be hung up. */
  left(channel: string): void
  /** Its events keep coming, or its end is told now. */
  follow(channel: string): Promise<void>
  /** Nobody wants the file of this recording, whose end is still to be told. */
  throwAway(recording: string): void
}

export function openHearing(needs: HearingNeeds): Hearing {
  const { ask, log, memory, recordings, acting, tell } = needs
  const thrownAway = new Set<string>()
  const order = openInOrder(input => {
    if (!acting() || !memory.isNews(input)) return
    if (input.type === 'ended') listening.forget(input.channel)
    tell(input)
  })
  const listening = openListening({ ...needs, emit: order.pass })

  return {
    listening,
    left(channel) {
      if (acting() && !listening.isSubscribed(channel)) void listening.left(channel)
    },
    async follow(channel) {
      if (!acting() || listening.isSubscribed(channel)) return
      const answer = await listening.subscribe(channel)
      if (isGone(answer)) await listening.settle(channel)
      else if (answer.status !== 200) log.warn({ channel, reason: answer.message }, 'could not subscribe to a channel')
    },
    heard(input) {
      if (!('channel' in input)) return
      if (input.type === 'recordingFinished') {
        if (thrownAway.delete(input.recording)) {
          order.pass({ ...input, ms: 0 })
          return
        }
        needs.recorderEnded(input.channel, input.recording)
        order.wait(input.channel, finished(ask, recordings, input))
        return
      }
      order.pass(input)
    },
    throwAway: recording => void thrownAway.add(recording),
  }
}
