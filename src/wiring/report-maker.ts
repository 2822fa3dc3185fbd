// Makes reports to be mailed, in a thread of its own: the daemon's has calls to look after, and the
// followers' thread tells people of them, with little memory. The thread is there while it is wanted.
import { Worker } from 'node:worker_threads'
import type { ReportAbout } from '../core/notices/post.ts'
import type { MadeReport } from '../notify/send-report.ts'

export interface Asked {
  readonly id: number
  readonly about: ReportAbout
  readonly now: number
}

export type Made = { readonly id: number; readonly made: readonly MadeReport[] } | { readonly id: number; readonly error: string }

export interface ReportMaker {
  make(about: ReportAbout): Promise<readonly MadeReport[]>
  close(): Promise<void>
}

export interface MakerNeeds {
  readonly journal: string
  readonly now: () => number
  /** It ends when it was not asked for so long, ms. */
  readonly idleMs?: number
}

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
/** A year of a thousand properties. */
const HEAP_MB = 1024
const IDLE_MS = 60_000
/** Longest for one report, ms. */
const PATIENCE_MS = 300_000

export function openReportMaker({ journal, now, idleMs = IDLE_MS }: MakerNeeds): ReportMaker {
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let nth = 0
  /** One after the other. */
  let last: Promise<unknown> = Promise.resolve()
  /** Everybody who is mailed a report gets the same one. */
  let known: { readonly of: string; readonly made: Promise<readonly MadeReport[]> } | null = null

  function thread(): Worker {
    if (worker !== null) return worker
    const started = new Worker(new URL(`./report-worker.${EXTENSION}`, import.meta.url), {
      workerData: { journal },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    })
    worker = started
    const forget = () => {
      if (worker === started) worker = null
    }
    // Whoever waits for it hears of it as well.
    started.on('error', forget).on('exit', forget)
    started.unref()
    return started
  }

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ended = worker
    worker = null
    known = null
    await ended?.terminate()
  }

  async function ask(about: ReportAbout): Promise<readonly MadeReport[]> {
    clearTimeout(idle)
    const asked = thread()
    const id = ++nth
    const { promise, resolve, reject } = Promise.withResolvers<readonly MadeReport[]>()
    const heard = (answer: Made) => ('made' in answer ? resolve(answer.made) : reject(new Error(answer.error)))
    const failed = (error: Error) => reject(error)
    const gone = () => reject(new Error('the thread that makes reports ended'))
    asked.once('message', heard).once('error', failed).once('exit', gone)
    const late = setTimeout(() => reject(new Error(`not made within ${PATIENCE_MS / 60_000} minutes`)), PATIENCE_MS)
    asked.postMessage({ id, about, now: now() } satisfies Asked)
    try {
      return await promise
    } catch (error) {
      await end()
      throw error
    } finally {
      clearTimeout(late)
      asked.off('message', heard).off('error', failed).off('exit', gone)
      idle = setTimeout(() => void end(), idleMs).unref()
    }
  }

  return {
    make(about) {
      const of = JSON.stringify(about)
      if (known?.of === of) return known.made
      const made = last.then(() => ask(about))
      last = made.catch(() => {
        if (known?.of === of) known = null
      })
      known = { of, made }
      return made
    },
    close: end,
  }
}
