// Sends what waits in the outbox, beside the calls and never in their way: the database is asked once a second and the network is waited
// for elsewhere. Each lane (the mail server, the text gateway, each webhook) goes its own pace: a dead server holds up nobody else. In a lane one
// post goes after the other; only while a server is slow to answer do a few go side by side. At least once: a post is marked when the server
// has taken it, so a crash in between sends it again, under the same key. When it is tried again, and when it is given up, says when-again.ts.
import { isForOwner } from '../core/notices/events.ts'
import { masked } from '../core/notices/masked.ts'
import type { Post } from '../core/notices/post.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Async, Clock, Log, Outbox } from '../daemon/ports.ts'
import { answerText, type Delivery, type NotTaken } from './delivery.ts'
import { LONGEST_SERVER_WAIT_MS, whenAgain } from './when-again.ts'

const EVERY_MS = 1000
/** After the whole server failed, this long before the next post is tried. */
const SERVER_PAUSE_MS = 5000
/** How long stopping waits for what is under way. */
const STOP_MS = 3000
/** What is over is kept so long, and looked for so often. */
const KEEP_MS = 30 * 86_400_000
const PRUNE_MS = 60_000
const UNNOTED = 200

export interface LoopNeeds {
  readonly outbox: Async<Outbox>
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

/** A server that has not answered for so long is slow: the next post goes beside. */
const SLOW_MS = 15_000
/** So many go side by side to one slow server. */
const SIDE_BY_SIDE = 4

interface Lane {
  /** Who is at work, and since when with their post. */
  readonly workers: Set<Worker>
  pausedUntil: number
  /** The whole server failed when it was last asked. */
  inTrouble: boolean
}

interface Worker {
  since: number
  done: Promise<void>
}

export function openOutboxLoop({ outbox, clock, log, deliver, settled, inFlight, hurry = 1 }: LoopNeeds): OutboxLoop {
  /** Taken by the server, but the mark could not be written: never to be sent again by this process. */
  const unmarked = new Map<string, { readonly at: EpochMs; readonly said: string | null }>()
  const lanes = new Map<string, Lane>()
  let stopped = false
  let pausedUntil = 0
  let pruneAt = 0

  async function work(name: string, lane: Lane, self: Worker): Promise<void> {
    try {
      while (!stopped && clock.now() >= Math.max(lane.pausedUntil, pausedUntil)) {
        for (const [key, { at, said }] of unmarked) {
          await outbox.sent(key, at, said)
          unmarked.delete(key)
        }
        const due = await outbox.due(clock.now(), 1 + inFlight.size, name)
        const post = due.find(({ key }) => !inFlight.has(key) && !unmarked.has(key))
        if (post === undefined || stopped) return
        inFlight.add(post.key)
        self.since = clock.now()
        await send(post, name, lane).finally(() => inFlight.delete(post.key))
      }
    } catch (error) {
      trouble(error)
    }
  }

  /** It counts as under way until what came of it is written down. */
  async function send(post: Post, name: string, lane: Lane): Promise<void> {
    const delivery = await deliver(post)
    if (delivery.ok) await mark(post, delivery, name, lane)
    else await failed(post, delivery, lane)
  }

  function trouble(error: unknown): void {
    pausedUntil = clock.now() + SERVER_PAUSE_MS / hurry
    log.error({ error: String(error) }, 'the outbox can not be read or written; trying again')
  }

  async function mark(post: Post, { said = null }: { readonly said?: string | null }, name: string, lane: Lane): Promise<void> {
    const at = clock.now()
    unmarked.set(post.key, { at, said })
    await outbox.sent(post.key, at, said)
    unmarked.delete(post.key)
    log.info({ post: masked(post.key), way: post.way, attempts: post.attempts + 1 }, 'a notice was sent')
    settled(post, 'sent', post.attempts === 0 ? '' : `tried ${post.attempts + 1} times`)
    if (!lane.inTrouble) return
    // The server is back: what it did not take need not wait for its turn.
    lane.inTrouble = false
    await outbox.hasten(name, clock.now())
  }

  async function failed(post: Post, delivery: NotTaken, lane: Lane): Promise<void> {
    const now = clock.now()
    const { reason, toDo, server, end, retryAfterMs = 0 } = delivery
    const answer = answerText(delivery)
    const about = { post: masked(post.key), way: post.way, attempts: post.attempts + 1, reason: masked(answer), toDo }
    if (server) {
      lane.pausedUntil = now + Math.max(SERVER_PAUSE_MS, Math.min(retryAfterMs, LONGEST_SERVER_WAIT_MS)) / hurry
      lane.inTrouble = true
    }
    const { waitMs, firm, over } = whenAgain(post, delivery, now - post.firstAt, hurry)
    const next = (now + Math.round(waitMs)) as EpochMs
    // Also what is given up: the fact that ends it is a commit of its own, and may come late.
    await outbox.later(post.key, next, { answer, firm, uncertain: end === 'uncertain' })
    if (over) {
      settled(post, 'given-up', end === 'uncertain' ? `${reason}; whether it was taken is not known` : reason)
      log.error(about, isForOwner(post.about.event) ? 'a text to an owner was given up' : givenUpText(end))
    } else log.warn({ ...about, waitMs }, 'a notice could not be sent; trying again')
  }

  let waking = false
  let wakeAgain = false
  function wake(): void {
    wakeAgain = waking
    if (waking) return
    waking = true
    void look().finally(() => {
      waking = false
      if (wakeAgain) wake()
    })
  }

  async function look(): Promise<void> {
    const now = clock.now()
    if (stopped || now < pausedUntil) return
    try {
      for (const name of await outbox.lanes(now)) start(name)
      if (now < pruneAt) return
      pruneAt = now + PRUNE_MS
      await outbox.prune((now - KEEP_MS) as EpochMs)
    } catch (error) {
      trouble(error)
    }
  }

  function start(name: string): void {
    const lane = lanes.get(name) ?? { workers: new Set(), pausedUntil: 0, inTrouble: false }
    lanes.set(name, lane)
    const now = clock.now()
    if (stopped || now < lane.pausedUntil || lane.workers.size >= SIDE_BY_SIDE) return
    if ([...lane.workers].some(({ since }) => now - since < SLOW_MS / hurry)) return
    const self: Worker = { since: now, done: Promise.resolve() }
    lane.workers.add(self)
    self.done = work(name, lane, self).finally(() => lane.workers.delete(self))
  }

  /** Sent by a daemon that died before it was a fact. Once, and not before everybody who hears of it is there. */
  let noted = false
  async function note(): Promise<void> {
    if (noted) return
    noted = true
    try {
      for (const post of await outbox.unnoted(UNNOTED)) settled(post, 'sent', 'noted after a restart')
    } catch (error) {
      noted = false
      trouble(error)
    }
  }

  const timer = setInterval(() => {
    void note()
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
      const working = [...lanes.values()].flatMap(lane => [...lane.workers].map(({ done }) => done))
      await Promise.race([Promise.all(working), patience])
      clearTimeout(late)
    },
  }
}

function givenUpText(end: NotTaken['end']): string {
  return end === 'uncertain' ? 'a notice was given up: nobody said whether it was taken' : 'a notice was given up after a day'
}
