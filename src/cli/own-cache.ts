// The directory for what can be made again and is only kept to save time: under $XDG_CACHE_HOME, or ~/.cache. Only where nobody but this user
// (and root) could put something: code that was compiled is kept here, and runs as whoever starts Nightbell. Called by main.ts before anything
// else is loaded, and by check.ts. It never fails: without a home, or where nothing can be written, there is none.
import { mkdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'

const OTHERS_WRITE = 0o022
/** In such a directory nobody can take away what another one owns. */
const STICKY = 0o1000

export function ownCache(env: Readonly<Record<string, string | undefined>>, user = process.getuid?.()): string | null {
  const caches = env.XDG_CACHE_HOME || (env.HOME ? join(env.HOME, '.cache') : '')
  if (!isAbsolute(caches) || user === undefined) return null
  const wanted = join(caches, 'nightbell')
  try {
    // Root with the home of somebody else makes nothing there.
    if (!onlyWeWriteAbove(there(wanted), user)) return null
    make(wanted)
    // Without links from here on: one could be turned to somewhere else.
    const real = realpathSync(wanted)
    const found = statSync(real)
    const { uid, mode } = found
    return uid === user && found.isDirectory() && (mode & OTHERS_WRITE) === 0 && onlyWeWriteAbove(dirname(real), user)
      ? real
      : null
  } catch {
    return null
  }
}

/** One by one: where a file system knows no directories to be made (/proc), Node's own `recursive` never comes back. */
function make(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })) return
  if (path !== dirname(path)) make(dirname(path))
  mkdirSync(path, { mode: 0o700 })
}

/** What exists of this path already, without links. */
function there(path: string): string {
  try {
    return realpathSync(path)
  } catch (cause) {
    if (path === dirname(path)) throw cause
    return there(dirname(path))
  }
}

function onlyWeWriteAbove(path: string, user: number): boolean {
  const { uid, mode } = statSync(path)
  if ((uid !== user && uid !== 0) || ((mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0)) return false
  return path === dirname(path) || onlyWeWriteAbove(dirname(path), user)
}
