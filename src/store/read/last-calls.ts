// When each line was called last before some time. One number on two trunks may be two lines of the
// rules: those are told apart.
import { sql } from 'kysely'
import { plainNumber } from '../../core/plan/identify.ts'
import type { Plan } from '../../core/plan/plan.ts'
import type { LastCall } from '../../report/records.ts'
import { rows } from './lists/ask.ts'
import type { Stored } from './stored.ts'

/** In no order. A number of the rules is asked for by each of its trunks. */
export function lastCalls(from: Stored, { lines }: Plan, to: number): readonly LastCall[] {
  const ofNumber = Map.groupBy(lines, ({ number }) => plainNumber(number))
  return dialled(from).flatMap(line => {
    const its = ofNumber.get(plainNumber(line)) ?? []
    const trunks = [...new Set(its.flatMap(({ trunk }) => trunk ?? []))]
    // Of other trunks only where some line is of any: who is not called is sought in all its calls.
    const isOfAny = its.length === 0 || its.some(({ trunk }) => trunk === null)
    const found = trunks.map(trunk => ({ line, trunk, at: lastCall(from, line, to, [trunk], 'of') }))
    const others = isOfAny ? [{ line, trunk: null, at: lastCall(from, line, to, trunks, 'not of') }] : []
    return [...found, ...others].flatMap(({ at, ...of }) => (at === null ? [] : [{ ...of, at }]))
  })
}

/** Jumps from one line to the next in the index: they are few, and the calls many. */
function dialled(from: Stored): readonly string[] {
  const found = rows<{ line: string }>(
    from,
    sql`WITH RECURSIVE one(line) AS (
    SELECT min(line) FROM call_row
    UNION ALL SELECT (SELECT min(line) FROM call_row WHERE line > one.line) FROM one WHERE one.line IS NOT NULL
  ) SELECT line FROM one WHERE line IS NOT NULL`,
  )
  return found.map(({ line }) => line)
}

/** `+`: backwards in the index of lines, and not through all calls of the trunk. */
function lastCall(from: Stored, line: string, to: number, trunks: readonly string[], is: 'of' | 'not of'): number | null {
  const isOne = sql`+trunk IN (${sql.join(trunks)})`
  const where = trunks.length === 0 ? sql`true` : is === 'of' ? isOne : sql`NOT ${isOne}`
  const [last] = rows<{ at: number }>(
    from,
    sql`SELECT arrived_at AS at FROM call_row WHERE line = ${line} AND arrived_at < ${to} AND ${where}
    ORDER BY arrived_at DESC LIMIT 1`,
  )
  return last?.at ?? null
}
