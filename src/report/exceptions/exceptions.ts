// The exceptions report: what a manager must look at, the worst first. Empty tables say so: that
// nothing happened is news, too.
import type { Records } from '../records.ts'
import type { Section } from '../report.ts'
import { gaps } from './gaps.ts'
import { emptyRungs, escalated, late, unreached } from './incidents.ts'
import { quietLines, slowForwarding } from './lines.ts'
import { failedTrunks, silentTelephones } from './telephones.ts'

export function exceptionsReport(records: Records): readonly Section[] {
  return [
    unreached(records),
    late(records),
    escalated(records),
    emptyRungs(records),
    gaps(records),
    silentTelephones(records),
    failedTrunks(records),
    quietLines(records),
    ...slowForwarding(records),
  ]
}
