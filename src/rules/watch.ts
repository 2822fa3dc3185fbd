// Says when the rules under a directory are others than those that were loaded, however they were changed: an edit, a directory or link that was
// switched, a network file system that tells nobody. A worker thread reads them again and again: a disk that hangs holds up
// that thread and no call. Opened by wiring/rules-in-force.ts.
import { Worker } from 'node:worker_threads'
import type { Alarms, Log } from '../daemon/ports.ts'
import type { WatchWork } from './watch-worker.ts'

/** After a thread that ended, ms. */
const AGAIN_MS = 5000
/** Without a look for so long it is an alarm, ms. */
const BLIND_MS = 60_000

export interface WatchNeeds {
  readonly directory: string
  /** What was seen when the rules in force were loaded; null when that is not known. */
  readonly seen: string | null
  readonly changed: () => void
  /** Looked, and it is what was seen before. */
  readonly same?: () => void
  readonly alarms: Pick<Alarms, 'from'>
  readonly log: Log
  /** How often it looks, ms. */
  readonly everyMs?: number
}

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

export function watchRules({ directory, changed, alarms, log, ...needs }: WatchNeeds): { stop(): void } {
  let seen = needs.seen
  let lookedAt = performance.now()
  let worker: Worker | null = null
  let again: NodeJS.Timeout | undefined
  let stopped = false

  function start(): void {
    const work: WatchWork = { directory, seen, ...(needs.everyMs === undefined ? {} : { everyMs: needs.everyMs }) }
    worker = new Worker(new URL(`./watch-worker.${EXTENSION}`, import.meta.url), { workerData: work })
    worker.unref()
    worker.on('message', (now: string) => {
      lookedAt = performance.now()
      if (now === seen) return needs.same?.()
      seen = now
      changed()
    })
    worker.on('error', error => log.warn({ directory, error: String(error) }, 'the thread that watches the rules broke'))
    worker.on('exit', () => {
      if (!stopped) again = setTimeout(start, AGAIN_MS).unref()
    })
  }

  alarms.from(() => {
    const blind = performance.now() - lookedAt > BLIND_MS
    const what = `the rules in ${directory} can not be looked at: changes are not seen`
    return blind ? [{ kind: 'rules-unwatched', what }] : []
  })
  start()
  return {
    stop() {
      stopped = true
      clearTimeout(again)
      void worker?.terminate()
    },
  }
}
