// Recordings that could not be kept when they were made, or are older than this way of keeping them: tried again, a few at a time, until
// they are. The journal knows which. Opened by run.ts; nothing here can delay a call.
import type { Input } from '../core/world/inputs.ts'
import type { Log } from '../daemon/ports.ts'
import type { Shelf } from './shelf.ts'

export interface LateNeeds {
  /** Messages and statements without a kept file, newest first. May throw. */
  readonly unkept: (most: number) => readonly Unkept[]
  readonly shelf: Pick<Shelf, 'keep' | 'missing'>
  readonly push: (input: Input) => void
  readonly log: Log
  readonly everyMs?: number
}

export interface Unkept {
  readonly recording: string
  readonly call: Extract<Input, { type: 'recordingKept' }>['stream']
}

const EVERY_MS = 30_000
const AT_ONCE = 50

export function openLateKeeper({ unkept, shelf, push, log, everyMs = EVERY_MS }: LateNeeds): { stop(): void } {
  /** What was kept, and what is not there and will not come back unless somebody restores it and restarts. */
  const settled = new Set<string>()
  let working = false

  async function work(): Promise<void> {
    if (working) return
    working = true
    try {
      for (const { recording, call } of unkept(AT_ONCE + settled.size)) {
        if (settled.has(recording)) continue
        const kept = await shelf.keep(recording, { speechMs: null, asItIs: true })
        // Without room for this one there is none for the next.
        if (kept.state === 'not-kept') break
        settled.add(recording)
        if (kept.state === 'kept') push({ type: 'recordingKept', stream: call, recording, ms: kept.ms, sha256: kept.sha256 })
        else shelf.missing(recording, kept.state === 'silent' ? 'nothing is in it' : kept.why)
      }
    } catch (error) {
      log.error({ error: String(error) }, 'recordings that wait to be kept can not be looked up')
    }
    working = false
  }

  const timer = setInterval(() => void work(), everyMs)
  const first = setTimeout(() => void work(), 1000)
  return {
    stop() {
      clearInterval(timer)
      clearTimeout(first)
    },
  }
}
