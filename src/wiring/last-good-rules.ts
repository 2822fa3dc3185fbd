// The last rules that were in force, from the journal: for a start with rule files that are wrong, missing or can't be read. The journal
// must be open for writing already, so that its schema is up to date. Called by run.ts.
import type { RightRules } from '../rules/reload.ts'
import { openReader } from '../store/read/reader.ts'

export interface LastGood {
  readonly rules: RightRules
  /** When they came into force, ms since the epoch. */
  readonly at: number
}

const LOOKED_AT = 20

/** Null when the journal has none. */
export function lastGoodRules(journal: string): LastGood | null {
  const reader = openReader(journal)
  try {
    for (const { hash, at, files } of reader.listPlans(LOOKED_AT)) {
      const plan = planOf(() => reader.plan(hash))
      // The texts of the files are in the journal already.
      if (plan) return { rules: { ok: true, hash, plan, sources: Object.fromEntries(files.map(file => [file, ''])) }, at }
    }
    return null
  } finally {
    reader.close()
  }
}

/** One that can't be read is passed over for the one before. */
function planOf<P>(read: () => P): P | null {
  try {
    return read()
  } catch {
    return null
  }
}
