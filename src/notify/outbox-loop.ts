// Sends what waits in the outbox, beside the calls and never in their way: the database is asked once a second and the network is waited
// for elsewhere. Each lane (the mail server, the text gateway, each webhook) goes its own pace, one post after the other: a dead server
// holds up nobody else. At least once: a post is marked when the server has taken it, so a crash in between sends it again, under the same
// key. Back-off doubles from 15 s to an hour, or ten minutes where the whole server is away; after a day a post is given up, which is an alarm
// (a text to whoever owns an incident after five minutes: then they are rung).
import { isForOwner } from '../core/notices/events.ts'
import { masked } from '../core/notices/masked.ts'
import type { Post } from '../core/notices/post.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Clock, Log, Outbox } from '../daemon/ports.ts'
import type { Delivery } from './delivery.ts'

const EVERY_MS = 1000
const FIRST_WAIT_MS = 15_000
const LONGEST_WAIT_MS = 3_600_000
/** A whole server that is away is asked so often at least: it may be back. */
const LONGEST_SERVER_WAIT_MS = 600_000
const GIVE_UP_MS = 86_400_000
/** What only its moment makes sense of: whoever it is for is rung then. */
const GIVE_UP_OWNER_MS = 300_000
/** After the whole server failed, this long before the next post is tried. */
const SERVER_PAUSE_MS = 5000
/** How long stopping waits for what is under way. */
const STOP_MS = 3000
/** What is over is kept so long, and looked for so often. */
const KEEP_MS = 30 * 86_400_000
const PRUNE_MS = 60_000
const UNNOTED = 200

export interface LoopNeeds {
  readonly outbox: Outbox
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** Writes the notice and hands it over. Never throws. */
  readonly deliver: (post: Post) => Promise<Delivery>
  /** It was sent, or could not be for a day: from now on that is a fact. */
  readonly settled: (post: Post, result: 'sent' | 'given-up', why: string) => void
  /** Keys that are being sent. Shared with the loop before this one: after a reload its last post may still be under way. */
  readonly inFlight: Set<string>
  /** Divides every wait, for tests. */
  readonly hurry?: number
}

export interface OutboxLoop {
  /** There may be something new. */
  wake(): void
  stop(): Promise<void>
}

interface Lane {
  working: Promise<void> | null
  pausedUntil: number
  /** The whole server failed when it was last asked. */
  inTrouble: boolean
}

export function openOutboxLoop({ outbox, clock, log, deliver, settled, inFlight, hurry = 1 }: LoopNeeds): OutboxLoop {
  /** Taken by the server, but the mark could not be written: never to be sent again by this process. */
  const unmarked = new Map<string, EpochMs>()
  const lanes = new Map<string, Lane>()
  let stopped = false
  let pausedUntil = 0
  let pruneAt = 0

  async function work(name: string, lane: Lane): Promise<void> {
    try {
      while (!stopped && clock.now() >= Math.max(lane.pausedUntil, pausedUntil)) {
        for (const [key, at] of unmarked) {
          outbox.sent(key, at)
          unmarked.delete(key)
        }
        const post = outbox.due(clock.now(), 1 + inFlight.size, name).find(({ key }) => !inFlight.has(key))
        if (post === undefined) return
        inFlight.add(post.key)
        const delivery = await deliver(post).finally(() => inFlight.delete(post.key))
        if (delivery.ok) mark(post, name, lane)
        else failed(post, delivery, lane)
      }
    } catch (error) {
      trouble(error)
    }
  }

  function trouble(error: unknown): void {
    pausedUntil = clock.now() + SERVER_PAUSE_MS / hurry
    log.error({ error: String(error) }, 'the outbox can not be read or written; trying again')
  }

  function mark(post: Post, name: string, lane: Lane): void {
    unmarked.set(post.key, clock.now())
    outbox.sent(post.key, clock.now())
    unmarked.delete(post.key)
    log.info({ post: masked(post.key), way: post.way, attempts: post.attempts + 1 }, 'a notice was sent')
    settled(post, 'sent', post.attempts === 0 ? '' : `tried ${post.attempts + 1} times`)
    if (!lane.inTrouble) return
    // The server is back: what it did not take need not wait for its turn.
    lane.inTrouble = false
    outbox.hasten(name, clock.now())
  }

  function failed(post: Post, delivery: Extract<Delivery, { ok: false }>, lane: Lane): void {
    const now = clock.now()
    const { reason, toDo } = delivery
    const about = { post: masked(post.key), way: post.way, attempts: post.attempts + 1, reason: masked(reason), toDo }
    if (delivery.server) {
      lane.pausedUntil = now + SERVER_PAUSE_MS / hurry
      lane.inTrouble = true
    }
    const patience = isForOwner(post.about.event) ? GIVE_UP_OWNER_MS : GIVE_UP_MS
    const over = now - post.firstAt >= patience / hurry
    const wait = over
      ? LONGEST_WAIT_MS / hurry
      : Math.min(delivery.server ? LONGEST_SERVER_WAIT_MS : LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(post.attempts, 20)) /
        hurry
    // Also what is given up: the fact that ends it is a commit of its own, and may come late.
    outbox.later(post.key, (now + Math.round(wait)) as EpochMs, reason)
    if (over) {
      settled(post, 'given-up', reason)
      log.error(about, isForOwner(post.about.event) ? 'a text to an owner was given up' : 'a notice was given up after a day')
    } else log.warn({ ...about, waitMs: wait }, 'a notice could not be sent; trying again')
  }

  function wake(): void {
    const now = clock.now()
    if (stopped || now < pausedUntil) return
    try {
      for (const name of outbox.lanes(now)) start(name)
      if (now < pruneAt) return
      pruneAt = now + PRUNE_MS
      outbox.prune((now - KEEP_MS) as EpochMs)
    } catch (error) {
      trouble(error)
    }
  }

  function start(name: string): void {
    const lane = lanes.get(name) ?? { working: null, pausedUntil: 0, inTrouble: false }
    lanes.set(name, lane)
    if (lane.working !== null || clock.now() < lane.pausedUntil) return
    lane.working = work(name, lane).finally(() => {
      lane.working = null
    })
  }

  /** Sent by a daemon that died before it was a fact. Once, and not before everybody who hears of it is there. */
  let noted = false
  function note(): void {
    if (noted) return
    try {
      for (const post of outbox.unnoted(UNNOTED)) settled(post, 'sent', 'noted after a restart')
      noted = true
    } catch (error) {
      trouble(error)
    }
  }

  const timer = setInterval(() => {
    note()
    wake()
  }, EVERY_MS / hurry)
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
      await Promise.race([Promise.all([...lanes.values()].map(lane => lane.working)), patience])
      clearTimeout(late)
    },
  }
}
