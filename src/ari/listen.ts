// Subscribing to one channel's events by name, so that they keep coming whatever dialplan it is in; above all its end: Asterisk drops
// the subscription that Stasis() itself makes before it tells of the end. A channel that is gone by then is settled from the witness.
import type { Log, Witness } from '../daemon/ports.ts'
import { type Answer, type AriHttp, piece } from './http.ts'
import type { ChannelInput } from './in-order.ts'

export interface ListenNeeds {
  readonly http: AriHttp
  readonly app: string
  readonly witness: Witness
  readonly log: Log
  readonly emit: (input: ChannelInput) => void
  readonly sleep?: (ms: number) => Promise<void>
}

/** How often and how long apart the witness is asked: Asterisk writes its log a moment after the end. */
const LOOKS = 8
const LOOK_EVERY_MS = 75

export function subscribe(http: AriHttp, app: string, channel: string): Promise<Answer> {
  const query = { eventSource: `channel:${channel}` }
  return http.ask('POST', `/applications/${piece(app)}/subscription`, { query, again: true })
}

/** Whether the channel is there and listened to. When it is gone, its `ended` has been emitted. */
export async function listenTo(needs: ListenNeeds, channel: string): Promise<'listening' | 'ended' | 'unknown'> {
  const answer = await subscribe(needs.http, needs.app, channel)
  if (answer.status === 200) return 'listening'
  // 422: no such channel. 404 is about the application: our socket is down, and what comes after the reconnect looks for itself.
  if (answer.status !== 422) {
    needs.log.warn({ channel, reason: answer.message }, 'could not subscribe to a channel')
    return 'unknown'
  }
  await settleFromWitness(needs, channel)
  return 'ended'
}

export async function settleFromWitness(needs: ListenNeeds, channel: string): Promise<void> {
  const sleep = needs.sleep ?? (ms => new Promise<void>(done => setTimeout(done, ms)))
  let cause = 0
  for (let n = 0; n < LOOKS && cause === 0; n++) {
    if (n > 0) await sleep(LOOK_EVERY_MS)
    const seen = await needs.witness.of(channel)
    if (seen.state !== 'gone') return
    if (seen.witness === 'unreadable') break
    if (seen.witness.dialled) cause = seen.witness.cause
  }
  if (cause === 0) needs.log.warn({ channel }, 'a channel ended unseen, and the witness does not know why')
  needs.emit({ type: 'ended', channel, cause, sip: null, fax: false })
}
