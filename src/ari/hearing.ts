// What is heard of a channel reaches the daemon through here: in the order of its happening, each thing once, a finished recording only when it is kept.
// Used by connect.ts; decides nothing about calls.
import type { Input } from '../core/world/inputs.ts'
import type { Recordings } from '../daemon/ports.ts'
import type { AriHttp } from './http.ts'
import { openInOrder } from './in-order.ts'
import { finished } from './recordings.ts'
import type { Memory } from './remember.ts'

export interface HearingNeeds {
  readonly http: AriHttp
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
  /** Nobody wants the file of this recording, whose end is still to be told. */
  throwAway(recording: string): void
}

export function openHearing(needs: HearingNeeds): Hearing {
  const { http, memory, recordings, acting, tell } = needs
  const thrownAway = new Set<string>()
  const order = openInOrder(input => {
    if (acting() && memory.isNews(input)) tell(input)
  })

  return {
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
    },
    throwAway: recording => void thrownAway.add(recording),
  }
}
