// What is heard of a channel reaches the daemon through here: in the order of its happening, each thing once, a finished recording only when it is kept.
// Whoever enters the application is listened to until they have gone. Used by connect.ts; decides nothing about calls.
import type { Input } from '../core/world/inputs.ts'
import type { Log, Recordings, Witness } from '../daemon/ports.ts'
import type { AriHttp } from './http.ts'
import { type ChannelInput, openInOrder } from './in-order.ts'
import { listenTo } from './listen.ts'
import { finished } from './recordings.ts'
import type { Memory } from './remember.ts'

export interface HearingNeeds {
  readonly http: AriHttp
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
  heard(input: Input): void
  /** Past everything that is being looked up: for what is found out by other ways than events. */
  readonly pass: (input: ChannelInput) => void
  listen(channel: string): Promise<void>
  /** Its events come anyhow. */
  brought(channel: string): void
  /** Its events will come wherever it goes. */
  isHeard(channel: string): boolean
  /** Nobody wants the file of this recording, whose end is still to be told. */
  throwAway(recording: string): void
  /** The connection is lost, and the subscriptions with it. */
  lost(): void
}

export function openHearing(needs: HearingNeeds): Hearing {
  const { http, app, witness, log, memory, recordings, acting, tell } = needs
  const thrownAway = new Set<string>()
  const listening = new Set<string>()
  const order = openInOrder(input => {
    if (!acting() || !memory.isNews(input)) return
    if (input.type === 'ended') listening.delete(input.channel)
    tell(input)
  })

  async function listen(channel: string): Promise<void> {
    if (!acting() || listening.has(channel)) return
    listening.add(channel)
    if ((await listenTo({ http, app, witness, log, emit: order.pass }, channel)) !== 'listening') listening.delete(channel)
  }

  return {
    pass: order.pass,
    listen,
    brought: channel => void listening.add(channel),
    isHeard: channel => listening.has(channel),
    heard(input) {
      if (!('channel' in input)) return
      if (input.type === 'recordingFinished') {
        if (thrownAway.delete(input.recording)) {
          order.pass({ ...input, ms: 0 })
          return
        }
        needs.recorderEnded(input.channel, input.recording)
        order.wait(input.channel, finished(http.ask, recordings, input))
        return
      }
      order.pass(input)
      if (input.type === 'arrived' || input.type === 'returned') void listen(input.channel)
    },
    throwAway: recording => void thrownAway.add(recording),
    lost: () => listening.clear(),
  }
}
