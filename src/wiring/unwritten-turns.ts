// Turns that the journal would not have when the daemon stopped: kept in a file of the state directory, and written by the next start before
// anything else. Called by run.ts.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { EpochMs } from '../core/world/ids.ts'
import type { Turn } from '../core/world/world.ts'
import { wordsOf } from '../daemon/journal-trouble.ts'
import type { Journal, Log } from '../daemon/ports.ts'
import { writePiece } from '../daemon/write-turns.ts'

export const UNWRITTEN_FILE = 'unwritten-turns.jsonl'

/** How many of them are in the file. The rest is lost: the caller must say so. */
export function keepUnwritten(state: string, turns: readonly Turn[], log: Log): number {
  if (turns.length === 0) return 0
  const file = `${state}/${UNWRITTEN_FILE}`
  const lines = turns.flatMap(turn => lineOf(turn) ?? [])
  try {
    const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
    writeFileSync(`${file}.new`, before + lines.map(line => `${line}\n`).join(''), { mode: 0o600 })
    renameSync(`${file}.new`, file)
    log.error({ file, turns: lines.length }, 'turns that could not be written are in a file: the next start writes them')
    return lines.length
  } catch (error) {
    log.error({ file, turns: turns.length, error: wordsOf(error) }, 'turns are lost: neither the journal nor a file takes them')
    return 0
  }
}

/** Throws when the journal still can't be written: then the file stays. */
export function takeInUnwritten(state: string, journal: Pick<Journal, 'commit'>, log: Log): void {
  const file = `${state}/${UNWRITTEN_FILE}`
  rmSync(`${file}.new`, { force: true })
  if (!existsSync(file)) return
  const turns = readFileSync(file, 'utf8').split('\n').flatMap(turnOf)
  for (let left = turns; left.length > 0; ) {
    const { done, refused, trouble } = writePiece(journal, left, (left[0]?.at ?? 0) as EpochMs)
    for (const { turn, error } of refused)
      log.error({ input: turn.input.type, error: wordsOf(error) }, 'a turn of the last run could not be written: our own mistake')
    left = left.slice(done)
    if (trouble === null) continue
    // What is written must not be written again.
    writeFileSync(`${file}.new`, left.map(turn => `${JSON.stringify(turn)}\n`).join(''), { mode: 0o600 })
    renameSync(`${file}.new`, file)
    throw trouble
  }
  rmSync(file)
  log.warn({ turns: turns.length }, 'turns that the last run could not write are in the journal now')
}

function lineOf(turn: Turn): string | null {
  try {
    return JSON.stringify(turn)
  } catch {
    return null
  }
}

function turnOf(line: string): Turn[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as Turn]
  } catch {
    return []
  }
}
