// The shelf of recordings: what callers said, kept by us in a directory that only the daemon's user can open, whatever becomes of the PBX's
// own files. Stands behind the port `Recordings`; opened by run.ts. Never throws, always settles.
import { existsSync, mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import type { KeptRecording, Log, Recordings, Wrong } from '../daemon/ports.ts'
import type { Checked } from './check-file.ts'
import { FULL, roomAt } from './keep-file.ts'
import type { Job, Told } from './keep-worker.ts'
import { locate, RECORDING_NAME } from './locate.ts'

export interface ShelfOptions {
  /** Where recordings are kept; made unless it is there. */
  readonly kept: string
  /** Where the PBX writes and plays them. */
  readonly pbx: string
  readonly log: Log
  readonly now: () => number
  /** Longest wait for the disk, ms. */
  readonly patienceMs?: number
}

export interface Shelf extends Recordings {
  /** What an administrator should know, newest first. */
  alarms(): readonly Wrong[]
  /** Where this recording is: the kept file where it is as it was kept, else the PBX's. Null when there is none. */
  find(recording: string, sha256: string | null): Promise<{ readonly file: string; readonly checked: Checked } | null>
  /** It was taken, and is nowhere: somebody should know. */
  missing(recording: string, why: string): void
  /** Everything that is kept, by name. */
  names(): Promise<readonly string[]>
  close(): Promise<void>
}

const PATIENCE_MS = 5000
/** Of recordings that something is the matter with, the newest are remembered. */
const MOST_KEPT = 1000
/** What can't be mended (a beginning without an end) is told for a day, ms. */
const TOLD_MS = 86_400_000
const MOST_TOLD = 20
/** With so many times the reserve left somebody must see to it: soon nothing will be kept. */
const LOW = 3

const CUT = ' cut'

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

export function openShelf(options: ShelfOptions): Shelf {
  const { log, now } = options
  makeRoom(options.kept, log)
  const waiting = new Map<number, (told: Told | null) => void>()
  const troubles = new Map<string, { since: number; what: string }>()
  /** Taken once, and nowhere now: told together, for there may be many. */
  const absent = new Map<string, { since: number; what: string }>()
  const thrownAway = new Set<string>()
  let worker: Worker | null = null
  let lastId = 0
  let closed = false

  const keptFile = (recording: string) => `${options.kept}/${recording}.wav`
  const pbxFile = (recording: string) => `${options.pbx}/${recording}.wav`

  function started(): Worker {
    if (worker !== null) return worker
    const mine = new Worker(new URL(`./keep-worker.${EXTENSION}`, import.meta.url))
    mine.unref()
    mine.on('message', (told: Told) => settle(told.id, told))
    const over = (reason: string): void => {
      if (worker === mine) worker = null
      if (!closed) log.error({ reason }, 'the thread that keeps recordings ended')
      for (const id of [...waiting.keys()]) settle(id, null)
    }
    mine.on('error', error => over(error.message))
    mine.on('exit', code => over(`it ended with ${code}`))
    worker = mine
    return mine
  }

  function settle(id: number, told: Told | null): void {
    waiting.get(id)?.(told)
    waiting.delete(id)
  }

  /** Null when the thread broke or took too long. */
  function ask(job: (id: number) => Job): Promise<Told | null> {
    if (closed) return Promise.resolve(null)
    const id = ++lastId
    return new Promise(resolve => {
      const timer = setTimeout(() => settle(id, null), options.patienceMs ?? PATIENCE_MS)
      waiting.set(id, told => {
        clearTimeout(timer)
        resolve(told)
      })
      started().postMessage(job(id))
    })
  }

  /** Null: that is over. */
  function trouble(about: string, what: string | null): void {
    const since = troubles.get(about)?.since ?? now()
    troubles.delete(about)
    if (what === null) return
    troubles.set(about, { since, what })
    oldestOut(troubles)
  }

  async function keep(
    recording: string,
    how: { readonly speechMs: number | null; readonly asItIs?: true },
  ): Promise<KeptRecording> {
    if (!RECORDING_NAME.test(recording)) return { state: 'missing', why: 'no recording has such a name' }
    const work = { source: pbxFile(recording), target: keptFile(recording), trim: how.asItIs !== true, speechMs: how.speechMs }
    const told = await ask(id => ({ id, do: 'keep', ...work }))
    if (thrownAway.has(recording)) {
      await remove(recording)
      return { state: 'missing', why: 'it was thrown away' }
    }
    const kept = told?.kept ?? (await asItLies(pbxFile(recording), options.pbx))
    if (kept.state === 'not-kept')
      trouble(recording, `${recording} could not be kept: ${kept.why}; it is only where Asterisk recorded it`)
    else if (kept.state === 'kept') trouble(recording, null)
    if ('cut' in kept)
      trouble(`${recording}${CUT}`, `only the beginning of ${recording} could be recorded: is the disk at ${options.pbx} full?`)
    return kept
  }

  async function remove(recording: string): Promise<void> {
    if (!RECORDING_NAME.test(recording)) return
    await Promise.all([keptFile(recording), pbxFile(recording)].map(file => rm(file, { force: true }).catch(() => undefined)))
  }

  async function find(recording: string, sha256: string | null) {
    const { kept, pbx, file, checked } = await locate(recording, sha256, { kept: options.kept, pbx: options.pbx })
    trouble(
      `${recording} missing`,
      file !== null ? null : `the recording ${recording} is missing: neither in ${options.kept} nor in ${options.pbx}`,
    )
    const altered = kept === 'altered' || pbx === 'altered'
    const what = `the recording ${recording} is not as it was kept: somebody or the disk has altered it`
    trouble(`${recording} altered`, altered ? what : null)
    return file === null ? null : { file, checked }
  }

  // A thread takes its time to start: not while a caller waits.
  started()

  return {
    keep,
    async discard(recording, ended) {
      thrownAway.add(recording)
      oldestOut(thrownAway)
      await ended
      await remove(recording)
    },
    async ready(recording) {
      if (!RECORDING_NAME.test(recording) || existsSync(pbxFile(recording))) return
      const told = await ask(id => ({ id, do: 'give-back', source: pbxFile(recording), target: keptFile(recording) }))
      const why = told === null ? 'the disk did not answer in time' : (told.trouble ?? null)
      trouble(`${recording} play`, why === null ? null : `the recording ${recording} can not be played: ${why}`)
    },
    remove,
    find,
    missing(recording, why) {
      absent.set(recording, { since: now(), what: `the recording ${recording} is missing: ${why}` })
      oldestOut(absent)
    },
    async names() {
      const files = await readdir(options.kept).catch(() => [])
      return files.flatMap(file => (file.endsWith('.wav') ? [file.slice(0, -4)] : [])).sort()
    },
    alarms() {
      const low = [options.kept, options.pbx].flatMap(lowRoom)
      const told = [...troubles].toReversed().slice(0, MOST_TOLD)
      const young = told.filter(([about, { since }]) => !about.endsWith(CUT) || since > now() - TOLD_MS)
      return [
        ...low,
        ...togetherOf([...absent.values()]),
        ...young.map(([about, wrong]) => ({ kind: 'recording', about, ...wrong })),
      ]
    },
    async close() {
      closed = true
      await worker?.terminate()
    },
  }
}

function oldestOut(kept: Set<string> | Map<string, unknown>): void {
  if (kept.size <= MOST_KEPT) return
  const [oldest] = kept.keys()
  if (oldest !== undefined) kept.delete(oldest)
}

function togetherOf(absent: readonly { since: number; what: string }[]): Wrong[] {
  const [first] = absent
  if (first === undefined) return []
  const { since, what } = first
  if (absent.length === 1) return [{ kind: 'recordings-missing', since, what }]
  return [
    {
      kind: 'recordings-missing',
      since,
      what: `${absent.length} recordings are missing ("nightbell messages verify" lists them): ${what}`,
    },
  ]
}

/** The disk does not answer in time: it is told as it lies there, and kept later. */
async function asItLies(file: string, directory: string): Promise<KeptRecording> {
  const why = 'the disk did not answer in time'
  try {
    const { size } = await stat(file)
    const full = roomAt(directory).free < FULL
    if (size === 0) return { state: 'nothing', why: full ? `the disk is full: nothing could be written to ${file}` : why }
    return { state: 'not-kept', ms: Math.max(0, Math.round((size - 44) / 16)), why, ...(full ? { cut: true } : {}) }
  } catch {
    return { state: 'missing', why }
  }
}

function lowRoom(directory: string): Wrong[] {
  const { free, reserve } = roomAt(directory)
  const what = `${Math.round(free / 1e6)} MB are left at ${directory}: soon nothing that callers say can be kept`
  return free > reserve * LOW ? [] : [{ kind: 'disk-low', about: directory, what }]
}

/** Without it recordings stay where the PBX put them, and are kept as soon as there is room. */
function makeRoom(directory: string, log: Log): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    log.error({ directory, error: String(error) }, 'the directory of recordings can not be made')
  }
}
