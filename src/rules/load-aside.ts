// The rules, loaded in a worker thread. Called for every reload; rejects when the worker itself breaks.
import { setImmediate as breathe } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Plan } from '../core/plan/plan.ts'
import type { PlanTexts } from '../daemon/ports.ts'
import { type PlanPiece, planFrom } from './plan-pieces.ts'
import type { Problem } from './problem.ts'

export type LoadedAside =
  | {
      readonly ok: true
      readonly hash: string
      readonly plan: Plan
      readonly sources: Readonly<Record<string, string>>
      readonly texts?: PlanTexts
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

export function loadAside(directory: string): Promise<LoadedAside> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`./load-worker.${EXTENSION}`, import.meta.url), { workerData: directory })
    worker.once('error', reject)
    let answered = false
    worker.once('exit', code => answered || reject(new Error(`the rules' worker ended with ${code} and no answer`)))
    worker.once('message', (loaded: FromWorker) => {
      answered = true
      if (loaded.ok === false) resolve(loaded)
      else assembled(loaded).then(resolve, reject)
    })
  })
}

type Right = Extract<LoadedAside, { ok: true }>
type FromWorker = (Omit<Right, 'plan'> & { readonly pieces: readonly PlanPiece[] }) | Extract<LoadedAside, { ok: false }>

async function assembled({ pieces, ...rest }: Extract<FromWorker, { ok: true }>): Promise<Right> {
  return { ...rest, plan: await planFrom(pieces, () => breathe()) }
}
