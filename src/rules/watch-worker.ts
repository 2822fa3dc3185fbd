// Looks at the rules' directory again and again, and tells what it saw when that has stayed the same for two looks running: an editor
// or a copy works in several steps. Started by watch.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { readRuleTexts } from './rule-texts.ts'
import { fingerprint } from './still-texts.ts'

export interface WatchWork {
  readonly directory: string
  /** What is in force. */
  readonly seen: string | null
  readonly everyMs?: number
}

const SOON_MS = 700
const EVERY_MS = 2000
const SELDOM_MS = 10_000
/** A thousand files on a slow disk must not keep it busy: looking takes a hundredth of the time at most. */
const SHARE = 100

const { directory, seen, everyMs = EVERY_MS } = workerData as WatchWork
let told = seen
let before = seen

function look(): void {
  const began = performance.now()
  const now = fingerprint(readRuleTexts(directory))
  const tookMs = performance.now() - began
  const isNew = now !== told
  if (now === before || !isNew) {
    told = now
    parentPort?.postMessage(now)
  }
  before = now
  const rest = Math.min(SELDOM_MS, Math.max(everyMs, tookMs * SHARE))
  setTimeout(look, isNew && now !== told ? Math.min(SOON_MS, rest) : rest)
}

look()
