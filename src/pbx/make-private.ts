// Takes away what other users of this machine may do with a directory and what is in it: callers' voices, numbers and passwords. Called
// before the journal is opened and when Asterisk's files are written, because a directory may have been made by hand, or by an earlier version.
import { chmodSync, lstatSync, readdirSync } from 'node:fs'

const OTHERS = 0o077

/**
 * Directories become 0700, files 0600. Where the directory itself was closed already only what lies directly in it is looked at: nobody
 * came further. `refused` is told of what belongs to somebody else.
 */
export function makePrivate(directory: string, refused: (path: string) => void): void {
  const wasOpen = close(directory, refused)
  for (const path of pathsIn(directory)) {
    const found = lstatSync(path, { throwIfNoEntry: false })
    if (found?.isDirectory() && wasOpen) makeAllPrivate(path, refused)
    else close(path, refused)
  }
}

function makeAllPrivate(directory: string, refused: (path: string) => void): void {
  close(directory, refused)
  for (const path of pathsIn(directory)) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) makeAllPrivate(path, refused)
    else close(path, refused)
  }
}

function pathsIn(directory: string): readonly string[] {
  return readdirSync(directory).map(name => `${directory}/${name}`)
}

/** True when others could do something with it. A link is left alone: its mode means nothing. */
function close(path: string, refused: (path: string) => void): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined || found.isSymbolicLink() || (found.mode & OTHERS) === 0) return false
  try {
    chmodSync(path, found.mode & 0o700)
  } catch {
    refused(path)
  }
  return true
}
