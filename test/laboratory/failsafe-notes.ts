// Reads the notes that the box's failsafe leaves in Asterisk's event log while the application is away. For tests.
import { watch } from 'node:fs'
import { dirname } from 'node:path'
import { openNoteLog } from '../../src/ari/failsafe-notes.ts'
import type { FailsafeNote } from '../../src/daemon/ports.ts'
import { keptLog } from '../faults/fake-telephony.ts'

/** Settles when the dialplan creates the next recording. */
export function recordingBegins(directory: string, withinMs = 90_000): Promise<void> {
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

/** Waits for a note that fits. `witness`: the event log. */
export async function failsafeNote(
  witness: string,
  fits: (note: FailsafeNote) => boolean,
  withinMs = 60_000,
): Promise<FailsafeNote> {
  const log = openNoteLog({ file: witness, log: keptLog() })
  let changed = (): void => {}
  const watcher = watch(dirname(witness), () => changed())
  const deadline = AbortSignal.timeout(withinMs)
  try {
    for (;;) {
      const next = new Promise<void>(resolve => {
        changed = resolve
      })
      const late = new Promise<void>(resolve => deadline.addEventListener('abort', () => resolve(), { once: true }))
      const notes = await log.unsettled()
      const found = notes.find(fits)
      if (found !== undefined) return found
      if (deadline.aborted) throw new Error(`no such note within ${withinMs} ms; there are ${JSON.stringify(notes)}`)
      await Promise.race([next, late])
    }
  } finally {
    watcher.close()
  }
}
