// Writes a file that nobody else may read, whole or not at all, and never over another one unless that
// is asked for. Over what is no regular file it never writes: as root, that would replace a device of
// the machine. A symbolic link is none: it may have been put there to hit another file.
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { CliFailure, EXIT } from '../io.ts'

/** Gives a file a second name, unless that is there; throws as `linkSync` does. */
export type Link = (from: string, to: string) => void

/** `force`: one that is there is replaced, if it is a regular file. */
export function writePrivately(file: string, bytes: Uint8Array, force: boolean, link: Link = linkSync): void {
  const there = statOf(file)
  if (there !== undefined && !there.isFile())
    throw new CliFailure(EXIT.cannot, `${file} is ${kindOf(there)}, and no regular file: nothing was written. Name another file.`)
  if (!force && there !== undefined) throw isThere(file)
  const part = `${file}.${process.pid}.part`
  try {
    const opened = openSync(part, 'wx', 0o600)
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(opened, bytes, at)
      fsyncSync(opened)
    } finally {
      closeSync(opened)
    }
    if (force) renameSync(part, file)
    else putThere(part, file, link)
  } catch (error) {
    if (isErrno(error) && error.code === 'EEXIST' && error.syscall !== 'open') throw isThere(file)
    throw new CliFailure(EXIT.cannot, `${file} could not be written: ${reasonOf(error, file)}. Nothing of it was left.`)
  } finally {
    rmSync(part, { force: true })
  }
}

/** FAT and many network shares have no second names. */
const NO_LINKS: ReadonlySet<string | undefined> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

function putThere(part: string, file: string, link: Link): void {
  try {
    link(part, file)
  } catch (error) {
    if (!isErrno(error) || !NO_LINKS.has(error.code)) throw error
    copyThere(part, file)
  }
}

/** The copy is there before all of its bytes are: one that fails is taken away again. */
function copyThere(part: string, file: string): void {
  try {
    copyFileSync(part, file, constants.COPYFILE_EXCL)
    const copied = openSync(file, 'r+')
    try {
      fsyncSync(copied)
    } finally {
      closeSync(copied)
    }
  } catch (error) {
    if (!isErrno(error) || error.code !== 'EEXIST') rmSync(file, { force: true })
    throw error
  }
}

/** Where it can't be looked at, nothing can be written beside it either: that is said then. */
function statOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function kindOf(there: Stats): string {
  if (there.isSymbolicLink()) return 'a symbolic link'
  if (there.isDirectory()) return 'a directory'
  if (there.isFIFO()) return 'a pipe'
  return there.isSocket() ? 'a socket' : 'a device'
}

function isThere(file: string): CliFailure {
  return new CliFailure(EXIT.cannot, `${file} is there already: nothing was written. Name another file, or use --force.`)
}

function reasonOf(error: unknown, file: string): string {
  if (!isErrno(error)) return String(error)
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return 'the disk is full'
  if (error.code === 'ENOENT') return `there is no directory ${dirname(file)}`
  return error.message
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error
}
