// Sends what waits in the outbox, one after the other, beside the calls and never in their way: the database is asked once a second and
// the network is waited for elsewhere. At least once: a post is marked when the server has taken it, so a crash in between sends it
// again, under the same Message-ID, by which mail programs know it for the same. Back-off doubles from 15 s to an hour; after a day a
// post is given up, which is an alarm.
import type { Post } from '../core/notices/post.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Clock, Log, Outbox } from '../daemon/ports.ts'
import type { Delivery } from './smtp.ts'

const EVERY_MS = 1000
const FIRST_WAIT_MS = 15_000
const LONGEST_WAIT_MS = 3_600_000
const GIVE_UP_MS = 86_400_000
/** After the whole server failed, this long before the next post is tried. */
const SERVER_PAUSE_MS = 5000
/** How long stopping waits for a mail that is under way. */
const STOP_MS = 3000

export interface LoopNeeds {
  readonly outbox: Outbox
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** Writes the mail and hands it over. Never throws. */
  readonly deliver: (post: Post) => Promise<Delivery>
  /** Divides every wait, for tests. */
  readonly hurry?: number
}

export interface OutboxLoop {
  /** There may be something new. */
  wake(): void
  stop(): Promise<void>
}

export function openOutboxLoop({ outbox, clock, log, deliver, hurry = 1 }: LoopNeeds): OutboxLoop {
  /** Taken by the server, but the mark could not be written: never to be sent again by this process. */
  const unmarked = new Map<string, EpochMs>()
  let working: Promise<void> | null = null
  let stopped = false
  let pausedUntil = 0

  async function work(): Promise<void> {
    try {
      while (!stopped && clock.now() >= pausedUntil) {
        for (const [key, at] of unmarked) {
          outbox.sent(key, at)
          unmarked.delete(key)
        }
        const [post] = outbox.due(clock.now(), 1)
        if (post === undefined) return
        const delivery = await deliver(post)
        if (delivery.ok) mark(post)
        else failed(post, delivery)
      }
    } catch (error) {
      pausedUntil = clock.now() + SERVER_PAUSE_MS / hurry
      log.error({ error: String(error) }, 'the outbox can not be read or written; trying again')
    }
  }

  function mark(post: Post): void {
    unmarked.set(post.key, clock.now())
    outbox.sent(post.key, clock.now())
    unmarked.delete(post.key)
    log.info({ post: post.key, attempts: post.attempts + 1 }, 'mailed')
  }

  function failed(post: Post, delivery: Extract<Delivery, { ok: false }>): void {
    const now = clock.now()
    const { reason, toDo } = delivery
    if (delivery.server) pausedUntil = now + SERVER_PAUSE_MS / hurry
    if (now - post.madeAt >= GIVE_UP_MS / hurry) {
      outbox.givenUp(post.key, now, reason)
      log.error({ post: post.key, attempts: post.attempts + 1, reason, toDo }, 'a mail was given up after a day')
      return
    }
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(post.attempts, 20)) / hurry
    outbox.later(post.key, (now + Math.round(wait)) as EpochMs, reason)
    log.warn(
      { post: post.key, attempts: post.attempts + 1, reason, toDo, waitMs: wait },
      'a mail could not be sent; trying again',
    )
  }

  function wake(): void {
    if (working !== null || stopped) return
    working = work().finally(() => {
      working = null
    })
  }

  const timer = setInterval(wake, EVERY_MS / hurry)
  wake()
  return {
    wake,
    async stop() {
      stopped = true
      clearInterval(timer)
      let late: NodeJS.Timeout | undefined
      const patience = new Promise<void>(resolve => {
        late = setTimeout(resolve, STOP_MS)
      })
      await Promise.race([working ?? Promise.resolve(), patience])
      clearTimeout(late)
    },
  }
}
