// Looks through the journal for recordings that are over age, in a thread of its own: the daemon's main thread never waits for it. Started
// by over-age-aside.ts.
import { parentPort, workerData } from 'node:worker_threads'
import type { Keeps } from '../../core/plan/retention.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import { openReader } from './reader.ts'

const { file, keeps, now, most } = workerData as { file: string; keeps: Keeps; now: EpochMs; most: number }
const reader = openReader(file)
try {
  parentPort?.postMessage(reader.listOverAge(keeps, now, most))
} finally {
  reader.close()
}
