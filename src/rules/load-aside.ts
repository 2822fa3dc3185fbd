// The rules, loaded in a worker thread. Called for every reload; rejects when the worker itself breaks.
import { Worker } from 'node:worker_threads'
import type { Plan } from '../core/plan/plan.ts'
import type { Problem } from './problem.ts'

export type LoadedAside =
  | { readonly ok: true; readonly hash: string; readonly plan: Plan; readonly sources: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problems: readonly Problem[] }

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

export function loadAside(directory: string): Promise<LoadedAside> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`./load-worker.${EXTENSION}`, import.meta.url), { workerData: directory })
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`the rules' worker ended with ${code} and no answer`)))
    worker.once('message', (loaded: LoadedAside & { plan?: unknown }) =>
      resolve(loaded.ok ? { ...loaded, plan: JSON.parse(String(loaded.plan)) as Plan } : loaded),
    )
  })
}
