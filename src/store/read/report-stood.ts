// Whether a report was to be mailed at a time that is past, by the rules that were in force then: one
// that was written into them later has missed nothing.
import { mailedReports, type ReportSchedule } from '../../core/plan/mailed-reports.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export function reportStood(from: Stored, { id, zone, report }: ReportSchedule, at: number): boolean {
  const query = sqlFor.selectFrom('in_force').select('hash').where('at', '<=', at).orderBy('n', 'desc').limit(1)
  const [row] = allOf(from.db, query)
  const plan = row === undefined ? null : from.plan(row.hash)
  if (plan === null) return false
  const then = mailedReports(plan).find(one => one.id === id)
  return then !== undefined && then.zone === zone && JSON.stringify(then.report.at) === JSON.stringify(report.at)
}
