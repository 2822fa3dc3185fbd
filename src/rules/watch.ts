// Says when files under the rules' directory have changed and have been quiet for a moment: an editor writes in several steps. Where the
// system cannot watch, it says so once in a while without looking. Opened by wiring/rules-in-force.ts.
import { type FSWatcher, watch } from 'node:fs'
import type { Log } from '../daemon/ports.ts'

const QUIET_MS = 700
const BLIND_MS = 30_000

export function watchRules(directory: string, changed: () => void, log: Log): { stop(): void } {
  let quiet: NodeJS.Timeout | null = null
  let blind: NodeJS.Timeout | null = null
  let watcher: FSWatcher | null = null

  function touched(name: string | Buffer | null): void {
    if (name !== null && !/(^|\/)[^./][^/]*\.ya?ml$/.test(String(name)) && /\./.test(String(name))) return
    if (quiet) clearTimeout(quiet)
    quiet = setTimeout(changed, QUIET_MS)
  }
  function goBlind(error: unknown): void {
    log.warn({ directory, error: String(error) }, 'the rules can not be watched: they are looked at every 30 s')
    watcher?.close()
    blind ??= setInterval(changed, BLIND_MS)
  }
  try {
    watcher = watch(directory, { recursive: true }, (_event, name) => touched(name))
    watcher.on('error', goBlind)
  } catch (error) {
    goBlind(error)
  }
  return {
    stop() {
      watcher?.close()
      if (quiet) clearTimeout(quiet)
      if (blind) clearInterval(blind)
    },
  }
}
