// What is written beside a turn (projections, notices) must not cost the turn. A commit that fails for a reason of its own is tried once more,
// carefully: then each of them is a savepoint, and one that fails is undone alone, is an alarm, and marks the projections to be made
// again at the next start. What the disk does wrong is not its business.
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import type Database from 'better-sqlite3'
import type { EpochMs } from '../../core/world/ids.ts'
import { inWords, JournalError } from './journal-error.ts'

export type Beside = 'projections' | 'notices'

export interface Aside {
  /** Does this, and once more with savepoints where it fails for a reason of its own. */
  carefully<T>(work: () => T): T
  run(what: Beside, turn: { readonly seq: number; readonly at: EpochMs }, work: () => void): void
  alarms(): readonly { readonly since: number; readonly what: string }[]
}

const ALARMS_KEPT = 20

export function openAside(db: Database.Database, file: string): Aside {
  const savepoint = db.transaction((work: () => void) => work())
  const alarms: { since: number; what: string }[] = []
  let careful = false

  /** The error, where the disk, a lock or a damaged file is to blame. */
  function ofTheMachine(error: unknown): unknown {
    const known = inWords(error, file)
    return known instanceof JournalError && known.kind !== 'mistake' ? known : null
  }

  function failed(what: Beside, { seq, at }: { readonly seq: number; readonly at: EpochMs }, error: unknown): void {
    const said = error instanceof Error ? error.message : String(error)
    const then = what === 'projections' ? 'Lists may lack it until the daemon is started again.' : 'Nobody outside is told of it.'
    const words = `turn ${seq} is in the journal, but its ${what} could not be made: ${said}. ${then}`
    if (alarms.some(one => one.what === words)) return
    alarms.unshift({ since: at, what: words })
    alarms.length = Math.min(alarms.length, ALARMS_KEPT)
    if (what === 'projections') mark(file)
  }

  return {
    carefully(work) {
      try {
        return work()
      } catch (error) {
        if (ofTheMachine(error) !== null) throw error
      }
      careful = true
      try {
        return work()
      } finally {
        careful = false
      }
    },
    run(what, turn, work) {
      if (!careful) return work()
      try {
        savepoint(work)
      } catch (error) {
        if (ofTheMachine(error) !== null) throw error
        failed(what, turn, error)
      }
    },
    alarms: () => alarms,
  }
}

/** Whether the projections of this journal are to be made again. */
export function areStale(file: string): boolean {
  return existsSync(markOf(file))
}

export function areMadeAgain(file: string): void {
  rmSync(markOf(file), { force: true })
}

function mark(file: string): void {
  try {
    if (file !== ':memory:') writeFileSync(markOf(file), '', { mode: 0o600 })
  } catch {
    // The alarm says it all the same.
  }
}

function markOf(file: string): string {
  return `${file}-rebuild`
}
