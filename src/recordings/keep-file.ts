// Keeps one recording: what the PBX has written is read, the silence around the words is taken away, and the rest is written to a place of
// our own, on the disk for good and with its checksum, before anything of the PBX's file is touched. Runs in keep-worker.ts, for it
// waits for the disk. Never throws.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { KeptRecording } from '../daemon/ports.ts'
import { wordsIn } from './trim.ts'
import { readWav, writeWav } from './wav-file.ts'

export interface KeepWork {
  /** Where the PBX has put it, and where it is kept. */
  readonly source: string
  readonly target: string
  /** Whether the silence around the words goes. */
  readonly trim: boolean
  /** Milliseconds of speech that the PBX heard in it, where it listened. */
  readonly speechMs: number | null
}

/** With less room than this the PBX has written what it could, bytes. */
export const FULL = 64 * 1024
/** Room that is left to the journal, which is on the same disk: bytes at most, and part of the disk. */
const RESERVE = 32 * 1024 * 1024
const RESERVED_PART = 0.05

export function keepFile({ source, target, trim, speechMs }: KeepWork): KeptRecording {
  const before = read(target)
  // Kept already, before a crash or a time-out.
  if (before instanceof Buffer) return { state: 'kept', ms: lengthOf(before), sha256: sha256Of(before) }
  const file = read(source)
  if (typeof file === 'string') return { state: 'missing', why: file }
  const full = roomAt(dirname(source)).free < FULL
  const wav = readWav(file)
  if (file.length === 0 || (wav === null && full))
    return { state: 'nothing', why: full ? `the disk is full: nothing could be written to ${source}` : `${source} is empty` }
  const recordedMs = wav?.ms ?? lengthOf(file)
  const cut = full || wav?.unfinished ? ({ cut: true } as const) : {}
  const words = wav === null || !trim ? undefined : wordsIn(wav.samples)
  // Nothing was said, and the PBX heard nothing either: the file stays where it is.
  if (words === null && !heardByPbx(speechMs, recordedMs)) return { state: 'silent', recordedMs, ...cut }
  const trimmed = wav !== null && words ? wav.samples.subarray(words.from, words.to) : null
  const kept = trimmed !== null && trimmed.length < (wav?.samples.length ?? 0) ? writeWav(trimmed) : file
  try {
    const { free, reserve } = roomAt(dirname(target))
    if (free - kept.length < reserve) throw new Error(`only ${Math.round(free / 1e6)} MB are left at ${dirname(target)}`)
    writeSafely(target, kept)
  } catch (error) {
    return { state: 'not-kept', ms: recordedMs, why: reasonOf(error), ...cut }
  }
  if (kept !== file) replaceAtPbx(source, kept)
  return { state: 'kept', ms: lengthOf(kept), recordedMs, sha256: sha256Of(kept), ...cut }
}

/** Asterisk counts in whole seconds: it hears up to one of them in silence, and sometimes more than the file holds. */
function heardByPbx(speechMs: number | null, recordedMs: number): boolean {
  return speechMs !== null && speechMs > 1000 && speechMs <= recordedMs
}

/** Puts a kept recording back where the PBX plays from, unless it is there. Gives the reason when it can't. */
export function giveBack(target: string, source: string): string | null {
  try {
    statSync(source)
    return null
  } catch {
    const kept = read(target)
    if (typeof kept === 'string') return kept
    try {
      mkdirSync(dirname(source), { recursive: true })
      const { uid, gid } = statSync(dirname(source))
      writeSafely(source, kept, { uid, gid })
      return null
    } catch (error) {
      return reasonOf(error)
    }
  }
}

/** The PBX plays what is kept. Its own file stays as it is when that can't be done: then more silence is heard, and nothing is lost. */
function replaceAtPbx(source: string, kept: Buffer): void {
  try {
    const { uid, gid } = statSync(source)
    writeSafely(source, kept, { uid, gid })
  } catch {
    rmSync(`${source}.part`, { force: true })
  }
}

/** Beside its place, to the disk, then into its place: there is never half a file of that name. Nobody else may read it. */
function writeSafely(path: string, content: Buffer, owner?: { readonly uid: number; readonly gid: number }): void {
  const part = `${path}.part`
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    const file = openSync(part, 'w', 0o600)
    try {
      for (let at = 0; at < content.length; ) at += writeSync(file, content, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    chmodSync(part, 0o600)
    if (owner !== undefined && owner.uid !== process.getuid?.()) chownSync(part, owner.uid, owner.gid)
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
  const directory = openSync(dirname(path), 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}

function read(path: string): Buffer | string {
  try {
    return readFileSync(path)
  } catch (error) {
    return reasonOf(error)
  }
}

/** Bytes that can still be written there, and what of them is reserved. */
export function roomAt(directory: string): { readonly free: number; readonly reserve: number } {
  try {
    const { bavail, blocks, bsize } = statfsSync(directory)
    return { free: bavail * bsize, reserve: Math.min(RESERVE, blocks * bsize * RESERVED_PART) }
  } catch {
    // A directory that is not there yet.
    return { free: Number.POSITIVE_INFINITY, reserve: 0 }
  }
}

/** By its header, or what a file of that many bytes holds. */
function lengthOf(file: Buffer): number {
  return readWav(file)?.ms ?? Math.max(0, Math.round((file.length - 44) / 16))
}

export function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
