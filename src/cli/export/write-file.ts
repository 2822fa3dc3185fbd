// Writes a file that nobody else may read, whole or not at all, and never over another one.
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { CliFailure, EXIT } from '../io.ts'

/** Gives a file a second name, unless that is there; throws as `linkSync` does. */
export type Link = (from: string, to: string) => void

/** `force`: one that is there is replaced. */
export function writePrivately(file: string, bytes: Uint8Array, force: boolean, link: Link = linkSync): void {
  if (!force && existsSync(file)) throw isThere(file)
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
