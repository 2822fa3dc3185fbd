// The last known state of each trunk, in a small file: available after a restart of the daemon, and
// while none runs. Written by worker.ts.
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TRACE_DIRECTORY, textOf } from './kept.ts'
import type { TrunkSeen } from './news.ts'

const NAME = 'trunks.json'

export function keepTrunks(state: string, trunks: ReadonlyMap<string, TrunkSeen>): void {
  const file = join(state, TRACE_DIRECTORY, NAME)
  writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(trunks)), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** Empty if the file is missing or damaged. */
export function keptTrunks(state: string): ReadonlyMap<string, TrunkSeen> {
  try {
    const read = Object.entries(Object(JSON.parse(textOf(join(state, TRACE_DIRECTORY, NAME)))) as Record<string, unknown>)
    return new Map(read.filter((each): each is [string, TrunkSeen] => isSeen(each[1])))
  } catch {
    return new Map()
  }
}

function isSeen(value: unknown): value is TrunkSeen {
  const { transport, address, registered, notRegistered, qualify, unanswered, lastRefusal } = Object(value) as Partial<TrunkSeen>
  const isThing = (part: unknown): boolean => part === null || (typeof part === 'object' && part !== undefined)
  const parts = [registered, notRegistered, qualify, unanswered, lastRefusal]
  return typeof transport === 'string' && typeof address === 'string' && parts.every(isThing)
}
