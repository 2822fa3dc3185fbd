// Whose events come, and how their end is known. Stasis() listens to a channel while it is in the application, and stops before it tells
// of the end: then a hang-up that was asked for before says that it ended. Legs, and whoever goes on into the dialplan, are subscribed to by
// name and tell their end themselves. What is left uncertain is looked up. Used by hearing.ts and dial.ts.
// Listening to everything at once (subscribeAll) costs more than all of this: Asterisk then tells of each step of the dialplan.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log, Witness } from '../daemon/ports.ts'
import { type Answer, type AriHttp, piece } from './http.ts'
import type { ChannelInput } from './in-order.ts'
import { CHANNEL } from './shapes.ts'

export interface ListenNeeds {
  readonly ask: AriHttp['ask']
  readonly app: string
  readonly witness: Witness
  readonly log: Log
  readonly emit: (input: ChannelInput) => void
}

export interface Listening {
  /** Its events keep coming, wherever it is. When it is gone, its end is told. */
  subscribe(channel: string): Promise<Answer>
  /** Whether its end will be told by itself. */
  isSubscribed(channel: string): boolean
  /** It left the application, and nobody knows why. */
  left(channel: string): Promise<void>
  /** Turns a state that came before the subscription into the input that was missed. */
  look(leg: string): Promise<void>
  settle(channel: string): Promise<void>
  forget(channel: string): void
  /** The connection is lost, and the subscriptions with it. */
  lost(): void
}

/** How often and how long apart the witness is asked: Asterisk writes its log a moment after the end. */
const LOOKS = 8
const LOOK_EVERY_MS = 75

export function openListening({ ask, app, witness, log, emit }: ListenNeeds): Listening {
  const subscribed = new Set<string>()

  async function settle(channel: string): Promise<void> {
    let cause = 0
    for (let n = 0; n < LOOKS && cause === 0; n++) {
      if (n > 0) await sleep(LOOK_EVERY_MS)
      const seen = await witness.of(channel)
      if (seen.state !== 'gone') return
      if (seen.witness === 'unreadable') break
      if (seen.witness.dialled) cause = seen.witness.cause
    }
    if (cause === 0) log.warn({ channel }, 'a channel ended unseen, and the witness does not know why')
    emit({ type: 'ended', channel, cause, sip: null, fax: false })
  }

  return {
    settle,
    async subscribe(channel) {
      const query = { eventSource: `channel:${channel}` }
      const path = `/applications/${piece(app)}/subscription`
      const answer = await ask('POST', path, { query, quick: true, again: true })
      if (answer.status === 200) subscribed.add(channel)
      return answer
    },
    isSubscribed: channel => subscribed.has(channel),
    async left(channel) {
      const { status } = await ask('GET', `/channels/${piece(channel)}`, { quick: true })
      // Otherwise it is in the dialplan, and comes back.
      if (status === 404) await settle(channel)
    },
    async look(leg) {
      const seen = await ask('GET', `/channels/${piece(leg)}`, { quick: true })
      if (seen.status === 404) return settle(leg)
      const channel = CHANNEL.safeParse(seen.body)
      // An answered leg announces itself when it enters the application.
      if (channel.success && channel.data.state === 'Ringing') emit({ type: 'legRinging', channel: leg })
    },
    forget: channel => void subscribed.delete(channel),
    lost: () => subscribed.clear(),
  }
}

/** 422: no such channel. 404 is about the application: the socket is down, and what comes after the reconnect looks for itself. */
export function isGone(answer: Answer): boolean {
  return answer.status === 422
}
