// The main thread's side of the thread that receives SIP (worker.ts). It sends that thread the
// trunks, channels and callers to forget, and receives news. Nothing here can fail or delay a call:
// if the thread dies, an alarm is raised and it is restarted.
import { Worker } from 'node:worker_threads'
import type { Log, Wrong } from '../daemon/ports.ts'
import type { ForgottenInSip } from './forget-in.ts'
import type { KeptChannel } from './kept.ts'
import type { CallMedia, MediaRefused, PasswordNews, SipNews, TrunkSeen } from './news.ts'
import type { TrunkPlace } from './peers.ts'
import { openRecent } from './recent.ts'
import { openStrangerCount, type StrangersTold } from './stranger-count.ts'
import type { FromSip, SipWork, ToSip } from './worker.ts'

export interface SipWatchNeeds extends SipWork {
  readonly log: Log
  readonly now: () => number
}

export interface SipWatch {
  trunks(): Readonly<Record<string, TrunkSeen>>
  strangers(): StrangersTold
  /** What the dialog of this channel or Call-ID negotiated; null while unknown. */
  mediaOf(channelOrCallId: string): CallMedia | null
  /** Asterisk uses this channel for this dialog. */
  channel(channel: Omit<KeptChannel, 't'>): void
  /** Earlier ones are delivered at once. */
  onMediaRefused(listener: (refused: MediaRefused) => void): void
  onPasswords(listener: (passwords: readonly PasswordNews[]) => void): void
  onStrangers(listener: (refused: StrangersRefused) => void): void
  takeTrunks(trunks: readonly TrunkPlace[]): void
  /** Rejects if it failed. */
  forget(callers: readonly ForgottenInSip[]): Promise<void>
  alarms(): readonly Wrong[]
  close(): Promise<void>
}

export type StrangersRefused = Extract<SipNews, { type: 'strangers' }>['refused']

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const NAME = import.meta.url.endsWith('.ts') ? 'worker' : 'sip-worker'
const AGAIN_MS = 1000
const CLOSE_MS = 3000
const MOST_CALLS = 5000
const MOST_EARLY = 100
const HEAP_MB = 64

type Waiting = { readonly resolve: () => void; readonly reject: (error: Error) => void }

export function openSipWatch({ log, now, ...first }: SipWatchNeeds): SipWatch {
  let work: SipWork = first
  let worker: Worker | null = null
  let died: string | null = null
  let trouble: string | null = null
  let closing = false
  let again: NodeJS.Timeout | undefined
  let nth = 0
  const waiting = new Map<number, Waiting>()
  const trunks = new Map<string, TrunkSeen>()
  const media = openRecent<CallMedia>(MOST_CALLS)
  /** Call-ID by channel. */
  const dialogs = openRecent<string>(MOST_CALLS)
  const early: MediaRefused[] = []
  let mediaRefused: (refused: MediaRefused) => void = refused => void (early.length < MOST_EARLY && early.push(refused))
  let passwords: (passwords: readonly PasswordNews[]) => void = () => {}
  let heardOfStrangers: (refused: StrangersRefused) => void = () => {}
  const strangers = openStrangerCount(now, log)

  function start(): void {
    const started = new Worker(new URL(`./${NAME}.${EXTENSION}`, import.meta.url), {
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 4 },
    })
    worker = started
    started.on('message', (message: FromSip) => {
      died = null
      if ('news' in message) for (const one of message.news) take(one)
      else {
        const id = 'done' in message ? message.done : message.failed
        const one = waiting.get(id)
        waiting.delete(id)
        if ('why' in message) one?.reject(new Error(message.why))
        else one?.resolve()
      }
    })
    started.on('error', error => gone(started, error.message))
    started.on('exit', code => gone(started, `it ended with ${code}`))
  }

  function take(one: SipNews): void {
    if (one.type === 'trunk') trunks.set(one.trunk, one.seen)
    else if (one.type === 'media') media.put(one.callId, one.media)
    else if (one.type === 'media-refused') mediaRefused(one.refused)
    else if (one.type === 'passwords') passwords(one.passwords)
    else if (one.type === 'strangers') {
      strangers.add(one.refused, one.unkept)
      heardOfStrangers(one.refused)
    } else {
      trouble = one.what
      if (trouble === null) log.info({}, 'SIP is heard')
      else log.warn({ trouble }, 'SIP is not heard or kept')
    }
  }

  function gone(which: Worker, why: string): void {
    if (worker !== which) return
    worker = null
    for (const { reject } of waiting.values()) reject(new Error(why))
    waiting.clear()
    if (closing) return
    died ??= why
    again = setTimeout(start, AGAIN_MS)
    again.unref()
  }

  function tell(message: ToSip): void {
    worker?.postMessage(message)
  }

  start()
  return {
    trunks: () => Object.fromEntries(trunks),
    strangers: strangers.told,
    mediaOf: of => media.get(dialogs.get(of) ?? of) ?? null,
    channel(channel) {
      dialogs.put(channel.ch, channel.c)
      tell({ channel })
    },
    onMediaRefused(listener) {
      mediaRefused = listener
      for (const one of early.splice(0)) listener(one)
    },
    onPasswords(listener) {
      passwords = listener
    },
    onStrangers(listener) {
      heardOfStrangers = listener
    },
    takeTrunks(places) {
      work = { ...work, trunks: places }
      tell({ trunks: places })
    },
    forget(callers) {
      const id = ++nth
      const to = worker
      if (to === null) return Promise.reject(new Error('the thread that keeps SIP does not run'))
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        to.postMessage({ forget: callers, id } satisfies ToSip)
      })
    },
    alarms: () =>
      [died === null ? null : `the thread that keeps SIP died (${died}) and is started again`, trouble].flatMap(what =>
        what === null ? [] : [{ kind: 'sip-unseen', what: `${what}; calls go on, traces miss messages` }],
      ),
    async close() {
      closing = true
      clearTimeout(again)
      const last = worker
      if (last === null) return
      const { promise: ended, resolve } = Promise.withResolvers<void>()
      last.once('exit', () => resolve())
      tell({ end: true })
      const late = setTimeout(() => void last.terminate(), CLOSE_MS)
      await ended
      clearTimeout(late)
    },
  }
}
