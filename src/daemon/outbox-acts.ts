// What an administrator does with the outbox, asked for through the control socket: what waits, or was given up, is tried again at once, and a test is
// sent. Handed to control.ts by run.ts.
import type { NoticeWay } from '../core/notices/events.ts'
import { masked } from '../core/notices/masked.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Act } from './control.ts'
import type { Async, Log, Outbox } from './ports.ts'

export interface OutboxActNeeds {
  readonly outbox: Pick<Async<Outbox>, 'again'>
  readonly now: () => EpochMs
  /** There is something to send. */
  readonly wake: () => void
  /** Sends a test, at once. */
  readonly tryOut: (way: NoticeWay, to: string) => Promise<Tried>
  readonly log: Log
}

/** `said`: what the server answered. */
export type Tried =
  | { readonly ok: true; readonly said?: string }
  | { readonly ok: false; readonly reason: string; readonly said?: string; readonly toDo: string }

/** Most that are asked for at once. */
const MOST = 1000

export function outboxActs({ outbox, now, wake, tryOut, log }: OutboxActNeeds): Readonly<Record<string, Act>> {
  return {
    '/outbox/retry': async asked => {
      const { keys, who } = Object(asked) as { keys?: unknown; who?: unknown }
      const right = Array.isArray(keys) && keys.length <= MOST && keys.every(key => typeof key === 'string')
      if (!right || typeof who !== 'string' || who === '' || who.length > 100)
        return { code: 400, body: { error: 'keys and who are expected' } }
      const tried = await Promise.all((keys as string[]).map(key => outbox.again(key, now())))
      const again = (keys as string[]).filter((_, n) => tried[n])
      log.info({ keys: again.map(masked), who }, 'notices are tried again, as somebody asked')
      wake()
      return { code: 200, body: { again } }
    },
    '/outbox/try': async asked => {
      const { way, to, who } = Object(asked) as { way?: unknown; to?: unknown; who?: unknown }
      const right = [to, who].every(word => typeof word === 'string' && word !== '' && word.length <= 254)
      if (!right || (way !== 'mail' && way !== 'sms' && way !== 'webhook'))
        return { code: 400, body: { error: 'a way, to and who are expected' } }
      log.info({ way, to: masked(String(to)), who }, 'a test is sent, as somebody asked')
      return { code: 200, body: await tryOut(way, String(to)) }
    },
  }
}
