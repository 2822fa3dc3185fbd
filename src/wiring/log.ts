// The operational log: one line of JSON each on standard output. A line that can't be written (the disk is full, the reader has gone) is
// lost and counted: a log must never stop a call. Opened by run.ts.
import { writeSync } from 'node:fs'
import { pino } from 'pino'
import type { Log } from '../daemon/ports.ts'

const STDOUT = 1

/** `now`: the daemon's clock, so that the log and the journal tell the same times. */
export function openLog(level: string, now: () => number, file: number = STDOUT): Log {
  let lost = 0
  function write(line: string): void {
    try {
      if (lost > 0) writeAll(`{"level":40,"time":${now()},"lost":${lost},"msg":"lines of this log could not be written"}\n`)
      lost = 0
      writeAll(line)
    } catch {
      lost++
    }
  }
  function writeAll(line: string): void {
    const bytes = Buffer.from(line)
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
  }
  return pino({ level, base: null, redact: ['*.password'], timestamp: () => `,"time":${now()}` }, { write })
}
