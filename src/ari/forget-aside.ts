// Takes many callers out of Asterisk's files beside the main thread: the files may have a hundred
// megabytes, and every line is looked at. For callers who are erased by rule (daemon/caller-retention.ts).
import { Worker } from 'node:worker_threads'
import type { ForgottenCaller } from './forget-caller.ts'
import type { ForgetWork } from './forget-worker.ts'

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/** Rejects when a file cannot be read or written: then they are not forgotten. */
export function forgetAside(witness: string, callers: readonly ForgottenCaller[]): Promise<void> {
  const work: ForgetWork = {
    witness,
    callers: callers.map(({ call, incidents, numbers, names }) => ({ call, incidents, numbers, names })),
  }
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`./forget-worker.${EXTENSION}`, import.meta.url), { workerData: work })
    worker.once('message', () => resolve())
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`it ended with ${code}`)))
  })
}
