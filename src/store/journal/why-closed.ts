// Why a database that is there can't be opened for reading, and what to do. In WAL mode the files
// beside it belong to it: they must be read as well, and made where they are not there
// (https://www.sqlite.org/wal.html#read_only_databases).
import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'

/** Two sentences without their full stops. */
export interface Closed {
  readonly what: string
  readonly toDo: string
}

const OTHER_USER = "Use the daemon's user, or root"
const COPY = 'copy the directory to where you may write, and name the copy with --state'

export function whyClosed(file: string): Closed {
  const name = basename(file)
  for (const one of [file, `${file}-wal`, `${file}-shm`]) {
    if (isNoFile(one)) return { what: `${one} is no file, so ${name} cannot be opened`, toDo: 'Move it away' }
    if (isForbidden(one)) return { what: `${one} cannot be read by this user`, toDo: OTHER_USER }
  }
  const what = `${file} can be read, but not opened: SQLite needs files beside it, ending in -wal and -shm, and`
  if (isReadOnly(dirname(file)))
    return { what: `${what} the file system is read-only`, toDo: `${COPY[0]?.toUpperCase()}${COPY.slice(1)}` }
  return { what: `${what} this user may not make them there`, toDo: `${OTHER_USER}; or ${COPY}` }
}

function isNoFile(path: string): boolean {
  try {
    return !statSync(path).isFile()
  } catch {
    return false
  }
}

function isForbidden(file: string): boolean {
  try {
    closeSync(openSync(file, 'r'))
    return false
  } catch (error) {
    return codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM'
  }
}

function isReadOnly(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK)
    return false
  } catch (error) {
    return codeOf(error) === 'EROFS'
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null
}
