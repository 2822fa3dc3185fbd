// The followers' thread, from the daemon's main thread: it is told that the journal has grown, a
// few times a second at most, and asked about the past. Nothing here can fail a call: a thread that
// dies is an alarm and is started again, and goes on where its files are.
import { Worker } from 'node:worker_threads'
import type { Async, Outbox } from '../../daemon/ports.ts'
import type { Reader } from '../read/reader.ts'
import type { Trouble } from './loop.ts'

/** What the daemon asks. */
export type Past = Pick<
  Reader,
  | 'message'
  | 'waitingMessages'
  | 'unkept'
  | 'checksum'
  | 'callerOf'
  | 'recordingsOfCall'
  | 'listOverAge'
  | 'callersOf'
  | 'callersOverAge'
  | 'coveredBy'
  | 'closedPeriods'
  | 'trunksTold'
  | 'oldTurns'
>

export interface Asking {
  readonly of: 'reader' | 'outbox' | 'beside'
  readonly name: string
  readonly args: readonly unknown[]
}

export type ToWorker = { readonly follow: true } | { readonly end: true } | (Asking & { readonly id: number })

export type FromWorker =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly troubles: readonly Trouble[]; readonly fileTrouble: string | null }

export interface Followers {
  readonly past: Async<Past>
  readonly outbox: Async<Outbox>
  /** Whether nothing of what was erased is left in the outbox's log file. */
  oldPagesGone(): Promise<boolean>
  /** The same for the journal's, without the main thread. */
  journalPagesGone(): Promise<boolean>
  /** The journal has more turns. */
  grown(): void
  wrong(): readonly { readonly kind: string; readonly about: string; readonly what: string; readonly since?: number }[]
  close(): Promise<void>
}

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
/**
 * Turns are taken in so often at most: each time costs a transaction. Who asks does not wait for
 * it.
 */
const COALESCE_MS = 150
const AGAIN_MS = 1000
/** Plans of a thousand properties, and a batch of turns. */
const HEAP_MB = 96

type Waiting = { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void }

export function openFollowers(journal: string): Followers {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let nth = 0
  let troubles: readonly Trouble[] = []
  let fileTrouble: string | null = null
  let died: string | null = null
  let closing = false
  let again: NodeJS.Timeout | undefined
  let soon: NodeJS.Timeout | undefined

  function start(): void {
    const started = new Worker(new URL(`./worker.${EXTENSION}`, import.meta.url), {
      workerData: { journal },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 4 },
    })
    worker = started
    started.on('message', (message: FromWorker) => {
      died = null
      if ('troubles' in message) {
        ;({ troubles, fileTrouble } = message)
        return
      }
      const asked = waiting.get(message.id)
      waiting.delete(message.id)
      if ('error' in message) asked?.reject(new Error(message.error))
      else asked?.resolve(message.value as never)
    })
    started.on('error', error => gone(started, error.message))
    started.on('exit', code => gone(started, `it ended with ${code}`))
  }

  function gone(which: Worker, why: string): void {
    if (worker !== which) return
    worker = null
    died ??= why
    for (const { reject } of waiting.values()) reject(new Error(`the lists can not be asked now: ${why}`))
    waiting.clear()
    if (closing) return
    again = setTimeout(start, AGAIN_MS)
    again.unref()
  }

  function ask(of: Asking['of'], name: string, args: readonly unknown[]): Promise<never> {
    const to = worker
    if (to === null) return Promise.reject(new Error(`the lists can not be asked now: ${died ?? 'the daemon stops'}`))
    const id = ++nth
    const { promise, resolve, reject } = Promise.withResolvers<never>()
    waiting.set(id, { resolve, reject })
    to.postMessage({ id, of, name, args } satisfies ToWorker)
    return promise
  }

  function proxy<T extends object>(of: Asking['of']): T {
    const asking =
      (_: object, name: string | symbol) =>
      (...args: readonly unknown[]) =>
        ask(of, String(name), args)
    return new Proxy({}, { get: asking }) as T
  }

  start()
  return {
    past: proxy<Async<Past>>('reader'),
    outbox: proxy<Async<Outbox>>('outbox'),
    oldPagesGone: () => ask('beside', 'oldPagesGone', []),
    journalPagesGone: () => ask('beside', 'journalPagesGone', []),
    grown() {
      soon ??= setTimeout(() => {
        soon = undefined
        worker?.postMessage({ follow: true } satisfies ToWorker)
      }, COALESCE_MS).unref()
    },
    wrong: () => [
      ...troubles.map(({ since, follower: about, what }) => ({ kind: 'follower-stopped', about, what, since })),
      ...(fileTrouble === null
        ? []
        : [{ kind: 'lists-behind', about: '', what: `lists and notices fall behind, calls go on: ${fileTrouble}` }]),
      ...(died === null
        ? []
        : [
            {
              kind: 'lists-behind',
              about: '',
              what: `the thread that makes lists and notices died (${died}) and is started again`,
            },
          ]),
    ],
    async close() {
      closing = true
      clearTimeout(again)
      clearTimeout(soon)
      const last = worker
      if (last === null) return
      const { promise: ended, resolve } = Promise.withResolvers<void>()
      last.once('exit', () => resolve())
      last.postMessage({ end: true } satisfies ToWorker)
      const late = setTimeout(() => void last.terminate(), CLOSE_MS)
      await ended
      clearTimeout(late)
    },
  }
}

const CLOSE_MS = 3000
