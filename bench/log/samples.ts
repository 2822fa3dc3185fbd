// Twenty different askers of the same question: properties, times and calls from all over the
// history, chosen by chance that can be repeated. Called by warm.ts and whole.ts.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Outcome } from '../../src/core/world/facts.ts'
import { openChance } from '../../src/simulation/chance.ts'

export interface Sample {
  readonly property: string
  readonly outcome: Outcome
  /** A call that opened an incident. */
  readonly call: string
  /** A week around that call. */
  readonly from: string
  readonly until: string
  readonly fromMs: number
  readonly untilMs: number
}

const SAMPLES = 20
const WEEK_MS = 7 * 86_400_000

export function samplesOf(directory: string): Sample[] {
  const db = new Database(join(directory, 'views.db'), { readonly: true })
  const count = db.prepare('SELECT count(*) FROM incident_row').pluck().get() as number
  const nth = db.prepare(
    'SELECT i.call, i.property, c.outcome, c.arrived_at AS at FROM incident_row i JOIN call_row c ON c.id = i.call WHERE c.outcome IS NOT NULL AND i.rowid >= ? LIMIT 1',
  )
  const chance = openChance(7)
  const samples = Array.from({ length: SAMPLES }, () => {
    const { call, property, outcome, at } = nth.get(Math.floor(chance.random() * count * 0.99)) as Row
    const [fromMs, untilMs] = [at - WEEK_MS / 2, at + WEEK_MS / 2]
    const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19)
    return { call, property, outcome, fromMs, untilMs, from: `${iso(fromMs)}Z`, until: `${iso(untilMs)}Z` }
  })
  db.close()
  return samples
}

interface Row {
  readonly call: string
  readonly property: string
  readonly outcome: Outcome
  readonly at: number
}
