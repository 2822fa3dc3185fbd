// The rules, loaded in a worker thread that has an end of time and of memory. Called for every reload; rejects when the worker itself breaks.
import { setImmediate as breathe } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Plan } from '../core/plan/plan.ts'
import type { PlanTexts } from '../daemon/ports.ts'
import { type PlanPiece, planFrom } from './plan-pieces.ts'
import { type Problem, problemAt } from './problem.ts'

export type LoadedAside =
  | {
      readonly ok: true
      readonly hash: string
      readonly plan: Plan
      /** By the names that the files have in the directory. */
      readonly sources: Readonly<Record<string, string>>
      readonly texts?: PlanTexts
      /** What was seen of the files: for whoever watches them. */
      readonly seen?: string
    }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly seen?: string }

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

export interface AsideOptions {
  /** Ends the thread: the daemon stops, and nobody waits for the answer. */
  readonly signal?: AbortSignal
  /** A file for what was made of pieces of the rules: the next load makes only what has changed. */
  readonly pieces?: string
  /** For tests. */
  readonly patienceMs?: number
  readonly heapMb?: number
}

/** The compiler stops by itself before (limits.ts); this is for what does not come by its clock. */
const PATIENCE_MS = 90_000
/** Rules of a thousand properties need a fifth of it. */
const HEAP_MB = 1536

/** What the thread could not do within its limits is a problem of the rules, like any other. Rejects when it is ended by the signal. */
export function loadAside(directory: string, options: AsideOptions = {}): Promise<LoadedAside> {
  const { signal, pieces: kept, patienceMs = PATIENCE_MS, heapMb = HEAP_MB } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Error('the daemon stops'))
    const progress = new SharedArrayBuffer(12)
    const worker = new Worker(new URL(`./load-worker.${EXTENSION}`, import.meta.url), {
      workerData: { directory, progress, pieces: kept },
      resourceLimits: { maxOldGenerationSizeMb: heapMb, stackSizeMb: 4 },
    })
    let files: readonly string[] = []
    let answered = false
    const gaveUp = (what: string): void => {
      if (answered) return
      answered = true
      resolve({ ok: false, problems: [notWithin(what, directory, files, progress)] })
    }
    const timer = setTimeout(() => {
      gaveUp(`the rules take longer than ${Math.round(patienceMs / 1000)} s to understand`)
      void worker.terminate()
    }, patienceMs)
    const stop = (): void => void worker.terminate()
    signal?.addEventListener('abort', stop)
    worker.on('error', (error: Error & { code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') gaveUp(`the rules need more than ${heapMb} MB of memory to be understood`)
      else reject(error)
    })
    worker.once('exit', code => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      if (!answered) reject(new Error(`the rules' worker ended with ${code} and no answer`))
    })
    const pieces: PlanPiece[] = []
    const texts = { plan: [] as string[], sources: [] as string[] }
    worker.on('message', (said: FromWorker) => {
      if ('files' in said) files = said.files
      else if ('piece' in said) pieces.push(said.piece)
      else if ('text' in said) texts[said.of].push(said.text)
      else if (!answered) {
        answered = true
        if (said.ok) assembled(said, pieces, texts).then(resolve, reject)
        else resolve(said)
      }
    })
  })
}

function notWithin(what: string, directory: string, files: readonly string[], progress: SharedArrayBuffer): Problem {
  const [nth = 0, line = 0, column = 0] = new Int32Array(progress)
  const place = { file: files[nth] ?? directory, line: line || 1, column: column || 1 }
  return problemAt(place, 'error', `${what}; this is how far it came`, {
    expected: 'fewer or simpler rules',
    hint: 'is a file in this directory that a program made?',
  })
}

type Right = Extract<LoadedAside, { ok: true }>
/** The last message is the answer; of rules that are right, the plan and the texts came before it. */
type FromWorker =
  | { readonly files: readonly string[] }
  | { readonly piece: PlanPiece }
  | { readonly text: string; readonly of: 'plan' | 'sources' }
  | Omit<Right, 'plan' | 'texts'>
  | Extract<LoadedAside, { ok: false }>

async function assembled(said: Omit<Right, 'plan' | 'texts'>, pieces: readonly PlanPiece[], texts: PlanTexts): Promise<Right> {
  return { ...said, plan: await planFrom(pieces, () => breathe()), texts }
}
