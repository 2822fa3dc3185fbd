// Hears everything that happens on the trunks: one subscription to a trunk brings the events of all its channels, their ends included, so
// that no channel needs one of its own. A trunk that Asterisk does not know yet is asked for again when it has read its files; until
// then its channels are listened to one by one (listen.ts). Used by connect.ts.
import type { Log } from '../daemon/ports.ts'
import { type Answer, type AriHttp, piece } from './http.ts'

export interface TrunkEvents {
  /** Listens to these trunks, all of them in a few requests. */
  follow(trunks: readonly string[]): Promise<void>
  isFollowed(trunk: string): boolean
  /** Whether this channel, by its name, is one of a trunk that is followed. */
  brings(channelName: string): boolean
  /** The connection is lost, and the subscriptions with it. */
  lost(): void
}

/** Of trunks in one request: its first line holds 4096 bytes, and an id at most 64. */
const AT_ONCE = 30
/** `PJSIP/trunk-carrier-a-0000002f` */
const OF_TRUNK = /^PJSIP\/trunk-(.+)-[0-9a-f]{8}$/

export function openTrunkEvents(http: AriHttp, app: string, log: Log): TrunkEvents {
  const followed = new Set<string>()

  function subscribe(trunks: readonly string[]): Promise<Answer> {
    const eventSource = trunks.map(trunk => `endpoint:PJSIP/trunk-${trunk}`).join(',')
    return http.ask('POST', `/applications/${piece(app)}/subscription`, { query: { eventSource }, again: true })
  }

  async function followSome(trunks: readonly string[]): Promise<void> {
    const { status, message } = await subscribe(trunks)
    if (status === 200) for (const trunk of trunks) followed.add(trunk)
    // All or none: the others must not suffer for one that is not there.
    else if (trunks.length > 1) await Promise.all(trunks.map(trunk => followSome([trunk])))
    else
      log.warn({ trunk: trunks[0], reason: message }, 'the events of a trunk can not be had: its calls are followed one by one')
  }

  return {
    async follow(trunks) {
      const some = Array.from({ length: Math.ceil(trunks.length / AT_ONCE) }, (_, n) =>
        trunks.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
      )
      await Promise.all(some.map(followSome))
    },
    isFollowed: trunk => followed.has(trunk),
    brings: name => followed.has(OF_TRUNK.exec(name)?.[1] ?? ''),
    lost: () => followed.clear(),
  }
}
