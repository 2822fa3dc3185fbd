// Keeps what is not kept yet: talks, as soon as they are over, and recordings that could not be kept when they were made or are older than this
// way of keeping them; tried again, a few at a time, until they are. The journal knows which. Opened by run.ts; nothing here can delay a call.
import type { Input } from '../core/world/inputs.ts'
import type { Awaitable, Log } from '../daemon/ports.ts'
import type { Shelf } from './shelf.ts'

export interface LateNeeds {
  /** Messages, statements and talks without a kept file, newest first. May throw. */
  readonly unkept: (most: number) => Awaitable<readonly Unkept[]>
  readonly shelf: Pick<Shelf, 'keep' | 'missing'>
  /** Whether a talk still goes on; null when that is not known. */
  readonly isBeingRecorded: (recording: string) => Promise<boolean | null>
  readonly push: (input: Input) => void
  readonly log: Log
  readonly everyMs?: number
}

export interface Unkept {
  readonly recording: string
  readonly stream: Extract<Input, { type: 'recordingKept' }>['stream']
  readonly what: 'message' | 'statement' | 'talk'
}

export interface LateKeeper {
  /** There is something to keep: this talk is over. */
  look(over: string): void
  stop(): void
}

const EVERY_MS = 30_000
const AT_ONCE = 50
/** A recorder that was asked for has begun by then, ms. */
const SURE_MS = 2000

export function openLateKeeper({ unkept, shelf, isBeingRecorded, push, log, everyMs = EVERY_MS }: LateNeeds): LateKeeper {
  /** What was kept, and what is not there and will not come back unless somebody restores it and restarts. */
  const settled = new Set<string>()
  /** Talks of which it was told, or seen a look ago, that nobody records them. One that has just begun is not recorded yet. */
  const over = new Set<string>()
  let working = false
  let again = false
  let sure: NodeJS.Timeout | undefined

  async function work(): Promise<void> {
    again = working
    if (working) return
    working = true
    try {
      const found = await unkept(AT_ONCE + settled.size)
      // What the journal has as kept by now is asked about no more.
      const wait = new Set(found.map(({ recording }) => recording))
      for (const recording of settled) if (!wait.has(recording)) settled.delete(recording)
      for (const recording of over) if (!wait.has(recording)) over.delete(recording)
      for (const { recording, stream, what } of found) {
        if (settled.has(recording)) continue
        if (what === 'talk' && !(await isOver(recording))) continue
        const kept = await shelf.keep(recording, { speechMs: null, asItIs: true })
        // Without room for this one there is none for the next.
        if (kept.state === 'not-kept') break
        settled.add(recording)
        if (kept.state === 'kept') push({ type: 'recordingKept', stream, recording, ms: kept.ms, sha256: kept.sha256 })
        else shelf.missing(recording, kept.state === 'silent' ? 'nothing is in it' : kept.why)
      }
    } catch (error) {
      log.error({ error: String(error) }, 'recordings that wait to be kept can not be looked up')
    }
    working = false
    if (again) void work()
  }

  /** The file of a talk that goes on is not whole. */
  async function isOver(talk: string): Promise<boolean> {
    const quiet = (await isBeingRecorded(talk)) === false
    const was = over.has(talk)
    if (quiet) over.add(talk)
    else over.delete(talk)
    if (quiet && !was) sure ??= setTimeout(lookAgain, SURE_MS)
    return quiet && was
  }

  function lookAgain(): void {
    sure = undefined
    void work()
  }

  const timer = setInterval(() => void work(), everyMs)
  const first = setTimeout(() => void work(), 1000)
  return {
    look(talk) {
      over.add(talk)
      void work()
    },
    stop() {
      clearInterval(timer)
      clearTimeout(first)
      clearTimeout(sure)
    },
  }
}
