// The exceptions report: what a manager must look at, the worst first. Empty tables say so: that
// nothing happened is news, too.
import type { Choice } from '../groups.ts'
import type { Records } from '../records.ts'
import type { Section } from '../report.ts'
import { gaps } from './gaps.ts'
import { emptyRungs, escalated, late, unreached } from './incidents.ts'
import { quietLines, slowForwarding } from './lines.ts'
import { failedTrunks, silentTelephones } from './telephones.ts'

/** Of one category or person, without what is of neither: gaps of ladders, and lines. */
export function exceptionsReport(records: Records, { category, person }: Choice): readonly Section[] {
  const isOfAll = category === null && person === null
  return [
    unreached(records),
    late(records, category),
    escalated(records),
    emptyRungs(records),
    ...(isOfAll ? [gaps(records)] : []),
    silentTelephones(records),
    failedTrunks(records),
    ...(isOfAll ? [quietLines(records)] : []),
    ...slowForwarding(records),
  ]
}
