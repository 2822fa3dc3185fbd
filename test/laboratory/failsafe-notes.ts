// Reads the notes that the box's dialplan leaves in the spool directory while the application is away. For tests.
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs'

export interface FailsafeNote {
  readonly outcome: string
  readonly recording: string
  readonly property: string
  readonly trunk: string
  readonly line: string
  readonly rung: string
  readonly rang: string
  readonly callerNumber: string
  readonly callerName: string
  readonly diversion: string
  readonly arrivedAt: number
  readonly endedAt: number
}

/** Settles when the dialplan creates the next recording. */
export function recordingBegins(directory: string, withinMs = 30_000): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      watcher.close()
      reject(new Error(`no recording began within ${withinMs} ms`))
    }, withinMs)
    const watcher = watch(directory, (_, name) => {
      if (name?.endsWith('.wav') !== true) return
      watcher.close()
      clearTimeout(timer)
      resolve()
    })
  })
}

/** Waits for a note that fits. Texts come back decoded. */
export function failsafeNotes(
  directory: string,
  fits: (note: FailsafeNote) => boolean,
  withinMs = 10_000,
): Promise<FailsafeNote> {
  return new Promise((resolve, reject) => {
    const finish = (end: () => void): void => {
      watcher.close()
      clearTimeout(timer)
      end()
    }
    const look = (): void => {
      const found = readNotes(directory).find(fits)
      if (found !== undefined) finish(() => resolve(found))
    }
    const watcher = watch(directory, look)
    const timer = setTimeout(
      () =>
        finish(() => reject(new Error(`no such note within ${withinMs} ms; there are ${JSON.stringify(readNotes(directory))}`))),
      withinMs,
    )
    look()
  })
}

function readNotes(directory: string): readonly FailsafeNote[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .filter(name => name.endsWith('.json'))
    .map(name => JSON.parse(readFileSync(`${directory}/${name}`, 'utf8')) as Record<string, unknown>)
    .map(note => Object.fromEntries(Object.entries(note).map(([key, value]) => [key, decoded(value)])) as unknown as FailsafeNote)
}

function decoded(value: unknown): unknown {
  return typeof value === 'string' ? decodeURIComponent(value) : value
}
