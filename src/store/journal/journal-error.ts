// What can be wrong with a journal file, in words that tell an administrator what to do. Thrown by everything in store/.
// The daemon prints the message and ends, or goes to memory mode; the command line prints it and exits with 2.

import { basename } from 'node:path'

export type JournalTrouble =
  | 'missing'
  | 'unwritable'
  | 'unreadable'
  | 'foreign'
  | 'newer'
  | 'older'
  | 'corrupt'
  | 'busy'
  | 'full'
  | 'io'
  | 'refused'
  /** What follows the journal has not got all of it. */
  | 'behind'

/** What a daemon does about it: see daemon/journal-trouble.ts. */
const KINDS: Readonly<Partial<Record<JournalTrouble, 'disk' | 'lock' | 'corrupt' | 'mistake'>>> = {
  unwritable: 'disk',
  full: 'disk',
  io: 'disk',
  missing: 'disk',
  busy: 'lock',
  corrupt: 'corrupt',
  foreign: 'corrupt',
  refused: 'mistake',
}

export class JournalError extends Error {
  readonly trouble: JournalTrouble
  readonly kind: 'disk' | 'lock' | 'corrupt' | 'mistake' | null
  constructor(trouble: JournalTrouble, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'JournalError'
    this.trouble = trouble
    this.kind = KINDS[trouble] ?? null
  }
}

/** Puts SQLite's and the file system's codes into words. An error of another kind comes back as it is. */
export function inWords(error: unknown, file: string): unknown {
  if (error instanceof JournalError) return error
  const code = codeOf(error)
  if (code === null) return error
  const said = error instanceof Error ? error.message : String(error)
  if (isMadeOfTheJournal(file) && (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')))
    return new JournalError(
      'corrupt',
      `${file}, or the journal that it is made of, is damaged (${said}). \`nightbell log verify\` says which. ` +
        'Remove this file and those ending in -wal and -shm: the lists are made again.',
      error,
    )
  if (code.startsWith('SQLITE_NOTADB'))
    return new JournalError('foreign', `${file} is not a journal: it is no SQLite database. Move it away and start again.`, error)
  if (code.startsWith('SQLITE_CORRUPT'))
    return new JournalError(
      'corrupt',
      `${file} is damaged (${said}). Stop the daemon, keep a copy of the file and of those ending in -wal and -shm, and restore a backup.`,
      error,
    )
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC')
    return new JournalError(
      'full',
      `The disk that holds ${file} is full. Free some space; nothing of this commit was written.`,
      error,
    )
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return new JournalError('busy', `${file} is locked by another process. Is a second daemon running on it?`, error)
  if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new JournalError(
      'unwritable',
      `${file} cannot be written (${said}). Give the daemon's user write permission on it and its directory.`,
      error,
    )
  if (code.startsWith('SQLITE_CANTOPEN') || code === 'ENOENT' || code === 'ENOTDIR' || code === 'EEXIST')
    return new JournalError(
      'unwritable',
      `${file} cannot be opened (${said}). Its directory must exist, be a directory, and be writable by this user.`,
      error,
    )
  // A turn of this number is there already: nobody else makes turns.
  if (code.startsWith('SQLITE_CONSTRAINT') && said.includes('turn.seq'))
    return new JournalError(
      'busy',
      `${file} was written by someone else (${said}). Only one daemon may run on a journal: stop the other one.`,
      error,
    )
  if (MISTAKES.some(mistake => code.startsWith(mistake)))
    return new JournalError('refused', `${file} does not take this turn (${said}): a mistake of Nightbell's own.`, error)
  if (code.startsWith('SQLITE_')) return new JournalError('io', `${file}: ${said} (${code}).`, error)
  return error
}

/** See follow/followers.ts. */
function isMadeOfTheJournal(file: string): boolean {
  return basename(file) === 'views.db'
}

/** What SQLite says of the values that it gets, whatever the disk does. */
const MISTAKES = ['SQLITE_CONSTRAINT', 'SQLITE_MISMATCH', 'SQLITE_TOOBIG', 'SQLITE_RANGE', 'SQLITE_MISUSE'] as const

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
