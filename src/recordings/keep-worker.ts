// Keeps recordings in a thread of its own: reading, measuring and waiting for the disk must hold up no call. Started by shelf.ts.
import { parentPort } from 'node:worker_threads'
import type { KeptRecording } from '../daemon/ports.ts'
import { giveBack, type KeepWork, keepFile } from './keep-file.ts'

export type Job =
  | ({ readonly id: number; readonly do: 'keep' } & KeepWork)
  | { readonly id: number; readonly do: 'give-back'; readonly source: string; readonly target: string }

export type Told = { readonly id: number; readonly kept?: KeptRecording; readonly trouble?: string | null }

parentPort?.on('message', (job: Job) => {
  const told: Told =
    job.do === 'keep' ? { id: job.id, kept: keepFile(job) } : { id: job.id, trouble: giveBack(job.target, job.source) }
  parentPort?.postMessage(told)
})
