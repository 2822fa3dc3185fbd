// Writes a file that nobody else may read, whole or not at all, and never over another one.
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { CliFailure, EXIT } from '../io.ts'

/** `force`: one that is there is replaced. */
export function writePrivately(file: string, bytes: Uint8Array, force: boolean): void {
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
    else linkSync(part, file)
  } catch (error) {
    if (isErrno(error) && error.code === 'EEXIST' && error.syscall === 'link') throw isThere(file)
    throw new CliFailure(EXIT.cannot, `${file} could not be written: ${reasonOf(error, file)}. Nothing of it was left.`)
  } finally {
    rmSync(part, { force: true })
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
