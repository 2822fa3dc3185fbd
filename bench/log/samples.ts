// Twenty different askers of the same question: properties, times and calls from all over the
// history, chosen by chance that can be repeated. Called by warm.ts and whole.ts.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openChance } from '../../src/simulation/chance.ts'
import { residentOf } from './rules.ts'

export interface Sample {
  readonly property: string
  readonly outcome: string
  /** A call that opened an incident. */
  readonly call: string
  /** Of it: what was the matter, its line, who was rung for it, and the end of its caller's number. */
  readonly category: string
  readonly line: string
  readonly person: string
  readonly digits: string
  /** 2026-11 */
  readonly month: string
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
  const nth = db.prepare(`
    SELECT i.call, i.property, i.category, a.person, c.line, c.outcome, c.arrived_at AS at
    FROM incident_row i JOIN call_row c ON c.id = i.call JOIN attempt_row a ON a.stream = i.id
    WHERE c.outcome IS NOT NULL AND i.rowid >= ? LIMIT 1`)
  const chance = openChance(7)
  const samples = Array.from({ length: SAMPLES }, () => {
    const { at, ...row } = nth.get(Math.floor(chance.random() * count * 0.99)) as Row
    const [fromMs, untilMs] = [at - WEEK_MS / 2, at + WEEK_MS / 2]
    const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19)
    const digits = residentOf(Number(row.property.slice(-4)), Math.floor(chance.between(0, 10))).slice(-7)
    const month = iso(at).slice(0, 7)
    return { ...row, digits, month, fromMs, untilMs, from: `${iso(fromMs)}Z`, until: `${iso(untilMs)}Z` }
  })
  db.close()
  return samples
}

type Row = Pick<Sample, 'call' | 'property' | 'category' | 'person' | 'line' | 'outcome'> & { readonly at: number }

/** For the names of the questions. */
export const NOBODY: Sample = {
  ...{ property: '', outcome: '', call: '', category: '', line: '', person: '', digits: '', month: '' },
  ...{ from: '', until: '', fromMs: 0, untilMs: 0 },
}
