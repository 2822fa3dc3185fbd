// The recordings that are over age, found in a worker thread. Called once a day by the daemon; rejects when the worker breaks.
import { Worker } from 'node:worker_threads'
import type { Keeps } from '../../core/plan/retention.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import type { OverAgeList } from './over-age.ts'

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

export function overAgeAside(file: string, keeps: Keeps, now: EpochMs, most: number): Promise<OverAgeList> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`./over-age-worker.${EXTENSION}`, import.meta.url), {
      workerData: { file, keeps, now, most },
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`the worker ended with ${code} and no answer`)))
  })
}
