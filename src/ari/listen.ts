// Keeps the events of channels coming, and finds out how a channel ended. Asterisk sends the events
// of a channel in Stasis by itself, but not its end: there, a hang-up request followed by StasisEnd
// is the end (translate.ts). Legs, and callers who go on into the dialplan, need a subscription;
// their ChannelDestroyed arrives. What remains uncertain is looked up. Used by hearing.ts, dial.ts
// and requests.ts.
// subscribeAll would make this unnecessary, but costs more: Asterisk then makes an event of each
// step of the dialplan (docs/asterisk-notes.md).
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
  /** From now on its events arrive wherever it is. 422: there is no such channel. */
  subscribe(channel: string): Promise<Answer>
  /** Whether its ChannelDestroyed will arrive. */
  isSubscribed(channel: string): boolean
  /** It left the application without a hang-up request: ended, or in the dialplan. */
  left(channel: string): Promise<void>
  /** Reports a state that it reached before the subscription. */
  look(leg: string): Promise<void>
  /** Reports its end, with the cause from Asterisk's event log. */
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
